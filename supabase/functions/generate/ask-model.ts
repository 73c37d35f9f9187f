/**
 * Asks a model for a job: within the job's limits, with keys masked, stored before it is used, and told event by event
 * while it streams.
 */
import { z } from 'zod';
import { maskSecrets } from '../../../shared/context/mask-secrets.ts';
import { estimateTokens } from '../../../shared/context/token-estimate.ts';
import type { GenerationEvent, Step } from '../../../shared/contracts/generation-events.ts';
import type { Parsed } from '../../../shared/edits/parse.ts';
import { patchParser } from '../../../shared/edits/parse.ts';
import { ModelError, type ModelMessage, type ModelRequest } from '../_shared/models/model-provider.ts';
import { GenerationFailure, HandedOver } from './generation-failure.ts';
import { type JobRun, StopAsked } from './job-run.ts';

/** What one call gave. */
export interface Answered {
  readonly text: string;
  readonly stop: 'done' | 'length';
  readonly provider: string;
  readonly model: string;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicrousd: number;
}

/** The models of a job: the one that was chosen, and those that are asked when it fails. */
export interface JobModels {
  /** Input and output together, of the one that is asked first. */
  readonly contextTokens: number;
  /**
   * @param callKey - names the call among the job's
   * @throws ModelError when no model gave an answer; the signal's reason when it was aborted
   */
  ask(
    request: Omit<ModelRequest, 'idempotencyKey'>,
    options: {
      callKey: string;
      onText(text: string): void;
      /** What came so far is void: the answer begins again. */
      onRestart(): void;
      onNotice(notice: { code: string; message: string }): void;
    },
  ): Promise<Answered>;
}

/** No job makes more calls than this, and none is made once this many tokens were read and written. */
export const JOB_CALLS = 12;
export const JOB_TOKENS = 400_000;

const answered = z.object({
  outcome: z.literal('answered'),
  text: z.string(),
  /** `stopped`: the person had enough; what came until then. */
  stop: z.enum(['done', 'length', 'stopped']),
  tokens: z.number(),
});
const failed = z.object({
  outcome: z.literal('failed'),
  code: z.string(),
  message: z.string(),
  /** The same may go well later. */
  passing: z.boolean(),
});
export const modelAnswer = z.discriminatedUnion('outcome', [answered, failed]);
export type ModelAnswer = z.infer<typeof modelAnswer>;

export interface Question {
  readonly step: Step;
  readonly key: string;
  readonly request: Pick<ModelRequest, 'purpose' | 'system' | 'messages' | 'maxOutputTokens' | 'schema'>;
  next(answer: ModelAnswer): Step | null;
}

/** Asks for a job; one for each run, since it counts what the job has used. */
export class Asker {
  readonly #run: JobRun;
  readonly models: JobModels;
  readonly #passing: 'goes_on' | 'tried_again';
  #calls = 0;
  #tokens = 0;
  readonly #told = new Set<string>();

  /** @param passing - what becomes of a failure that may pass: the job goes on without the answer, or is tried again */
  constructor(run: JobRun, models: JobModels, passing: 'goes_on' | 'tried_again') {
    this.#run = run;
    this.models = models;
    this.#passing = passing;
  }

