/** A quiz with a score: questions with answers to choose from. */
import type { Section } from '../../app-spec.ts';
import { isPersonal } from '../entities/access.ts';
import type { EntityDraft } from '../entities/assemble.ts';
import type { Reading } from '../entities/reading.ts';

type QuizSection = Extract<Section, { kind: 'quiz' }>;

const QUIZ = /\bquiz(?:zes)?\b|\bmultiple[- ]choice\b|\btrivia\b/;
const TALKS = /\b(?:forum|q&a|community|ask questions)\b/;

/** What a quiz itself is made of, and keeps by itself. */
const PARTS = ['quiz', 'score', 'retry', 'attempt', 'option', 'answer', 'result'];
/** The same, unless people talk to each other there as well. */
const QUESTIONS = ['question', 'reply', 'post'];

/** What a request for a quiz takes away from the things read, and whether it asks for one. */
export function readQuiz(reading: Reading): boolean {
  if (!QUIZ.test(reading.about) || isPersonal(reading)) return false;
  for (const name of PARTS) reading.things.delete(name);
  reading.looseFields = reading.looseFields.filter((it) => !/score|option|answer|retr|attempt|question/.test(it));
  if (!TALKS.test(reading.about)) for (const name of QUESTIONS) reading.things.delete(name);
  return true;
}

/** The quiz of the finished plan; null where it has no questions. */
export function planQuiz(drafts: readonly EntityDraft[]): QuizSection | null {
  const entity = drafts.find((it) => it.thing.noun?.name === 'quiz_question')?.entity;
  const answer = entity?.fields.find((it) => it.name === 'right_answer');
  const options = (entity?.fields ?? []).filter((it) => /^option_[a-d]$/.test(it.name) && it.type === 'text');
  const hasAll = options.length >= 2 && answer?.choices?.length === options.length;
  if (entity?.access !== 'catalog' || entity.workflow || !hasAll || entity.titleField !== 'question') return null;
  return {
    kind: 'quiz',
    heading: 'Quiz',
    entity: entity.name,
    asks: 'question',
    options: options.map(({ name }) => name),
    right: 'right_answer',
  };
}
