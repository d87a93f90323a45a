import type { RequestSource } from '@flightdeck/core';
import { isRecord } from '../../internal/is-record.js';

/** What a POST turned out to be: of the old wire, or of today's, with its body as it was. */
export type ReadRequest =
  | { readonly kind: 'legacy'; readonly document: LegacyDocument }
  | { readonly kind: 'batch' }
  | { readonly kind: 'other'; readonly source: RequestSource };

export interface LegacyDocument {
  readonly query: string;
  readonly operationName: unknown;
  readonly variables: unknown;
}

const decoder = new TextDecoder();

/** Reads the body of a request once. Never rejects: what cannot be read is for the runtime to refuse. */
export async function readDocument(
  source: RequestSource,
  maxBodyBytes: number,
): Promise<ReadRequest> {
  const announced = Number(source.headers.get('content-length') ?? 0);
  if (announced > maxBodyBytes) return { kind: 'other', source };
  const { parsedBody } = source;
  if (parsedBody !== undefined) return classify(textless(parsedBody), source);
  try {
    const bytes = await source.readBytes(maxBodyBytes);
    const read = withBytes(source, bytes);
    const document = parse(decoder.decode(bytes));
    return classify(document, isRecord(document) ? { ...read, parsedBody: document } : read);
  } catch (error) {
    return { kind: 'other', source: withBytes(source, Promise.reject(error)) };
  }
}

function classify(document: unknown, source: RequestSource): ReadRequest {
  if (isLegacy(document)) {
    const { query, operationName, variables } = document;
    return { kind: 'legacy', document: { query, operationName, variables } };
  }
  const isBatch = Array.isArray(document) && document.some(isLegacy);
  return isBatch ? { kind: 'batch' } : { kind: 'other', source };
}

/** Envelopes have a method, whatever else they have. */
function isLegacy(document: unknown): document is Record<string, unknown> & { query: string } {
  return (
    isRecord(document) && typeof document.query === 'string' && typeof document.method !== 'string'
  );
}

/** A body that a framework has read, parsed if it has not done that. */
function textless(body: unknown): unknown {
  if (typeof body === 'string') return parse(body);
  return body instanceof Uint8Array ? parse(decoder.decode(body)) : body;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The same request, whose bytes are not read again. */
function withBytes(source: RequestSource, bytes: Uint8Array | Promise<never>): RequestSource {
  const reading = Promise.resolve(bytes);
  // Whether anybody asks for them is up to the runtime.
  reading.catch(() => undefined);
  return {
    method: source.method,
    url: source.url,
    path: source.path,
    ...(source.routePath === undefined ? {} : { routePath: source.routePath }),
    headers: source.headers,
    nativeRequest: source.nativeRequest,
    signal: source.signal,
    readBytes: () => reading,
    toRequest: () => source.toRequest(),
  };
}