  async ask(question: Question): Promise<ModelAnswer> {
    const answer = await this.#run.part({
      step: question.step,
      key: question.key,
      output: modelAnswer,
      next: question.next,
      make: () => this.#call(question),
    });
    this.#calls += 1;
    if (answer.outcome === 'answered') this.#tokens += answer.tokens;
    return answer;
  }

  async #call({ key, request }: Question): Promise<{ output: ModelAnswer; events?: GenerationEvent[] }> {
    if (this.#calls >= JOB_CALLS || this.#tokens >= JOB_TOKENS) {
      return { output: refusedByLimit() };
    }
    const run = this.#run;
    if (run.outOfTime()) throw new HandedOver();
    const messages = request.messages.map((message) => this.#outgoing(message));
    let text = '';
    const shown = new Set<string>();
    let story = this.#story(request, shown);
    try {
      const answer = await run.watched(() =>
        this.models.ask(
          { ...request, messages, signal: run.signal },
          {
            callKey: key,
            onText(piece) {
              text += piece;
              story.push(piece);
            },
            onNotice: ({ code, message }) => this.#tell(code, message),
            onRestart: () => {
              text = '';
              story = this.#story(request, shown);
            },
          },
        ),
      );
      story.end();
      const { provider, model, inputTokens, outputTokens, costMicrousd } = answer;
      const payload = { provider, model, purpose: request.purpose, inputTokens, outputTokens, costMicrousd };
      return {
        output: { outcome: 'answered', text: answer.text, stop: answer.stop, tokens: inputTokens + outputTokens },
        // Told with the answer that it paid for: neither is there without the other.
        events: [{ kind: 'model', payload }],
      };
    } catch (error) {
      if (error instanceof StopAsked) {
        return { output: { outcome: 'answered', text, stop: 'stopped', tokens: estimateTokens(text) } };
      }
      if (error instanceof ModelError) return { output: this.#failed(error) };
      throw error;
    }
  }

  /** @throws GenerationFailure for what is not to be stored: a later attempt asks again */
  #failed(error: ModelError): ModelAnswer {
    const failure = describeModelFailure(error);
    if (this.#passing === 'tried_again' && failure.passing)
      throw new GenerationFailure(failure.code, failure.message, true);
    return failure;
  }

  /** What leaves holds no key. */
  #outgoing(message: ModelMessage): ModelMessage {
    const { text, kinds } = maskSecrets(message.text);
    for (const kind of kinds) {
      this.#tell(
        'secret_masked',
        `What was sent to the model held ${kind}. It was removed before it was sent; if it is real, revoke it.`,
      );
    }
    return { ...message, text };
  }

  #tell(code: string, message: string): void {
    const key = `notice ${message}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#run.emit({ kind: 'notice', payload: { code, message } });
  }

  /** Tells what is said and changed as it comes; nothing twice when a stream starts over. Of JSON nothing is told. */
  #story({ schema }: Question['request'], shown: Set<string>): { push(piece: string): void; end(): void } {
    if (schema) return { push() {}, end() {} };
    const parser = patchParser();
    const counts = new Map<string, number>();
    const tell = (parsed: readonly Parsed[]) => {
      for (const item of parsed) {
        if (item.kind === 'failure') continue;
        const name = item.kind === 'message' ? item.text : JSON.stringify(item.patch);
        const count = (counts.get(name) ?? 0) + 1;
        counts.set(name, count);
        const key = `${count} ${name}`;
        if (shown.has(key)) continue;
        shown.add(key);
        if (item.kind === 'message') this.#run.emit({ kind: 'message', payload: { text: item.text } });
        else {
          const { op, path } = item.patch;
          this.#run.emit({
            kind: 'patch',
            payload: { op, path, ...(item.patch.op === 'rename' ? { to: item.patch.to } : {}) },
          });
        }
      }
    };
    return { push: (piece) => tell(parser.push(piece)), end: () => tell(parser.end()) };
  }
}

function refusedByLimit(): ModelAnswer {
  return {
    outcome: 'failed',
    code: 'job_limit',
    message: 'This took more calls of the model than one request may make. Ask for it in smaller steps.',
    passing: false,
  };
}

/** Why no model answered, for the person who waits. */
function describeModelFailure(error: ModelError): z.infer<typeof failed> {
  const failure = (code: string, message: string, passing = false): z.infer<typeof failed> => ({
    outcome: 'failed',
    code,
    message,
    passing,
  });
  switch (error.kind) {
    case 'timeout':
      return failure('model_timeout', 'The model did not answer in time.', true);
    case 'rate_limited':
      return failure(
        'model_rate_limited',
        'The provider of the model takes no more requests at the moment: its rate limit or its quota is used up.',
        true,
      );
    case 'unavailable':
      return failure('model_unavailable', 'The provider of the model has a problem at the moment.', true);
    case 'cut':
      return failure('model_cut', 'The connection to the model broke off before its answer was complete.', true);
    case 'unauthorized':
      return failure(
        'model_key_refused',
        'The provider refused the key for this model. An admin can enter another one in the settings.',
      );
    case 'too_long':
      return failure('model_too_long', 'This is more than the model can read at once. Ask for a smaller change.');
    case 'refused':
      return failure(
        'model_refused',
        'The model declined this request. Say it in another way, or choose another model.',
      );
    case 'invalid_request':
      return failure('model_invalid_request', 'The provider did not accept the request. Choose another model.');
    case 'invalid_answer':
      return failure('model_invalid_answer', 'The model answered with something that could not be used.');
  }
}
