/**
 * How a protocol is asked for JSON of a given shape. Endpoints differ in what they accept, and say so with a 400; the next
 * way is tried then, and what was accepted is remembered for the endpoint's next call.
 */
import { ModelError, type ModelEvent, type ModelRequest } from './model-provider.ts';

/** `schema`: the protocol's own parameter; `tool`: a tool that must be called; `words`: in the system prompt. */
export type JsonWay = 'schema' | 'tool' | 'words';

/** Which of an endpoint's ways worked last, by endpoint, model and schema: a refusal may be about any of them. */
const worked = new Map<string, number>();

/**
 * @param endpoint names the endpoint and the model
 * @param ways from the best to the one that always works
 * @param ask throws a ModelError `invalid_request` before any event when the endpoint does not take it that way
 */
export async function* askForJson(
  request: ModelRequest,
  endpoint: string,
  ways: readonly JsonWay[],
  ask: (way: JsonWay | undefined) => AsyncIterable<ModelEvent>,
): AsyncGenerator<ModelEvent> {
  if (!request.schema) return yield* ask(undefined);
  const key = `${endpoint} ${request.schema.name}`;
  for (let at = worked.get(key) ?? 0; ; at++) {
    try {
      for await (const event of ask(ways[at])) {
        // Only what is taken is remembered: where every way is refused, it was not the schema that was.
        if (event.kind === 'started') worked.set(key, at);
        yield event;
      }
      return;
    } catch (error) {
      if (!isAboutShape(error) || at + 1 >= ways.length) throw error;
    }
  }
}

/** A model that does not exist (404) does not exist in other words either. */
function isAboutShape(error: unknown): boolean {
  if (!(error instanceof ModelError) || error.kind !== 'invalid_request') return false;
  return error.status === 400 || error.status === 422 || error.status === 501;
}

/** The system prompt for a model that is told in words what JSON to write. */
export function systemWithSchema(request: ModelRequest): string {
  if (!request.schema) return request.system;
  return `${request.system}

Answer with one JSON value alone, without any text or code fence around it. It must fit this JSON schema:
${JSON.stringify(request.schema.jsonSchema)}`;
}
