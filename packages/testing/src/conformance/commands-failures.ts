import type { BaseEvent, RunAgentInput } from '@flightdeck/core';
import { runFinished, runStarted, textDelta, textMessage, textStart } from '../agents/events.js';
import type { Command } from './command.js';

/** The text of every error that the agent throws; a production server must not repeat it. */
export const SECRET_ERROR = 'secret-database-password';

/** Everything that can be open, opened. */
export function openEverything({ runId }: RunAgentInput): BaseEvent[] {
  return [
    { type: 'STEP_STARTED', stepName: 'work' },
    { type: 'REASONING_START', messageId: `${runId}-reasoning` },
    { type: 'REASONING_MESSAGE_START', messageId: `${runId}-reasoning`, role: 'reasoning' },
    { type: 'REASONING_MESSAGE_CONTENT', messageId: `${runId}-reasoning`, delta: 'Hm' },
    textStart(`${runId}-message`),
    textDelta(`${runId}-message`, 'Hel'),
    { type: 'TOOL_CALL_START', toolCallId: `${runId}-call`, toolCallName: 'act' },
    { type: 'TOOL_CALL_ARGS', toolCallId: `${runId}-call`, delta: '{"a":' },
  ];
}

/** A complete answer with something in between that does not belong there. */
function withNoise(input: RunAgentInput, noise: readonly unknown[]): unknown[] {
  const [start, ...rest] = textMessage(`${input.runId}-message`, 'still here');
  return [runStarted(input), start, ...noise, ...rest, runFinished(input)];
}

function* failing(events: readonly unknown[]): Generator<unknown> {
  yield* events;
  throw new Error(SECRET_ERROR);
}

function cyclic(): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  value.self = value;
  return value;
}

const ORPHANS = [
  { type: 'TEXT_MESSAGE_CONTENT', messageId: 'never-opened', delta: 'x' },
  { type: 'TEXT_MESSAGE_END', messageId: 'never-opened' },
  { type: 'TOOL_CALL_ARGS', toolCallId: 'never-opened', delta: '{}' },
  { type: 'TOOL_CALL_END', toolCallId: 'never-opened' },
  { type: 'STEP_FINISHED', stepName: 'never-opened' },
  { type: 'REASONING_MESSAGE_CONTENT', messageId: 'never-opened', delta: 'x' },
];

const MALFORMED = [
  { type: 'TEXT_MESSAGE_CONTENT', delta: 'no id' },
  { type: 'TEXT_MESSAGE_START', messageId: 7 },
  { type: 'TOOL_CALL_START', toolCallId: 'nameless' },
  { type: 'STATE_DELTA', delta: [{ op: 'explode', path: '/' }] },
  { type: 'MESSAGES_SNAPSHOT', messages: 'none' },
  { type: 'CUSTOM', value: 1 },
  { type: 'STEP_STARTED' },
];

/** Commands that misbehave, each in one way. */
export const FAILURES: Readonly<Record<string, Command>> = {
  fail: () => failing([]),
  'fail-late': ({ input }) =>
    failing([runStarted(input), ...textMessage(`${input.runId}-message`, 'Hi').slice(0, 2)]),
  'fail-open': ({ input }) => failing([runStarted(input), ...openEverything(input)]),
  'fail-frontend-tool': ({ input }) =>
    failing([
      runStarted(input),
      { type: 'TOOL_CALL_START', toolCallId: `${input.runId}-call`, toolCallName: 'confirm' },
      { type: 'TOOL_CALL_ARGS', toolCallId: `${input.runId}-call`, delta: '{}' },
      { type: 'TOOL_CALL_END', toolCallId: `${input.runId}-call` },
    ]),
  'fail-after-end': ({ input }) => failing([runStarted(input), runFinished(input)]),
  'quiet-end': ({ input }) => [runStarted(input), ...textMessage(`${input.runId}-message`, 'Hi')],
  'no-events': () => [],
  error: ({ input }, code) => [
    runStarted(input),
    { type: 'RUN_ERROR', message: 'The model said no', code },
  ],
  'end-open': ({ input }) => [runStarted(input), ...openEverything(input), runFinished(input)],
  'two-ends': ({ input }) => [...withNoise(input, []), runFinished(input)],
  'error-after-end': ({ input }) => [
    ...withNoise(input, []),
    { type: 'RUN_ERROR', message: 'Too late' },
  ],
  'text-after-end': ({ input }) => [
    ...withNoise(input, []),
    ...textMessage(`${input.runId}-late`, 'too late'),
  ],
  'unknown-type': ({ input }) => withNoise(input, [{ type: 'BRAND_NEW', messageId: 'x' }]),
  garbage: ({ input }) => withNoise(input, [null, undefined, 42, 'text', [], {}, { type: 1 }]),
  orphans: ({ input }) => withNoise(input, ORPHANS),
  malformed: ({ input }) => withNoise(input, MALFORMED),
  cyclic: ({ input }) => withNoise(input, [{ type: 'CUSTOM', name: 'loop', value: cyclic() }]),
  bigint: ({ input }) => withNoise(input, [{ type: 'CUSTOM', name: 'big', value: 1n }]),
  huge: ({ input }, size) =>
    withNoise(input, [{ type: 'CUSTOM', name: 'huge', value: 'x'.repeat(Number(size)) }]),
};
