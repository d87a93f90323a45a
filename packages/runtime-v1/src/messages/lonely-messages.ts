import type { Message as AguiMessage } from '@flightdeck/core';
import type { Message } from './message.js';

const ALONE = new WeakMap<readonly Message[], readonly AguiMessage[]>();

/** Keeps messages that have no form in v1 with the list of those that have one, which is empty. */
export function keepAlone(list: readonly Message[], messages: readonly AguiMessage[]): void {
  if (messages.length > 0) ALONE.set(list, messages);
}

export function keptAlone(list: readonly Message[]): readonly AguiMessage[] {
  return ALONE.get(list) ?? [];
}
