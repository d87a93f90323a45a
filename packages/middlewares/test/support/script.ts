import { randomSplit } from './random.js';
import type { AguiEvent, RunContext, RunInput } from '../../src/index.js';

export const STARTED: AguiEvent = { type: 'RUN_STARTED', threadId: 'thread', runId: 'run' };
export const FINISHED: AguiEvent = { type: 'RUN_FINISHED', threadId: 'thread', runId: 'run' };

export function runInput(more: Partial<RunInput> = {}): RunInput {
  return {
    threadId: 'thread',
    runId: 'run',
    messages: [],
    tools: [],
    context: [],
    forwardedProps: {},
    state: {},
    ...more,
  };
}

export function runContext(agentId = 'default'): RunContext {
  return { agentId, signal: new AbortController().signal, headers: {} };
}

/** How the text of arguments is cut into deltas. */
export type Cut = (text: string) => readonly string[];

export const WHOLE: Cut = (text) => [text];

export function pieces(length: number): Cut {
  return (text) =>
    Array.from({ length: Math.ceil(text.length / length) }, (_, index) =>
      text.slice(index * length, (index + 1) * length),
    );
}

export function randomPieces(random: () => number): Cut {
  return (text) => randomSplit(text, random);
}

/** The events of one tool call; arguments that are a string are the text itself. */
export function toolCall(id: string, name: string, args: unknown, cut: Cut = WHOLE): AguiEvent[] {
  const text = typeof args === 'string' ? args : JSON.stringify(args);
  return [
    {
      type: 'TOOL_CALL_START',
      toolCallId: id,
      toolCallName: name,
      parentMessageId: `message-${id}`,
    },
    ...cut(text).map((delta) => ({ type: 'TOOL_CALL_ARGS', toolCallId: id, delta })),
    { type: 'TOOL_CALL_END', toolCallId: id },
  ];
}

export function toolResult(id: string, content: unknown): AguiEvent {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const about = { toolCallId: id, messageId: `result-${id}`, role: 'tool' };
  return { type: 'TOOL_CALL_RESULT', ...about, content: text };
}
