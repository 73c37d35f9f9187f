/** Functions that run with their owner's rights: what they would do for whoever calls them. */
import type { Findings } from '../findings.ts';
import { shown } from './fold.ts';
import { isPrivate, type Ownership } from './ownership.ts';
import { declaredOpenTo } from './rights-names.ts';
import { CLIENT_ROLES, type Routine, type SchemaModel } from './schema-model.ts';

/** The schema that the API serves. */
const EXPOSED = 'public';
const IDENTITY =
  /\bauth\s*\.\s*(?:uid|jwt|role|email)\b|\bcurrent_setting\b|\bprivate\s*\.\s*\w+\s*\(|"sval":"auth"\}\},\{"String":\{"sval":"(?:uid|jwt|role|email)"/i;
/** `(select auth.uid()) is null`, `auth.role() = 'authenticated'`: whether someone is signed in, and not who. */
const SIGNED_IN =
  /\(?\s*(?:select\s+)?auth\s*\.\s*(?:(?:uid|jwt|email)\s*\(\s*\)\s*\)?\s*is\s+(?:not\s+)?null\b|role\s*\(\s*\)\s*\)?\s*(?:=|<>|!=)\s*'\w+')/gi;
const WRITES = /\b(?:insert\s+into|update|delete\s+from|truncate|execute)\b/i;

export function checkRoutines(model: SchemaModel, ownership: Ownership, findings: Findings): void {
  for (const routine of model.routines.values()) {
    if (!routine.definer) continue;
    const name = shown(`${routine.schema}.${routine.name}`);
    if (!routine.searchPathSet) {
      findings.add({
        rule: 'sql-definer-search-path',
        ...routine.at,
        message: `The function ${name} runs with its owner's rights and does not fix its search path: a caller can slip other objects under its names.`,
        fix: `Add "set search_path = ''" and write names with their schema.`,
      });
    }
    if (routine.schema !== EXPOSED || !isCallable(routine)) continue;
    const code = codeOf(routine);
    const fault = faultOf(model, ownership, routine, code);
    if (fault === null || isDeclared(routine, code)) continue;
    findings.add({
      rule: 'sql-definer-exposed',
      ...routine.at,
      message: `The function ${name} runs with its owner's rights, can be called through the API, and ${fault}.`,
      fix: "Compare auth.uid() with the owner of what it reads or changes, revoke execute from public, anon and authenticated, or move it to the schema private. What is meant for all to know, such as a count, is said so: comment on function … is 'Open to everyone: …'.",
    });
  }
}

/** What a function leaves unasked, as the end of a sentence; null when it asks who calls. */
function faultOf(model: SchemaModel, ownership: Ownership, routine: Routine, code: string): string | null {
  if (!IDENTITY.test(code)) return 'never asks who calls it';
  const believed = code.replace(givenIdentity(routine), '');
  const rest = believed.replace(SIGNED_IN, '');
  if (IDENTITY.test(rest) || !reaches(code).some((it) => isPrivate(model, ownership, it))) return null;
  return believed === code
    ? 'asks only whether someone is signed in, not whose rows it is about'
    : 'believes its caller about who they are';
}

/** `coalesce(person, auth.uid())` of a parameter `person`: who calls, unless they say that they are someone else. */
function givenIdentity({ parameters }: Routine): RegExp {
  const names = parameters.map((it) => it.replace(/\W/g, '\\$&'));
  const parameter = `(?:\\w+\\s*\\.\\s*)?(?:${[...names, '\\$\\d+'].join('|')})`;
  return new RegExp(
    `\\bcoalesce\\s*\\(\\s*${parameter}\\s*,\\s*\\(?\\s*(?:select\\s+)?auth\\s*\\.\\s*\\w+\\s*\\(\\s*\\)`,
    'gi',
  );
}

/** The tables that a body reads or changes, by name. */
function reaches(code: string): string[] {
  return [...code.matchAll(/\b(?:from|join|update|using)\s+(?:only\s+)?"?(\w+)"?(?:\s*\.\s*"?(\w+)"?)?/gi)].map(
    ([, first = '', second]) => (second === undefined ? `public.${first}` : `${first}.${second}`),
  );
}

/** Whether its author says outright, to all who may call it, that its answer is for them; see `DECLARED_OPEN`. */
function isDeclared(routine: Routine, code: string): boolean {
  const open = declaredOpenTo(routine.comment);
  const callers = CLIENT_ROLES.filter((role) => routine.execute.has(role) || routine.execute.has('public'));
  return !WRITES.test(code) && callers.every((role) => open.includes(role));
}

function isCallable(routine: Routine): boolean {
  if (routine.trigger) return false;
  return ['public', ...CLIENT_ROLES].some((role) => routine.execute.has(role));
}

function codeOf({ body, statements }: Routine): string {
  const code = body === '' ? JSON.stringify(statements) : body;
  return code.replace(/--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g, '');
}
