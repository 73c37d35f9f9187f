/**
 * How a protocol is asked for JSON of a given shape. Endpoints differ in what they accept, and say so with a 400; the next
 * way is tried then, and what was accepted is remembered for the endpoint's next call.
 */
import { ModelError, type ModelEvent, type ModelRequest } from './model-provider.ts';

/** `schema`: the protocol's own parameter; `tool`: a tool that must be called; `words`: in the system prompt. */
export type JsonWay = 'schema' | 'tool' | 'words';

/**
 * @param ways from the best to the one that always works; the first ones are removed from it as they are refused
 * @param ask throws a ModelError `invalid_request` before any event when the endpoint does not take it that way
 */
export async function* askForJson(
  request: ModelRequest,
  ways: JsonWay[],
  ask: (way: JsonWay | undefined) => AsyncIterable<ModelEvent>,
): AsyncGenerator<ModelEvent> {
  if (!request.schema) return yield* ask(undefined);
  while (true) {
    const way = ways[0] ?? 'words';
    try {
      return yield* ask(way);
    } catch (error) {
      const refused = error instanceof ModelError && error.kind === 'invalid_request' && isAboutShape(error);
      if (!refused || ways.length < 2) throw error;
      // Another call may have found out meanwhile.
      if (ways[0] === way) ways.shift();
    }
  }
}

/** A model that does not exist (404) does not exist in other words either. */
function isAboutShape(error: ModelError): boolean {
  return error.status === 400 || error.status === 422 || error.status === 501;
}

/** The system prompt for a model that is told in words what JSON to write. */
export function systemWithSchema(request: ModelRequest): string {
  if (!request.schema) return request.system;
  return `${request.system}

Answer with one JSON value alone, without any text or code fence around it. It must fit this JSON schema:
${JSON.stringify(request.schema.jsonSchema)}`;
}
