/** Quiz: attempts of one's own, and one function that scores answers, since nobody reads the right ones before. */
import type { AppModel } from '../model.ts';
import { code, file, sqlName, sqlString } from '../source-text.ts';
import { ADA, actAs, BEN, TEST_USERS, type Who } from './pgtap-people.ts';

const OWNER = 'owner_id = (select auth.uid())';

export const ANSWER_QUIZ = 'answer_quiz';

const RESULT = 'table (question_id uuid, correct text, is_right boolean)';

export function quizSql({ quiz }: AppModel): string[] {
  if (!quiz) return [];
  const table = `public.${quiz.attempts}`;
  const questions = `public.${sqlName(quiz.entity.table)}`;
  const answer = `it.${sqlName(quiz.answer.column)}`;
  return [
    code`
      create table ${table} (
        id uuid primary key default gen_random_uuid(),
        owner_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
        score integer not null,
        total integer not null check (score between 0 and total),
        created_at timestamptz not null default now()
      );
      create index ${quiz.attempts}_owner_idx on ${table} (owner_id, created_at);
      comment on table ${table} is 'What people scored, each seen by its owner alone. Written by ${ANSWER_QUIZ} only.';
      revoke all on table ${table} from anon, authenticated;
      grant select on table ${table} to authenticated;
      grant select, insert, update, delete on table ${table} to service_role;
      alter table ${table} enable row level security;
      create policy select_owner on ${table}
        for select to authenticated using (${OWNER});
    `,
    code`
      -- Definer, since nobody may read the right answers or write a score. It tells the answers once all were given,
      -- and keeps what the caller scored.
      create function private.${ANSWER_QUIZ}(answers jsonb) returns ${RESULT}
      language plpgsql security definer
      set search_path = ''
      as $$
      #variable_conflict use_column
      begin
        if auth.uid() is null then
          raise exception using errcode = '42501', message = 'Sign in to answer.';
        end if;
        if exists (select 1 from ${questions} it where ${ANSWER_QUIZ}.answers ->> it.id::text is null) then
          raise exception using errcode = 'P0001', message = 'Answer every question first.';
        end if;
        insert into ${table} (owner_id, score, total)
        select auth.uid(), count(*) filter (where ${ANSWER_QUIZ}.answers ->> it.id::text = ${answer}), count(*)
        from ${questions} it;
        return query
          select it.id, ${answer}, ${ANSWER_QUIZ}.answers ->> it.id::text = ${answer}
          from ${questions} it;
      end
      $$;
      revoke execute on function private.${ANSWER_QUIZ}(jsonb) from public;
      grant execute on function private.${ANSWER_QUIZ}(jsonb) to authenticated;
      create function public.${ANSWER_QUIZ}(answers jsonb) returns ${RESULT}
      language sql
      set search_path = ''
      as $$
        select * from private.${ANSWER_QUIZ}(${ANSWER_QUIZ}.answers);
      $$;
      revoke execute on function public.${ANSWER_QUIZ}(jsonb) from public, anon;
      grant execute on function public.${ANSWER_QUIZ}(jsonb) to authenticated;
    `,
  ];
}

/** pgTAP: answers stay unread, scores are the function's. @param fixtures statements that make one question with this id */
export function quizTest({ quiz }: AppModel, fixtures: readonly string[], id: string): string {
  if (!quiz) return '';
  const questions = `public.${sqlName(quiz.entity.table)}`;
  const attempts = `public.${quiz.attempts}`;
  const answer = sqlName(quiz.answer.column);
  const right = quiz.options[0]?.value ?? '';
  const wrong = quiz.options[1]?.value ?? '';
  const call = (value: string) => `select * from public.${ANSWER_QUIZ}('{"${id}": "${value}"}')`;
  const checks: { who: Who; sql: string }[] = [];
  const check = (who: Who, sql: string) => checks.push({ who, sql });
  const denied = (who: Who, sql: string, what: string, state = '42501') =>
    check(who, `select throws_ok($$${sql}$$, '${state}', null, ${sqlString(what)});`);
  for (const who of ['visitor', 'ben', 'ada'] as const) {
    denied(who, `select ${answer} from ${questions}`, 'nobody reads the right answers');
  }
  denied('ben', `select 1 from ${questions} where ${answer} = '${right}'`, 'nor asks for them');
  denied('ben', `select * from public.${ANSWER_QUIZ}('{}')`, 'nor learns them without an answer', 'P0001');
  check('ben', `select is((select is_right from (${call(wrong)}) it), false, 'a wrong answer is wrong');`);
  check('ben', `select is((select is_right from (${call(right)}) it), true, 'a right one is right, at the next try');`);
  check('ben', `select is((select sum(score)::integer from ${attempts}), 1, 'each try keeps its score');`);
  denied('ben', `insert into ${attempts} (owner_id, score, total) values ('${BEN}', 9, 9)`, 'nobody writes a score');
  denied('ben', `update ${attempts} set score = total`, 'nor betters one');
  check('cleo', `select is_empty($$select 1 from ${attempts}$$, 'another member does not see it');`);
  denied('visitor', call(right), 'a visitor does not answer');
  let who: Who | null = null;
  const body = checks.flatMap((it) => {
    const change = it.who === who ? [] : ['', actAs(it.who)];
    who = it.who;
    return [...change, it.sql];
  });
  return file(code`
    begin;
    create extension if not exists pgtap with schema extensions;
    select plan(${checks.length});

    ${TEST_USERS}
    insert into public.app_admins (user_id) values ('${ADA}');
    ${fixtures}
    delete from ${questions} where id <> '${id}';
    update ${questions} set ${answer} = '${right}' where id = '${id}';
    ${body}

    reset role;
    select * from finish();
    rollback;
  `);
}
