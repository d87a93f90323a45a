import { isFrameSource, type FrameSource, type Reply } from './reply.js';

const encoder = new TextEncoder();

/** Statuses for which the `Response` constructor refuses any body. */
const BODILESS = new Set([101, 103, 204, 205, 304]);

/** Renders a reply as a fetch `Response`; a frame source becomes a byte stream that pulls only on demand. */
export function renderResponse(reply: Reply): Response {
  const headers = new Headers();
  for (const [name, value] of reply.headers) headers.append(name, value);
  const init = { status: reply.status, headers };
  if (reply.body === null || BODILESS.has(reply.status)) return new Response(null, init);
  return new Response(isFrameSource(reply.body) ? toByteStream(reply.body) : reply.body, init);
}

/** A byte stream without a buffer of its own: each read of the consumer is one pull of the source. */
export function toByteStream(source: FrameSource): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const text = await source.pull();
        if (text === null) controller.close();
        else controller.enqueue(encoder.encode(text));
      },
      cancel() {
        source.close();
      },
    },
    { highWaterMark: 0 },
  );
}
