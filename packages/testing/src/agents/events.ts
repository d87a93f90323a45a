import type { BaseEvent, RunAgentInput } from '@flightdeck/core';

type RunIds = Pick<RunAgentInput, 'threadId' | 'runId'>;

export function runStarted({ threadId, runId }: RunIds): BaseEvent {
  return { type: 'RUN_STARTED', threadId, runId };
}

export function runFinished({ threadId, runId }: RunIds): BaseEvent {
  return { type: 'RUN_FINISHED', threadId, runId };
}

export function textStart(messageId: string): BaseEvent {
  return { type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' };
}

export function textDelta(messageId: string, delta: string): BaseEvent {
  return { type: 'TEXT_MESSAGE_CONTENT', messageId, delta };
}

export function textEnd(messageId: string): BaseEvent {
  return { type: 'TEXT_MESSAGE_END', messageId };
}

/** An assistant message in one or more pieces. */
export function textMessage(messageId: string, ...deltas: readonly string[]): BaseEvent[] {
  return [
    textStart(messageId),
    ...deltas.map((delta) => textDelta(messageId, delta)),
    textEnd(messageId),
  ];
}

export interface ScriptedCall {
  readonly id: string;
  readonly name: string;
  readonly args: unknown;
}

/** A complete tool call without a result, as an agent leaves it to the client. */
export function toolCall({ id, name, args }: ScriptedCall): BaseEvent[] {
  return [
    { type: 'TOOL_CALL_START', toolCallId: id, toolCallName: name },
    { type: 'TOOL_CALL_ARGS', toolCallId: id, delta: JSON.stringify(args) },
    { type: 'TOOL_CALL_END', toolCallId: id },
  ];
}

export function toolResult(toolCallId: string, content: string): BaseEvent {
  const messageId = `${toolCallId}-answer`;
  return { type: 'TOOL_CALL_RESULT', toolCallId, messageId, role: 'tool', content };
}

/** The events of a run that says something and ends. */
export function answer(input: RunIds, text = 'Hello'): BaseEvent[] {
  const messageId = `${input.runId}-message`;
  return [runStarted(input), ...textMessage(messageId, text), runFinished(input)];
}
