/** A message of the Phoenix channels protocol, version 2.0.0: platform.md 2.1. */
export interface PhoenixFrame {
  readonly joinRef: string | null;
  readonly ref: string | null;
  readonly topic: string;
  readonly event: string;
}

/** The message that a text is; `null` for anything else. Payloads of clients mean nothing here. */
export function parsePhoenixFrame(text: string): PhoenixFrame | null {
  let frame: unknown;
  try {
    frame = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(frame) || frame.length !== 5) return null;
  const [joinRef, ref, topic, event] = frame as readonly unknown[];
  if (!isRef(joinRef) || !isRef(ref)) return null;
  if (typeof topic !== 'string' || typeof event !== 'string') return null;
  return { joinRef, ref, topic, event };
}

function isRef(value: unknown): value is string | null {
  return typeof value === 'string' || value === null;
}

export type PhoenixReply =
  | { readonly status: 'ok' }
  | { readonly status: 'error'; readonly reason: string };

/** The answer to a message, to be sent under its refs. */
export function replyFrame({ joinRef, ref, topic }: PhoenixFrame, reply: PhoenixReply): string {
  const response = reply.status === 'ok' ? {} : { reason: reply.reason };
  return JSON.stringify([joinRef, ref, topic, 'phx_reply', { status: reply.status, response }]);
}

/** @param payload JSON text */
export function pushFrame(
  joinRef: string | null,
  topic: string,
  event: string,
  payload: string,
): string {
  const head = [joinRef, null, topic, event].map((part) => JSON.stringify(part)).join(',');
  return `[${head},${payload}]`;
}
