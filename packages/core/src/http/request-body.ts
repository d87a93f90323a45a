import { invalidBody, payloadTooLarge } from '../errors/wire-errors.js';
import { errorMessage } from '../internal/error-message.js';
import { useDeclaredPartTypes } from './declared-part-types.js';
import type { RequestSource } from './request-source.js';

/** A request's body, read at most once however often it is asked for. */
export interface RequestBody {
  /** The body as JSON; `undefined` if it is empty. Throws `invalid_request` and `payload_too_large`. */
  json(): Promise<unknown>;
  /** The body as form data. Rejects if it is none. */
  formData(maxBytes: number): Promise<FormData>;
}

const decoder = new TextDecoder();

/**
 * The body of a request, parsed by a framework before us or not. `current` is asked for the source
 * when the body is read, which may be after user code was given the request.
 */
export function readBody(current: () => RequestSource, maxBytes: number): RequestBody {
  let parsed: Promise<unknown> | null = null;
  return {
    json() {
      parsed ??= parseJson(current(), maxBytes);
      return parsed;
    },
    async formData(maxFormBytes) {
      const source = current();
      const bytes = await source.readBytes(maxFormBytes);
      const type = source.headers.get('content-type') ?? '';
      const response = new Response(bytes as BodyInit, { headers: { 'content-type': type } });
      return useDeclaredPartTypes(await response.formData(), bytes, type);
    },
  };
}

/** The `body` of an envelope, which may be a value or that value's JSON text. */
export function envelopeBody(body: unknown): RequestBody {
  return {
    async json() {
      return typeof body === 'string' ? parseText(body) : body;
    },
    formData: () => Promise.reject(invalidBody('An envelope carries no form data')),
  };
}

async function parseJson(source: RequestSource, maxBytes: number): Promise<unknown> {
  const { parsedBody, headers } = source;
  // A parser in front of us has a limit of its own; ours holds all the same.
  const announced = Number(headers.get('content-length') ?? 0);
  const size = Math.max(announced, unparsedLength(parsedBody));
  if (parsedBody !== undefined && size > maxBytes) throw payloadTooLarge(maxBytes);
  if (typeof parsedBody === 'string') return parseText(parsedBody);
  if (parsedBody instanceof Uint8Array) return parseText(decoder.decode(parsedBody));
  if (parsedBody !== undefined) return parsedBody;
  return parseText(decoder.decode(await source.readBytes(maxBytes)));
}

/** The length of what is still to be parsed: without an announced length, or after it was inflated. */
function unparsedLength(parsedBody: unknown): number {
  return typeof parsedBody === 'string' || parsedBody instanceof Uint8Array ? parsedBody.length : 0;
}

function parseText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (text.trim() === '') return undefined;
    throw invalidBody(errorMessage(error));
  }
}
