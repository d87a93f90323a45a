import type { FastifyInstance, FastifyRequest } from 'fastify';

/** What the framing of a form may take on top of the recording in it. */
const FORM_BYTES = 1024 * 1024;

export interface BodyLimits {
  readonly maxBodyBytes: number;
  readonly maxAudioBytes: number;
}

/**
 * Leaves the bodies of an encapsulated context to the runtime. Fastify's parsers would answer 413
 * above 1 MiB, 415 to forms, and 400 to a request with a JSON content type and no body.
 */
export function leaveBodies(instance: FastifyInstance, limits: BodyLimits): void {
  const maxBytes = Math.max(limits.maxBodyBytes, limits.maxAudioBytes + FORM_BYTES);
  instance.removeAllContentTypeParsers();
  const parse = async (request: FastifyRequest, payload: FastifyRequest['raw']) => {
    if (payload === request.raw) return undefined;
    // A hook of the application has read the socket, to inflate a body, say, or to check a signature.
    return collect(payload, maxBytes);
  };
  instance.addContentTypeParser('*', parse);
}

/** Stops beyond the limit: what it has then is enough for the runtime to refuse it. */
async function collect(payload: AsyncIterable<unknown>, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of payload) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array);
    chunks.push(Buffer.from(bytes));
    size += bytes.length;
    if (size > maxBytes) break;
  }
  return Buffer.concat(chunks, size);
}
