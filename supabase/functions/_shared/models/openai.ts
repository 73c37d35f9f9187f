/**
 * The Chat Completions protocol: OpenAI itself, and everything that speaks it (xAI, OpenRouter, Ollama, vLLM, …). Chat
 * Completions and not Responses, because it is what all of them have in common.
 */
import type OpenAI from 'openai';
import { askForJson, type JsonWay, systemWithSchema } from './asking-for-json.ts';
import { publicFetch } from './endpoint-address.ts';
import {
  ModelError,
  type ModelEvent,
  type ModelProvider,
  type ModelRequest,
  type ModelUsage,
} from './model-provider.ts';
import { failureMessage } from './provider-failure.ts';
import { answerLimit } from './request-size.ts';
import type { ModelSettings } from './settings.ts';
import { type StreamedAnswer, streamAnswer } from './stream-answer.ts';

type Chunk = OpenAI.ChatCompletionChunk;
type Body = OpenAI.ChatCompletionCreateParamsStreaming;

const JSON_WAYS: readonly JsonWay[] = ['schema', 'words'];

export function openAiProvider(settings: ModelSettings): ModelProvider {
  const { provider, model, baseUrl, sees, contextTokens, price } = settings;
  return {
    ...{ provider, model, sees, contextTokens, price },
    stream: (request) => askForJson(request, `${baseUrl} ${model}`, JSON_WAYS, (way) => ask(settings, request, way)),
  };
}

function ask(settings: ModelSettings, request: ModelRequest, way: JsonWay | undefined): AsyncGenerator<ModelEvent> {
  const answer = new Answer(settings.id);
  return streamAnswer(settings, request, answer, async (options) => {
    const client = await connect(settings);
    return client.chat.completions.create(bodyOf(settings, request, way), options);
  });
}

async function connect({ apiKey, baseUrl, trusted }: ModelSettings): Promise<OpenAI> {
  // Loaded by the first call: most requests to the functions never make one.
  const { default: Client } = await import('openai');
  return new Client({
    ...{ apiKey, baseURL: baseUrl },
    // Said, so that it does not look for them in the environment, which is the operator's.
    ...{ organization: null, project: null, adminAPIKey: null, webhookSecret: null },
    ...(trusted ? {} : { fetch: publicFetch() }),
    // Retries and time limits are the chain's. Its log quotes what was sent and received.
    maxRetries: 0,
    timeout: 600_000,
    logLevel: 'off',
  });
}

function bodyOf(settings: ModelSettings, request: ModelRequest, way: JsonWay | undefined): Body {
  const limit = answerLimit(settings, request);
  // OpenAI's own models refuse the old name; elsewhere the old one is the one that is known everywhere.
  const named = settings.provider === 'openai' ? { max_completion_tokens: limit } : { max_tokens: limit };
  const system = way === 'words' ? systemWithSchema(request) : request.system;
  return {
    ...named,
    model: settings.model,
    stream: true,
    stream_options: { include_usage: true },
    messages: [
      { role: 'system', content: system },
      ...request.messages.map((message) =>
        message.role === 'assistant'
          ? { role: 'assistant' as const, content: message.text }
          : { role: 'user' as const, content: contentOf(message, settings.sees) },
      ),
    ],
    ...(settings.effort ? { reasoning_effort: settings.effort } : {}),
    ...(way === 'schema' && request.schema
      ? {
          response_format: {
            type: 'json_schema' as const,
            json_schema: {
              name: request.schema.name,
              schema: request.schema.jsonSchema,
              // In strict mode an endpoint takes a part of JSON schema only; what does not fit is asked for loosely.
              strict: fitsStrictMode(request.schema.jsonSchema),
            },
          },
        }
      : {}),
  };
}

function contentOf(
  message: ModelRequest['messages'][number],
  sees: boolean,
): string | OpenAI.ChatCompletionContentPart[] {
  if (!sees || !message.images?.length) return message.text;
  return [
    { type: 'text', text: message.text },
    ...message.images.map(({ mediaType, data }) => ({
      type: 'image_url' as const,
      image_url: { url: `data:${mediaType};base64,${data}` },
    })),
  ];
}

/** Strict mode wants every property required and nothing besides. */
function fitsStrictMode(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(fitsStrictMode);
  if (typeof schema !== 'object' || schema === null) return true;
  const { type, properties, required, additionalProperties } = schema as Record<string, unknown>;
  if (type === 'object') {
    const names = Object.keys((properties as object | undefined) ?? {});
    const all = Array.isArray(required) && names.every((name) => required.includes(name));
    if (additionalProperties !== false || (names.length > 0 && !all)) return false;
  }
  return Object.values(schema).every(fitsStrictMode);
}

/** One answer as it comes in. */
class Answer implements StreamedAnswer<Chunk> {
  readonly #model: string;
  #refusal = '';
  #finish: string | undefined;
  usage: ModelUsage | undefined;

  constructor(model: string) {
    this.#model = model;
  }

  *read(chunk: Chunk): Generator<ModelEvent> {
    if (chunk.usage) this.usage = usageOf(chunk.usage);
    // The last chunk, which holds the usage, has no choice.
    const choice = chunk.choices?.[0];
    if (!choice) return;
    this.#finish = choice.finish_reason ?? this.#finish;
    const delta: OpenAI.ChatCompletionChunk.Choice.Delta & { reasoning?: unknown; reasoning_content?: unknown } =
      choice.delta ?? {};
    const [call] = delta.tool_calls ?? [];
    if (call) throw this.#invalid(`it called the tool "${call.function?.name ?? ''}", which does not exist`);
    if (delta.refusal) this.#refusal += delta.refusal;
    if (delta.content) {
      yield { kind: 'text', text: delta.content };
    } else if (delta.reasoning || delta.reasoning_content) {
      yield { kind: 'thinking' };
    }
  }

  end(): ModelEvent {
    if (this.#finish === undefined || this.#finish === null) {
      throw new ModelError('cut', failureMessage(this.#model, 'cut'), { usage: this.usage });
    }
    if (this.#finish === 'tool_calls' || this.#finish === 'function_call') throw this.#invalid('it called a tool');
    const refused = this.#finish === 'content_filter' || this.#refusal !== '';
    const stop = refused ? 'refusal' : this.#finish === 'length' ? 'length' : 'done';
    return { kind: 'end', usage: this.usage, stop };
  }

  #invalid(why: string): ModelError {
    return new ModelError('invalid_answer', failureMessage(this.#model, 'invalid_answer', why), {
      usage: this.usage,
    });
  }
}

function usageOf({ prompt_tokens, completion_tokens, prompt_tokens_details }: OpenAI.CompletionUsage): ModelUsage {
  const cachedTokens = prompt_tokens_details?.cached_tokens ?? 0;
  return { inputTokens: prompt_tokens, outputTokens: completion_tokens, ...(cachedTokens ? { cachedTokens } : {}) };
}
