import type { AgentEvent } from '../run/agent-event.js';

/** What begins with which event, what ends it, and by which field they belong together. */
const PAIRS = {
  TEXT_MESSAGE_START: { end: 'TEXT_MESSAGE_END', key: 'messageId' },
  TOOL_CALL_START: { end: 'TOOL_CALL_END', key: 'toolCallId' },
  REASONING_START: { end: 'REASONING_END', key: 'messageId' },
  REASONING_MESSAGE_START: { end: 'REASONING_MESSAGE_END', key: 'messageId' },
  STEP_STARTED: { end: 'STEP_FINISHED', key: 'stepName' },
} as const;

const ENDS: ReadonlyMap<string, string> = new Map(
  Object.values(PAIRS).map(({ end, key }) => [end, key]),
);

/** What a stream of events has begun and not ended. */
export class OpenEvents {
  /** The events that would end it, in the order of the beginnings. */
  readonly #missing = new Map<string, AgentEvent>();

  see(event: AgentEvent): void {
    const { type } = event;
    if (Object.hasOwn(PAIRS, type)) {
      const { end, key } = PAIRS[type as keyof typeof PAIRS]; // just checked
      this.#missing.set(`${end} ${String(event[key])}`, { type: end, [key]: event[key] });
    } else {
      const key = ENDS.get(type);
      if (key !== undefined) this.#missing.delete(`${type} ${String(event[key])}`);
    }
  }

  /** The missing ends, the last beginning first. */
  close(): AgentEvent[] {
    const events = [...this.#missing.values()].toReversed();
    this.#missing.clear();
    return events;
  }
}
