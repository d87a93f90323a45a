import type { Message, Tool } from '@flightdeck/core';
import type { AnyEvent } from '../support/clients.js';

/** One run of a recorded conversation. */
export interface RecordedRun {
  /** What the client adds to the conversation first. */
  readonly brings: readonly Message[];
  readonly resume?: readonly unknown[];
  /** What the agent emits; thread and run ids are filled in where they are missing. */
  readonly events: readonly AnyEvent[];
}

/** A conversation as data: what is live at its end must be there after a reload. */
export interface FidelityScript {
  readonly name: string;
  readonly runs: readonly RecordedRun[];
  readonly tools?: readonly Tool[];
  /** The first client version that knows its events. */
  readonly since?: '0.0.59';
  /** Whether 1.0 has given up, or tells in another way, what is said here. */
  readonly until59?: boolean;
}

export function user(id: string, content: unknown = id): Message {
  return { id, role: 'user', content };
}

/** A run that the user starts and that ends well, unless its events say how it ends. */
export function turn(
  brings: readonly Message[] | string,
  ...events: readonly AnyEvent[]
): RecordedRun {
  const ended = events.some(({ type }) => type === 'RUN_FINISHED' || type === 'RUN_ERROR');
  return {
    brings: typeof brings === 'string' ? [user(brings)] : brings,
    events: [{ type: 'RUN_STARTED' }, ...events, ...(ended ? [] : [{ type: 'RUN_FINISHED' }])],
  };
}

export function text(messageId: string, ...deltas: readonly string[]): AnyEvent[] {
  return [
    { type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' },
    ...deltas.map((delta) => ({ type: 'TEXT_MESSAGE_CONTENT', messageId, delta })),
    { type: 'TEXT_MESSAGE_END', messageId },
  ];
}

export function call(
  toolCallId: string,
  args: readonly string[],
  more: Readonly<Record<string, unknown>> = {},
): AnyEvent[] {
  return [
    { type: 'TOOL_CALL_START', toolCallId, toolCallName: 'lookup', ...more },
    ...args.map((delta) => ({ type: 'TOOL_CALL_ARGS', toolCallId, delta })),
    { type: 'TOOL_CALL_END', toolCallId },
  ];
}

export function result(toolCallId: string, content: string): AnyEvent {
  const messageId = `${toolCallId}-answer`;
  return { type: 'TOOL_CALL_RESULT', messageId, toolCallId, role: 'tool', content };
}

export function thought(id: string, ...deltas: readonly string[]): AnyEvent[] {
  return [
    { type: 'REASONING_START', messageId: `${id}-span` },
    { type: 'REASONING_MESSAGE_START', messageId: id, role: 'reasoning' },
    ...deltas.map((delta) => ({ type: 'REASONING_MESSAGE_CONTENT', messageId: id, delta })),
    { type: 'REASONING_MESSAGE_END', messageId: id },
    { type: 'REASONING_END', messageId: `${id}-span` },
  ];
}

export function patch(...delta: readonly unknown[]): AnyEvent {
  return { type: 'STATE_DELTA', delta };
}
