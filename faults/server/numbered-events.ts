import type { BaseEvent } from '@flightdeck/core';
import type { ResolvedPlan } from './plan.js';

/** How many deltas a message of a mixed run has. */
const DELTAS = 8;

/** The events between the first and the last one of a run; deltas and values carry a number each. */
export function* numberedEvents(
  runId: string,
  { count, kind, padding }: ResolvedPlan,
): Generator<BaseEvent, void> {
  const text = (n: number): string => `#${n} ${'x'.repeat(padding)}`;
  if (kind === 'text') {
    const messageId = `${runId}-m`;
    yield { type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' };
    for (let n = 1; n <= count; n += 1) {
      yield { type: 'TEXT_MESSAGE_CONTENT', messageId, delta: text(n) };
    }
    yield { type: 'TEXT_MESSAGE_END', messageId };
    return;
  }
  yield { type: 'STATE_SNAPSHOT', snapshot: { n: 0 } };
  for (let n = 1; n <= count; n += DELTAS) yield* act(runId, n, text);
}

/** One of everything: reasoning, a step, a message, a call with its result, state, something custom. */
function* act(runId: string, n: number, text: (n: number) => string): Generator<BaseEvent, void> {
  const messageId = `${runId}-m${n}`;
  const toolCallId = `${runId}-t${n}`;
  const thoughtId = `${runId}-r${n}`;
  const stepName = `step ${n}`;
  yield { type: 'STEP_STARTED', stepName };
  yield { type: 'REASONING_START', messageId: thoughtId };
  yield { type: 'REASONING_MESSAGE_START', messageId: thoughtId, role: 'reasoning' };
  yield { type: 'REASONING_MESSAGE_CONTENT', messageId: thoughtId, delta: `thought ${n}` };
  yield { type: 'REASONING_MESSAGE_END', messageId: thoughtId };
  yield { type: 'REASONING_END', messageId: thoughtId };
  yield { type: 'TEXT_MESSAGE_START', messageId, role: 'assistant' };
  for (let delta = n; delta < n + DELTAS; delta += 1) {
    yield { type: 'TEXT_MESSAGE_CONTENT', messageId, delta: text(delta) };
  }
  yield { type: 'TEXT_MESSAGE_END', messageId };
  yield { type: 'TOOL_CALL_START', toolCallId, toolCallName: 'count', parentMessageId: messageId };
  yield { type: 'TOOL_CALL_ARGS', toolCallId, delta: '{"n":' };
  yield { type: 'TOOL_CALL_ARGS', toolCallId, delta: `${n}}` };
  yield { type: 'TOOL_CALL_END', toolCallId };
  yield {
    type: 'TOOL_CALL_RESULT',
    toolCallId,
    messageId: `${toolCallId}-a`,
    role: 'tool',
    content: `${n}`,
  };
  yield { type: 'STATE_DELTA', delta: [{ op: 'replace', path: '/n', value: n }] };
  yield { type: 'CUSTOM', name: 'count', value: n };
  yield { type: 'STEP_FINISHED', stepName };
}
