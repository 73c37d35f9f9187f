/** The quiz of an app: questions that everyone reads, with an answer that nobody reads before answering. */
import type { AppSpec, Section } from '../app-spec.ts';
import type { EntityModel } from './model.ts';
import type { FieldModel } from './model-fields.ts';
import type { NameRegistry } from './names.ts';

type QuizSection = Extract<Section, { kind: 'quiz' }>;

export interface QuizModel {
  readonly entity: EntityModel;
  readonly question: FieldModel;
  /** Each with the value of the answer that it stands for. */
  readonly options: readonly { readonly field: FieldModel; readonly value: string }[];
  readonly answer: FieldModel;
  /** Table of what people scored. */
  readonly attempts: string;
}

/** The app's quiz; it has one at most. */
export function quizSection(spec: AppSpec): QuizSection | undefined {
  return spec.pages.flatMap((page) => page.sections).find((it): it is QuizSection => it.kind === 'quiz');
}

export function buildQuiz(
  spec: AppSpec,
  byName: ReadonlyMap<string, EntityModel>,
  tables: NameRegistry,
): QuizModel | null {
  const section = quizSection(spec);
  const entity = byName.get(section?.entity ?? '');
  const of = (name: string) => entity?.fields.find((f) => f.name === name);
  const question = section && of(section.asks);
  const answer = entity?.secret;
  if (!section || !entity || !question || !answer) return null;
  const values = (answer.spec.choices ?? []).map((it) => it.value);
  const options = section.options.flatMap((name, at) => {
    const field = of(name);
    const value = values[at];
    return field && value !== undefined ? [{ field, value }] : [];
  });
  return {
    entity,
    question,
    options,
    answer,
    attempts: tables.claim(`${entity.spec.name.slice(0, 48)}_attempts`, '_'),
  };
}

/** All fields that are stored and written: those that are shown, and the one that is not. */
export function writtenFields(it: EntityModel): readonly FieldModel[] {
  return it.secret ? [...it.fields, it.secret] : it.fields;
}
