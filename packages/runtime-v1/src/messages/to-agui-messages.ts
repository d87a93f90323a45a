import type { Message as AguiMessage } from '@flightdeck/core';
import type { Message } from './message.js';

/** v1 messages as AG-UI knows them. v1.md 11.4. */
export function toAguiMessages(_messages: readonly Message[]): AguiMessage[] {
  throw new Error('Not implemented');
}
