/** The Chat Completions protocol as the double speaks it: what it asks of a request, and its events. */
import { z } from 'zod';
import fixture from './fixtures/openai-chat-completions.json' with { type: 'json' };
import { type Frame, type Protocol, pieces, usageOf } from './protocol.ts';

const part = z.union([
  z.object({ type: z.literal('text'), text: z.string() }),
  z.object({ type: z.literal('image_url'), image_url: z.object({ url: z.string().startsWith('data:image/') }) }),
]);
const message = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z.union([z.string(), z.array(part).min(1)]),
});
const body = z.object({
  model: z.string().min(1),
  messages: z.array(message).min(1),
  stream: z.literal(true),
  stream_options: z.object({ include_usage: z.boolean() }).optional(),
  max_tokens: z.int().positive().optional(),
  max_completion_tokens: z.int().positive().optional(),
  response_format: z
    .object({
      type: z.literal('json_schema'),
      json_schema: z.object({
        name: z.string().regex(/^[\w-]{1,64}$/),
        schema: z.record(z.string(), z.unknown()),
        strict: z.boolean(),
      }),
    })
    .optional(),
});

const WORDS: Record<number, [type: string, code: string | null]> = {
  400: ['invalid_request_error', null],
  401: ['invalid_request_error', 'invalid_api_key'],
  429: ['requests', 'rate_limit_exceeded'],
  500: ['server_error', null],
  503: ['server_error', null],
};

export const openAiProtocol: Protocol = {
  name: 'openai',
  headers: fixture.headers,

  read(headers, given) {
    const key = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    if (!key) return { status: 401, message: "You didn't provide an API key." };
    const parsed = body.safeParse(given);
    if (!parsed.success) return { status: 400, message: z.prettifyError(parsed.error) };
    const { model, messages, max_tokens, max_completion_tokens, response_format, stream_options } = parsed.data;
    const textOf = (content: z.output<typeof message>['content']) =>
      typeof content === 'string' ? content : content.map((it) => (it.type === 'text' ? it.text : '')).join('');
    const turns = messages.filter(({ role }) => role === 'user' || role === 'assistant');
    return {
      model,
      system: messages
        .filter((it) => !turns.includes(it))
        .map((it) => textOf(it.content))
        .join('\n'),
      messages: turns.map(({ role, content }) => ({
        role: role === 'user' ? 'user' : 'assistant',
        text: textOf(content),
        images: typeof content === 'string' ? 0 : content.filter((it) => it.type === 'image_url').length,
      })),
      maxTokens: max_completion_tokens ?? max_tokens ?? null,
      json: response_format ? 'schema' : null,
      wantsUsage: stream_options?.include_usage === true,
      tool: null,
    };
  },

  error({ status, message: text, code }) {
    const [type, word] = WORDS[status] ?? ['server_error', null];
    return { error: { message: text ?? `The double says ${status}.`, type, param: null, code: code ?? word } };
  },

  *frames(request, answer) {
    const chunk = (delta: object, finish: string | null = null): Frame => ({
      data: {
        ...fixture.chunk,
        model: request.model,
        choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      },
    });
    yield chunk({ role: 'assistant', content: '', refusal: null });
    if (answer.kind === 'tool') {
      const call = { index: 0, id: 'call_double', type: 'function', function: { name: answer.name, arguments: '' } };
      yield chunk({ tool_calls: [call] });
      yield chunk({ tool_calls: [{ index: 0, function: { arguments: JSON.stringify(answer.input) } }] });
      yield chunk({}, 'tool_calls');
    } else {
      const refused = answer.stop === 'refusal';
      for (let at = 0; at < (answer.thoughts ?? 0); at++) yield chunk({ reasoning_content: 'Hmm. ' });
      for (const text of pieces(answer)) {
        yield chunk(refused ? { refusal: text } : { content: text });
      }
      yield { ...chunk({}, answer.stop === 'length' ? 'length' : 'stop'), last: true };
    }
    const used = usageOf(request, answer);
    if (used && request.wantsUsage) {
      const usage = {
        ...fixture.usage,
        prompt_tokens: used.input,
        completion_tokens: used.output,
        total_tokens: used.input + used.output,
        prompt_tokens_details: { ...fixture.usage.prompt_tokens_details, cached_tokens: used.cached ?? 0 },
      };
      yield { data: { ...fixture.chunk, model: request.model, choices: [], usage }, last: true };
    }
    yield { data: '[DONE]', last: true };
  },

  errorFrame: () => ({
    data: {
      error: { message: 'The server had an error while processing your request.', type: 'server_error', code: null },
    },
  }),
};
