/** The Messages protocol of Anthropic. */
import type Anthropic from '@anthropic-ai/sdk';
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

type Event = Anthropic.RawMessageStreamEvent;
type Body = Anthropic.MessageCreateParamsStreaming;

/** Newer models take a schema and refuse to be forced to a tool, older ones the other way round. */
const JSON_WAYS: readonly JsonWay[] = ['schema', 'tool', 'words'];

export function anthropicProvider(settings: ModelSettings): ModelProvider {
  const { provider, model, baseUrl, sees, contextTokens, price } = settings;
  return {
    ...{ provider, model, sees, contextTokens, price },
    stream: (request) => askForJson(request, `${baseUrl} ${model}`, JSON_WAYS, (way) => ask(settings, request, way)),
  };
}

function ask(settings: ModelSettings, request: ModelRequest, way: JsonWay | undefined): AsyncGenerator<ModelEvent> {
  const answer = new Answer(settings.id, way === 'tool' ? request.schema?.name : undefined);
  return streamAnswer(settings, request, answer, async (options) => {
    const client = await connect(settings);
    return client.messages.create(bodyOf(settings, request, way), options);
  });
}

async function connect({ apiKey, baseUrl, trusted }: ModelSettings): Promise<Anthropic> {
  // Loaded by the first call: most requests to the functions never make one.
  const { default: Client } = await import('@anthropic-ai/sdk');
  return new Client({
    ...{ apiKey, baseURL: baseUrl },
    // Said, so that it does not look for more in the environment, which is the operator's.
    ...{ webhookKey: null, openTelemetry: false },
    ...(trusted ? {} : { fetch: publicFetch() }),
    // Retries and time limits are the chain's. Its log quotes what was sent and received.
    maxRetries: 0,
    timeout: 600_000,
    logLevel: 'off',
  });
}

function bodyOf(settings: ModelSettings, request: ModelRequest, way: JsonWay | undefined): Body {
  const { schema } = request;
  const format = way === 'schema' && schema ? { type: 'json_schema' as const, schema: schema.jsonSchema } : undefined;
  const output = { ...(settings.effort ? { effort: settings.effort } : {}), ...(format ? { format } : {}) };
  return {
    model: settings.model,
    max_tokens: answerLimit(settings, request),
    stream: true,
    system: way === 'words' ? systemWithSchema(request) : request.system,
    messages: request.messages.map((message) => ({ role: message.role, content: contentOf(message, settings.sees) })),
    ...(Object.keys(output).length > 0 ? { output_config: output } : {}),
    ...(way === 'tool' && schema
      ? {
          tools: [
            {
              name: schema.name,
              description: 'Takes the answer.',
              input_schema: { ...schema.jsonSchema, type: 'object' as const },
            },
          ],
          tool_choice: { type: 'tool' as const, name: schema.name },
        }
      : {}),
  };
}

function contentOf(message: ModelRequest['messages'][number], sees: boolean): string | Anthropic.ContentBlockParam[] {
  if (!sees || !message.images?.length) return message.text;
  return [
    ...message.images.map(({ mediaType, data }) => ({
      type: 'image' as const,
      source: { type: 'base64' as const, media_type: mediaType, data },
    })),
    { type: 'text', text: message.text },
  ];
}

/** One answer as it comes in. */
class Answer implements StreamedAnswer<Event> {
  readonly #model: string;
  /** The tool that takes the answer, where one does. */
  readonly #tool: string | undefined;
  #stop: Anthropic.StopReason | undefined;
  usage: ModelUsage | undefined;

  constructor(model: string, tool: string | undefined) {
    this.#model = model;
    this.#tool = tool;
  }

  *read(event: Event): Generator<ModelEvent> {
    if (event.type === 'message_start') {
      this.#readUsage(event.message.usage, false);
    } else if (event.type === 'message_delta') {
      this.#stop = event.delta.stop_reason ?? this.#stop;
      this.#readUsage(event.usage, true);
    } else if (event.type === 'content_block_start') {
      const { content_block: block } = event;
      if (block.type === 'thinking' || block.type === 'redacted_thinking') yield { kind: 'thinking' };
      else if (block.type !== 'text' && !(block.type === 'tool_use' && block.name === this.#tool)) {
        const name = 'name' in block ? String(block.name) : block.type;
        throw this.#invalid(`it called the tool "${name}", which does not exist`);
      }
    } else if (event.type === 'content_block_delta') {
      const { delta } = event;
      // Where a tool takes the answer, what is said beside it is no part of it.
      const text =
        delta.type === 'text_delta' && this.#tool === undefined
          ? delta.text
          : delta.type === 'input_json_delta'
            ? delta.partial_json
            : '';
      yield text === '' ? { kind: 'thinking' } : { kind: 'text', text };
    }
  }

  end(): ModelEvent {
    switch (this.#stop) {
      case undefined:
        throw new ModelError('cut', failureMessage(this.#model, 'cut'), { usage: this.usage });
      case 'refusal':
        return { kind: 'end', usage: this.usage, stop: 'refusal' };
      case 'max_tokens':
      case 'model_context_window_exceeded':
        return { kind: 'end', usage: this.usage, stop: 'length' };
      default:
        return { kind: 'end', usage: this.usage, stop: 'done' };
    }
  }

  /** The protocol counts what came from its cache, and what went into it, beside `input_tokens`. */
  #readUsage(usage: Anthropic.Usage | Anthropic.MessageDeltaUsage, complete: boolean): void {
    const written = usage.cache_creation_input_tokens ?? 0;
    const cached = usage.cache_read_input_tokens ?? this.usage?.cachedTokens ?? 0;
    const input = typeof usage.input_tokens === 'number' ? usage.input_tokens + written + cached : undefined;
    this.usage = {
      inputTokens: input ?? this.usage?.inputTokens ?? 0,
      outputTokens: usage.output_tokens,
      ...(cached > 0 ? { cachedTokens: cached } : {}),
      // The first event says what was read, and only the last what was written.
      ...(complete ? {} : { estimated: true }),
    };
  }

  #invalid(why: string): ModelError {
    return new ModelError('invalid_answer', failureMessage(this.#model, 'invalid_answer', why), {
      usage: this.usage,
    });
  }
}
