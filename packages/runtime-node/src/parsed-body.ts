import type { NodeRequest } from './node-types.js';

const encoder = new TextEncoder();

/**
 * What a framework's parser made of the body; `undefined` when nothing has parsed it.
 *
 * @param given the body where the framework keeps it elsewhere than on the raw request
 */
export function parsedBody(req: NodeRequest, given?: unknown): unknown {
  const body = given ?? req.body;
  if (body === undefined || req.readableDidRead || req.readableEnded) return body;
  return isPlaceholder(body) ? undefined : body;
}

/** The bytes that a parsed body is equivalent to. */
export function serializeParsedBody(body: unknown): Uint8Array<ArrayBuffer> {
  if (body instanceof Uint8Array) return new Uint8Array(body);
  return encoder.encode(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Text and bytes still have to be parsed; everything else is a value. */
export function isStructured(body: unknown): boolean {
  return typeof body !== 'string' && !(body instanceof Uint8Array);
}

/**
 * The parsers of Express 4 put an empty object on every request, also on one whose body they left
 * alone; it stands for a body only if that body has been read.
 */
function isPlaceholder(body: unknown): boolean {
  if (body === null || body === '') return true;
  return typeof body === 'object' && Object.keys(body).length === 0;
}
