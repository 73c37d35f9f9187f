/** The Messages protocol as the double speaks it: what it asks of a request, and its events. */
import { z } from 'zod';
import fixture from './fixtures/anthropic-messages.json' with { type: 'json' };
import { type Frame, type Protocol, pieces, usageOf } from './protocol.ts';

const block = z.union([
  z.object({ type: z.literal('text'), text: z.string().min(1) }),
  z.object({
    type: z.literal('image'),
    source: z.object({ type: z.literal('base64'), media_type: z.string().startsWith('image/'), data: z.base64() }),
  }),
]);
const body = z.object({
  model: z.string().min(1),
  max_tokens: z.int().positive(),
  stream: z.literal(true),
  system: z.string().optional(),
  messages: z
    .array(
      z.object({ role: z.enum(['user', 'assistant']), content: z.union([z.string().min(1), z.array(block).min(1)]) }),
    )
    .min(1)
    .refine(([first]) => first?.role === 'user', 'messages: first message must use the "user" role'),
  tools: z.array(z.object({ name: z.string(), input_schema: z.looseObject({ type: z.literal('object') }) })).optional(),
  tool_choice: z.object({ type: z.literal('tool'), name: z.string() }).optional(),
  output_config: z
    .object({
      effort: z.enum(['low', 'medium', 'high', 'xhigh', 'max']).optional(),
      format: z.object({ type: z.literal('json_schema'), schema: z.record(z.string(), z.unknown()) }).optional(),
    })
    .optional(),
});

const WORDS: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

/** These think always, and a model that thinks cannot be forced to a tool. */
const NEVER_FORCED = /opus-5-5|fable/;

export const anthropicProtocol: Protocol = {
  name: 'anthropic',
  headers: fixture.headers,

  read(headers, given) {
    // Newer SDKs send a bearer token, older ones the header that the protocol began with.
    if (!headers['x-api-key'] && !headers.authorization?.startsWith('Bearer ')) {
      return { status: 401, message: 'x-api-key header is required' };
    }
    if (!headers['anthropic-version']) return { status: 400, message: 'anthropic-version: header is required' };
    const parsed = body.safeParse(given);
    if (!parsed.success) return { status: 400, message: z.prettifyError(parsed.error) };
    const { model, messages, max_tokens, system, tool_choice, output_config } = parsed.data;
    if (tool_choice && NEVER_FORCED.test(model)) {
      return { status: 400, message: 'tool_choice forces tool use is not supported on this model.' };
    }
    return {
      model,
      system: system ?? '',
      messages: messages.map(({ role, content }) => ({
        role,
        text: typeof content === 'string' ? content : content.map((it) => (it.type === 'text' ? it.text : '')).join(''),
        images: typeof content === 'string' ? 0 : content.filter(({ type }) => type === 'image').length,
      })),
      maxTokens: max_tokens,
      json: output_config?.format ? 'schema' : tool_choice ? 'tool' : null,
      wantsUsage: true,
      tool: tool_choice?.name ?? null,
    };
  },

  error({ status, message, code }) {
    const type = code ?? WORDS[status] ?? 'api_error';
    return {
      type: 'error',
      error: { type, message: message ?? `The double says ${status}.` },
      request_id: 'req_double',
    };
  },

  *frames(request, answer) {
    const used = usageOf(request, answer) ?? { input: 0, output: 0, cached: 0 };
    const { cached = 0 } = used;
    const event = (data: { type: string } & Record<string, unknown>, last = false): Frame => ({
      event: data.type,
      data,
      ...(last ? { last } : {}),
    });
    // What came from the cache is counted beside `input_tokens`.
    const read = { input_tokens: used.input - cached, cache_read_input_tokens: cached };
    const message = { ...fixture.message, model: request.model, usage: { ...fixture.message.usage, ...read } };
    yield event({ type: 'message_start', message });
    yield event({ type: 'ping' });
    let index = 0;
    if (answer.kind === 'text' && answer.thoughts) {
      yield event({
        type: 'content_block_start',
        index,
        content_block: { type: 'thinking', thinking: '', signature: '' },
      });
      for (let at = 0; at < answer.thoughts; at++) {
        yield event({ type: 'content_block_delta', index, delta: { type: 'thinking_delta', thinking: 'Hmm. ' } });
      }
      yield event({ type: 'content_block_delta', index, delta: { type: 'signature_delta', signature: 'EqQBCgIYAg' } });
      yield event({ type: 'content_block_stop', index });
      index += 1;
    }
    const tool = answer.kind === 'tool' ? answer.name : request.tool;
    const written = answer.kind === 'tool' ? { text: JSON.stringify(answer.input) } : answer;
    if (tool !== null) {
      yield event({ type: 'content_block_start', index, content_block: { ...fixture.toolUse, name: tool } });
      yield event({ type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json: '' } });
    } else {
      yield event({ type: 'content_block_start', index, content_block: { type: 'text', text: '' } });
    }
    for (const text of pieces(written)) {
      const delta = tool === null ? { type: 'text_delta', text } : { type: 'input_json_delta', partial_json: text };
      yield event({ type: 'content_block_delta', index, delta });
    }
    yield event({ type: 'content_block_stop', index }, true);
    const stops = { done: tool === null ? 'end_turn' : 'tool_use', length: 'max_tokens', refusal: 'refusal' };
    const stop = stops[answer.kind === 'text' ? (answer.stop ?? 'done') : 'done'];
    const usage = { output_tokens: used.output, ...read, cache_creation_input_tokens: 0 };
    yield event({ type: 'message_delta', delta: { stop_reason: stop, stop_sequence: null }, usage }, true);
    yield event({ type: 'message_stop' }, true);
  },

  errorFrame: () => ({
    event: 'error',
    data: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: 'req_double' },
  }),
};
