import type { Message } from '@flightdeck/store';
import { isRecord } from '../internal/is-record.js';

/** Whether a message tells the model how to behave, rather than being part of the conversation. */
export function isInstruction({ role }: Message): boolean {
  return role === 'system' || role === 'developer';
}

/** Whether a message is part of what user, model and tools have said to each other. */
export function isTalk({ role }: Message): boolean {
  return role === 'user' || role === 'assistant' || role === 'tool';
}

/** The ids of the tool calls that an assistant message makes, in their order. */
export function callIdsOf({ role, toolCalls }: Message): readonly string[] {
  if (role !== 'assistant' || !Array.isArray(toolCalls)) return [];
  return toolCalls.flatMap((call: unknown) =>
    isRecord(call) && typeof call.id === 'string' ? [call.id] : [],
  );
}
