/** PostgreSQL takes less than 8,000 bytes in one notification. */
const MAX_PAYLOAD_BYTES = 7_900;
/** Whoever cannot send for this long has lost hints anyway: what waits is thrown away by then. */
const MAX_WAITING = 10_000;

/** Messages that wait to be sent together, each of them once. */
export class HintQueue {
  readonly #waiting = new Set<string>();

  get size(): number {
    return this.#waiting.size;
  }

  add(topic: string, payload: string): void {
    if (this.#waiting.size >= MAX_WAITING) this.#waiting.clear();
    this.#waiting.add(JSON.stringify([topic, payload]));
  }

  /** Everything that waits, in as few notifications as hold it. */
  take(): string[] {
    const notifications: string[] = [];
    let messages: string[] = [];
    let bytes = 1;
    for (const message of this.#waiting) {
      const size = Buffer.byteLength(message) + 1;
      if (size + 1 > MAX_PAYLOAD_BYTES) continue;
      if (bytes + size > MAX_PAYLOAD_BYTES) {
        notifications.push(`[${messages.join(',')}]`);
        messages = [];
        bytes = 1;
      }
      messages.push(message);
      bytes += size;
    }
    if (messages.length > 0) notifications.push(`[${messages.join(',')}]`);
    this.clear();
    return notifications;
  }

  clear(): void {
    this.#waiting.clear();
  }
}

/** The messages of a notification; none for what somebody else may have sent. */
export function messagesOf(notification: string): readonly (readonly [string, string])[] {
  const list = parsed(notification);
  if (!Array.isArray(list)) return [];
  return list.flatMap((message: unknown) => {
    const [topic, payload]: readonly unknown[] = Array.isArray(message) ? message : [];
    return typeof topic === 'string' && typeof payload === 'string' ? [[topic, payload]] : [];
  });
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}
