import type { Message as AguiMessage } from '@flightdeck/core';
import type { Message } from './message.js';

/** Messages of AG-UI as v1 knows them. v1.md 6.1 and 11.4. */
export function toV1Messages(_agui: readonly AguiMessage[]): Message[] {
  throw new Error('Not implemented');
}
