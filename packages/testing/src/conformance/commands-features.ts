import type { BaseEvent } from '@flightdeck/core';
import {
  runFinished,
  runStarted,
  textDelta,
  textEnd,
  textMessage,
  textStart,
  toolCall,
  toolResult,
} from '../agents/events.js';
import type { AgentRun } from '../agents/scripted-agent.js';
import type { Command } from './command.js';

/** A run that consists of these events between its start and its end. */
function run({ input }: AgentRun, events: Iterable<unknown>): unknown[] {
  return [runStarted(input), ...events, runFinished(input)];
}

/** An id that belongs to this run alone. */
function idOf({ input }: AgentRun, name: string): string {
  return `${input.runId}-${name}`;
}

function custom(name: string, value: unknown): BaseEvent {
  return { type: 'CUSTOM', name, value };
}

/** The tool call of the command `tool`. */
export const WEATHER = { name: 'weather', args: { city: 'Zürich' }, result: '{"celsius":21}' };

const UNICODE = 'Grüße, 世界! 👩🏽‍🚀 "\\ \u0007 \u2028 \u2029 end';

/** Commands that show one part of the protocol each. */
export const FEATURES: Readonly<Record<string, Command>> = {
  say: (of, text) => run(of, textMessage(idOf(of, 'message'), ...text.split(/(?<= )/))),
  input: (of) => run(of, [custom('input', of.input)]),
  headers: (of) => run(of, [custom('headers', of.headers)]),
  unicode: (of) => run(of, textMessage(idOf(of, 'message'), UNICODE)),
  lines: (of) => run(of, textMessage(idOf(of, 'message'), 'one\r\ntwo\n\nthree\n')),
  empty: (of) => run(of, textMessage(idOf(of, 'message'), '', 'text', '')),
  nothing: (of) => run(of, []),
  big: (of, size) => run(of, textMessage(idOf(of, 'message'), 'x'.repeat(Number(size)))),
  many: (of, count) => run(of, manyDeltas(idOf(of, 'message'), Number(count))),
  two: (of) =>
    run(of, [...textMessage(idOf(of, 'first'), 'one'), ...textMessage(idOf(of, 'second'), 'two')]),
  tool: (of) => {
    const call = { id: idOf(of, 'call'), name: WEATHER.name, args: WEATHER.args };
    return run(of, [...toolCall(call), toolResult(call.id, WEATHER.result)]);
  },
  'frontend-tool': (of) =>
    run(of, toolCall({ id: idOf(of, 'call'), name: 'confirm', args: { question: 'Sure?' } })),
  'parallel-tools': (of) => {
    const first = toolCall({ id: idOf(of, 'a'), name: 'first', args: { n: 1 } });
    const second = toolCall({ id: idOf(of, 'b'), name: 'second', args: { n: 2 } });
    return run(
      of,
      first.flatMap((event, index) => [event, second[index]]),
    );
  },
  state: (of) =>
    run(of, [
      { type: 'STATE_SNAPSHOT', snapshot: { count: 1, list: ['a'] } },
      { type: 'STATE_DELTA', delta: [{ op: 'replace', path: '/count', value: 2 }] },
      { type: 'STATE_DELTA', delta: [{ op: 'add', path: '/list/-', value: 'b' }] },
    ]),
  reason: (of) => run(of, reasoning(idOf(of, 'reasoning'), 'Let me think')),
  think: (of) =>
    run(of, [
      { type: 'THINKING_START', title: 'Thinking' },
      { type: 'THINKING_TEXT_MESSAGE_START' },
      { type: 'THINKING_TEXT_MESSAGE_CONTENT', delta: 'Hm' },
      { type: 'THINKING_TEXT_MESSAGE_END' },
      { type: 'THINKING_END' },
    ]),
  steps: (of) =>
    run(of, [
      { type: 'STEP_STARTED', stepName: 'outer' },
      { type: 'STEP_STARTED', stepName: 'inner' },
      { type: 'STEP_FINISHED', stepName: 'inner' },
      { type: 'STEP_FINISHED', stepName: 'outer' },
    ]),
  activity: (of) =>
    run(of, [
      {
        type: 'ACTIVITY_SNAPSHOT',
        messageId: idOf(of, 'activity'),
        activityType: 'PLAN',
        content: { done: 0 },
      },
      {
        type: 'ACTIVITY_DELTA',
        messageId: idOf(of, 'activity'),
        activityType: 'PLAN',
        patch: [{ op: 'replace', path: '/done', value: 1 }],
      },
    ]),
  custom: (of) => run(of, [custom('answer', { to: 42 })]),
  raw: (of) => run(of, [{ type: 'RAW', event: { from: 'elsewhere' }, source: 'test' }]),
  snapshot: (of) =>
    run(of, [
      {
        type: 'MESSAGES_SNAPSHOT',
        messages: [{ id: idOf(of, 'told'), role: 'assistant', content: 'As told' }],
      },
    ]),
  chunks: (of) =>
    run(of, [
      { type: 'TEXT_MESSAGE_CHUNK', messageId: idOf(of, 'message'), delta: 'chun' },
      { type: 'TEXT_MESSAGE_CHUNK', delta: 'ked' },
      { type: 'TOOL_CALL_CHUNK', toolCallId: idOf(of, 'call'), toolCallName: 'act', delta: '{}' },
    ]),
  subagent: (of) => {
    const subagentRunId = idOf(of, 'subagent');
    return run(of, [
      { type: 'SUBAGENT_STARTED', subagentRunId, name: 'helper' },
      { type: 'SUBAGENT_FINISHED', subagentRunId },
    ]);
  },
  result: ({ input }) => [runStarted(input), { ...runFinished(input), result: { sum: 3 } }],
  interrupt: ({ input }) => [
    runStarted(input),
    {
      ...runFinished(input),
      outcome: {
        type: 'interrupt',
        interrupts: [{ id: 'approval', reason: 'approval_required', message: 'Go on?' }],
      },
    },
  ],
  'no-start': ({ input }) => [...textMessage(`${input.runId}-message`, 'Hi'), runFinished(input)],
  'other-ids': ({ input }) => [
    runStarted({ threadId: 'other', runId: 'other' }),
    ...textMessage(`${input.runId}-message`, 'Hi'),
    runFinished({ threadId: 'other', runId: 'other' }),
  ],
};

function* manyDeltas(messageId: string, count: number): Generator<BaseEvent> {
  yield textStart(messageId);
  for (let index = 0; index < count; index += 1) yield textDelta(messageId, `${index},`);
  yield textEnd(messageId);
}

function reasoning(messageId: string, delta: string): BaseEvent[] {
  return [
    { type: 'REASONING_START', messageId },
    { type: 'REASONING_MESSAGE_START', messageId, role: 'reasoning' },
    { type: 'REASONING_MESSAGE_CONTENT', messageId, delta },
    { type: 'REASONING_MESSAGE_END', messageId },
    { type: 'REASONING_END', messageId },
  ];
}
