import type { BaseEvent } from '@flightdeck/store';
import { isBareDelta } from './plain-delta.js';

/**
 * The JSON texts of a run's events, as `JSON.stringify` writes them. The deltas of one item are alike but
 * for their piece of text, so that the rest of theirs is written once.
 */
export class EventEncoder {
  #id: string | undefined;
  #type = '';
  #head = '';

  /** Throws what `JSON.stringify` throws. */
  encode(event: BaseEvent): string {
    if (!isBareDelta(event)) return JSON.stringify(event);
    const id = event.messageId ?? event.toolCallId;
    if (id !== this.#id || event.type !== this.#type) {
      this.#id = id;
      this.#type = event.type;
      this.#head = JSON.stringify({ ...event, delta: '' }).slice(0, -'"}'.length);
    }
    const { delta } = event;
    const text = NEEDS_NO_ESCAPES.test(delta) ? delta : JSON.stringify(delta).slice(1, -1);
    return `${this.#head}${text}"}`;
  }
}

/** All but quotes, backslashes, control characters and what may be half of a surrogate pair. */
const NEEDS_NO_ESCAPES = /^[ !#-[\]-\ud7ff\ue000-\uffff]*$/;
