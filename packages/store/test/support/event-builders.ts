import { ThreadFold } from '../../src/thread-fold.js';

export type Event = { readonly type: string } & Record<string, unknown>;

export function folded(...events: readonly Event[]): ThreadFold {
  const fold = new ThreadFold();
  for (const event of events) fold.apply(event);
  return fold;
}

export const start = (messageId: string, more = {}): Event => ({
  type: 'TEXT_MESSAGE_START',
  messageId,
  role: 'assistant',
  ...more,
});
export const text = (messageId: string, delta: string, more = {}): Event => ({
  type: 'TEXT_MESSAGE_CONTENT',
  messageId,
  delta,
  ...more,
});
export const end = (messageId: string): Event => ({ type: 'TEXT_MESSAGE_END', messageId });
export const call = (toolCallId: string, more = {}): Event => ({
  type: 'TOOL_CALL_START',
  toolCallId,
  toolCallName: 'search',
  ...more,
});
export const args = (toolCallId: string, delta: string): Event => ({
  type: 'TOOL_CALL_ARGS',
  toolCallId,
  delta,
});
export const result = (toolCallId: string, messageId: string, content: unknown): Event => ({
  type: 'TOOL_CALL_RESULT',
  toolCallId,
  messageId,
  content,
});
export const think = (messageId: string): Event => ({
  type: 'REASONING_MESSAGE_START',
  messageId,
  role: 'reasoning',
});
export const activity = (messageId: string, content: unknown, more = {}): Event => ({
  type: 'ACTIVITY_SNAPSHOT',
  messageId,
  activityType: 'plan',
  content,
  ...more,
});
export const snapshot = (...messages: readonly unknown[]): Event => ({
  type: 'MESSAGES_SNAPSHOT',
  messages,
});
export const state = (value: unknown): Event => ({ type: 'STATE_SNAPSHOT', snapshot: value });
export const patch = (...delta: readonly unknown[]): Event => ({ type: 'STATE_DELTA', delta });

export const toolCall = (id: string, argumentText: string) => ({
  id,
  type: 'function',
  function: { name: 'search', arguments: argumentText },
});
