/** `quiz-section.tsx` and `quiz-api.ts` of the questions: answering, the score, trying again. */
import type { QuizModel } from '../model-quiz.ts';
import { code, file, jsxAttribute } from '../source-text.ts';
import { ANSWER_QUIZ } from '../sql/quiz.ts';

export function quizApiFile({ entity, question, options, attempts }: QuizModel): string {
  const columns = ['id', question.column, ...options.map((it) => it.field.column)].join(', ');
  return file(code`
    import type { Row } from '@/lib/database.types';
    import { supabase } from '@/lib/supabase';

    export type Attempt = Pick<Row<'${attempts}'>, 'id' | 'score' | 'total' | 'created_at'>;

    export async function fetchQuestions(signal: AbortSignal) {
      const { data, error } = await supabase
        .from('${entity.table}')
        .select('${columns}')
        .order('created_at')
        .order('id')
        .limit(100)
        .abortSignal(signal);
      if (error) throw error;
      return data;
    }

    /** Scores the answers, by id of their question, and tells the right ones. */
    export async function answerQuiz(answers: Record<string, string>) {
      const { data, error } = await supabase.rpc('${ANSWER_QUIZ}', { answers });
      if (error) throw error;
      return data;
    }

    /** The caller's own, the latest first. */
    export async function fetchAttempts(signal: AbortSignal): Promise<Attempt[]> {
      const { data, error } = await supabase
        .from('${attempts}')
        .select('id, score, total, created_at')
        .order('created_at', { ascending: false })
        .limit(10)
        .abortSignal(signal);
      if (error) throw error;
      return data;
    }
  `);
}

export function quizSectionFile({ question, options }: QuizModel, alone: boolean): string {
  const choices = options.map(({ field, value }) => `{ value: '${value}', column: '${field.column}' },`);
  return file(code`
    import { Check, X } from 'lucide-react';
    import { type FormEvent, useState } from 'react';
    import { Button } from '@/components/button';
    import { EmptyState } from '@/components/empty-state';
    import { Loaded } from '@/components/loaded';
    import { Section } from '@/components/section';
    import { SignedInOnly } from '@/features/auth/signed-in-only';
    import { messageOf } from '@/lib/errors';
    import { formatDateTime } from '@/lib/format';
    import { useQuery } from '@/lib/use-query';
    import { answerQuiz, type Attempt, fetchAttempts, fetchQuestions } from './quiz-api';

    /** Which column of a question holds the text of which answer. */
    const OPTIONS = [
      ${choices}
    ] as const;

    type Question = Awaited<ReturnType<typeof fetchQuestions>>[number];
    type Result = Awaited<ReturnType<typeof answerQuiz>>[number];

    export function QuizSection({ heading }: { heading: string }) {
      return (
        <Section heading={heading}${alone && ' level={1}'}>
          <SignedInOnly ${jsxAttribute('invitation', 'Sign in to answer; your score is kept for you.')}>
            <Quiz />
          </SignedInOnly>
        </Section>
      );
    }

    function Quiz() {
      const questions = useQuery(fetchQuestions);
      const attempts = useQuery(fetchAttempts);
      return (
        <>
          <Loaded query={questions} lines={6}>
            {(all) =>
              all.length === 0 ? <EmptyState text="No questions yet." /> : <QuizForm questions={all} onDone={attempts.reload} />
            }
          </Loaded>
          <Loaded query={attempts} lines={1}>
            {(list) => list.length > 0 && <Attempts list={list} />}
          </Loaded>
        </>
      );
    }

    function QuizForm({ questions, onDone }: { questions: readonly Question[]; onDone: () => void }) {
      const [answers, setAnswers] = useState<Record<string, string>>({});
      const [results, setResults] = useState<readonly Result[] | null>(null);
      const [failure, setFailure] = useState<string | null>(null);
      const [sending, setSending] = useState(false);

      async function onSubmit(event: FormEvent) {
        event.preventDefault();
        const open = questions.filter((it) => !answers[it.id]).length;
        if (open > 0) return setFailure(open === 1 ? 'One question is still open.' : \`\${open} questions are still open.\`);
        setFailure(null);
        setSending(true);
        try {
          setResults(await answerQuiz(answers));
          onDone();
        } catch (reason) {
          setFailure(messageOf(reason));
        } finally {
          setSending(false);
        }
      }

      function onRetry() {
        setAnswers({});
        setResults(null);
      }

      return (
        <form onSubmit={onSubmit} noValidate className="max-w-2xl space-y-6">
          {questions.map((question, at) => (
            <QuestionField
              key={question.id}
              number={at + 1}
              question={question}
              value={answers[question.id] ?? ''}
              result={results?.find((it) => it.question_id === question.id) ?? null}
              onChange={(value) => setAnswers((before) => ({ ...before, [question.id]: value }))}
            />
          ))}
          {failure && (
            <p role="alert" className="rounded-md border border-danger px-4 py-3 text-sm text-danger">
              {failure}
            </p>
          )}
          {results ? (
            <div role="status" className="flex flex-wrap items-center gap-4">
              <p className="text-lg font-semibold tabular-nums">
                {results.filter((it) => it.is_right).length} of {results.length} right
              </p>
              <Button look="outline" onClick={onRetry}>
                Try again
              </Button>
            </div>
          ) : (
            <Button type="submit" disabled={sending}>
              Submit answers
            </Button>
          )}
        </form>
      );
    }

    type QuestionFieldProps = {
      number: number;
      question: Question;
      value: string;
      /** Null until the answers were sent. */
      result: Result | null;
      onChange: (value: string) => void;
    };

    function QuestionField({ number, question, value, result, onChange }: QuestionFieldProps) {
      return (
        <fieldset disabled={result !== null} className="rounded-lg border border-border bg-surface px-5 py-4">
          <legend className="float-left w-full font-semibold break-words">
            {number}. {question.${question.column}}
          </legend>
          <div className="clear-both space-y-1 pt-3">
            {OPTIONS.filter((option) => question[option.column]).map((option) => (
              <label key={option.value} className="flex min-h-10 items-center gap-3">
                <input
                  type="radio"
                  name={question.id}
                  value={option.value}
                  checked={value === option.value}
                  onChange={() => onChange(option.value)}
                  className="size-4 accent-component"
                />
                <span className="min-w-0 break-words">{question[option.column]}</span>
                {result?.correct === option.value && <Check aria-label="Right" className="size-4 shrink-0 text-good" />}
                {result && value === option.value && !result.is_right && (
                  <X aria-label="Wrong" className="size-4 shrink-0 text-danger" />
                )}
              </label>
            ))}
          </div>
        </fieldset>
      );
    }

    function Attempts({ list }: { list: readonly Attempt[] }) {
      return (
        <section aria-label="Your scores" className="mt-10 max-w-2xl">
          <p className="mb-3 font-semibold">Your scores</p>
          <ul className="divide-y divide-border rounded-lg border border-border bg-surface">
            {list.map((attempt) => (
              <li key={attempt.id} className="flex justify-between gap-4 px-5 py-3 tabular-nums">
                <span>
                  {attempt.score} of {attempt.total}
                </span>
                <time dateTime={attempt.created_at} className="text-sm text-muted">
                  {formatDateTime(attempt.created_at)}
                </time>
              </li>
            ))}
          </ul>
        </section>
      );
    }
  `);
}
