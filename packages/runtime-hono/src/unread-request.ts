import type { HonoRequest } from 'hono';

/**
 * The request with its body unread, even if a middleware has read it by a method of `c.req`: Hono
 * keeps what it has read. A body that was read past Hono is gone, and the request without one.
 */
export async function unreadRequest(req: HonoRequest): Promise<Request> {
  const { raw } = req;
  if (!raw.bodyUsed) return raw;
  const body = await keptBody(req);
  const headers = new Headers(raw.headers);
  // Parsed and written again, JSON may be longer or shorter than it was.
  headers.delete('content-length');
  // The parts of a form that is written again have another boundary between them.
  if (body instanceof FormData) headers.delete('content-type');
  const { method, signal } = raw;
  return new Request(raw.url, { method, headers, body, signal });
}

async function keptBody(req: HonoRequest): Promise<ArrayBuffer | FormData | null> {
  const [firstRead] = Object.keys(req.bodyCache);
  if (firstRead === undefined) return null;
  try {
    return await (firstRead === 'formData' ? req.formData() : req.arrayBuffer());
  } catch {
    // It was no JSON, or no form, and whoever has read it has been told so.
    return null;
  }
}
