import assert from 'node:assert/strict';
import { only, terminalOf, textOf, type CollectedRun } from '../../sse/collect-run.js';
import type { ConformanceCase } from '../conformance-case.js';

const OUTSIDE = new Set(['RUN_STARTED', 'RUN_FINISHED']);

/** What a run said between its start and its end. */
function inside({ types }: CollectedRun): string[] {
  return types.filter((type) => !OUTSIDE.has(type));
}

function sequence(name: string, command: string, types: readonly string[]): ConformanceCase {
  return {
    name,
    async run(context) {
      assert.deepEqual(inside(await context.run(command)), types);
    },
  };
}

/** protocol.md 7: each part of the protocol passes as the agent emitted it. */
export const eventCases: readonly ConformanceCase[] = [
  sequence('a text message passes in its pieces', 'say one two', [
    'TEXT_MESSAGE_START',
    'TEXT_MESSAGE_CONTENT',
    'TEXT_MESSAGE_CONTENT',
    'TEXT_MESSAGE_END',
  ]),
  {
    name: 'the pieces of a text message are those of the agent',
    async run(context) {
      const { events } = await context.run('say one two three');
      const deltas = events.filter(({ type }) => type === 'TEXT_MESSAGE_CONTENT');
      assert.deepEqual(
        deltas.map(({ delta }) => delta),
        ['one ', 'two ', 'three'],
      );
    },
  },
  {
    name: 'text of any alphabet arrives unharmed',
    async run(context) {
      const { events } = await context.run('unicode');
      assert.equal(textOf(events), 'Grüße, 世界! 👩🏽‍🚀 "\\ \u0007 \u2028 \u2029 end');
    },
  },
  {
    name: 'line breaks in text do not break frames',
    async run(context) {
      const { events } = await context.run('lines');
      assert.equal(textOf(events), 'one\r\ntwo\n\nthree\n');
    },
  },
  {
    name: 'empty pieces of text, which some clients reject, are left out',
    async run(context) {
      const { events } = await context.run('empty');
      const deltas = events.filter(({ type }) => type === 'TEXT_MESSAGE_CONTENT');
      assert.deepEqual(
        deltas.map(({ delta }) => delta),
        ['text'],
      );
    },
  },
  {
    name: 'a message of one megabyte arrives whole',
    async run(context) {
      const { events } = await context.run('big 1000000');
      assert.equal(textOf(events).length, 1_000_000);
    },
  },
  {
    name: 'thousands of events arrive in order',
    async run(context) {
      const { events } = await context.run('many 3000');
      const expected = Array.from({ length: 3_000 }, (_, index) => `${index},`).join('');
      assert.equal(textOf(events), expected);
    },
  },
  sequence('two messages of one run stay apart', 'two', [
    'TEXT_MESSAGE_START',
    'TEXT_MESSAGE_CONTENT',
    'TEXT_MESSAGE_END',
    'TEXT_MESSAGE_START',
    'TEXT_MESSAGE_CONTENT',
    'TEXT_MESSAGE_END',
  ]),
  {
    name: 'a tool call passes with its arguments and its result',
    async run(context) {
      const { events } = await context.run('tool');
      assert.equal(only(events, 'TOOL_CALL_START').toolCallName, 'weather');
      assert.equal(only(events, 'TOOL_CALL_ARGS').delta, '{"city":"Zürich"}');
      assert.equal(only(events, 'TOOL_CALL_RESULT').content, '{"celsius":21}');
    },
  },
  sequence('a call of a frontend tool gets no result from the server', 'frontend-tool', [
    'TOOL_CALL_START',
    'TOOL_CALL_ARGS',
    'TOOL_CALL_END',
  ]),
  sequence('tool calls may overlap', 'parallel-tools', [
    'TOOL_CALL_START',
    'TOOL_CALL_START',
    'TOOL_CALL_ARGS',
    'TOOL_CALL_ARGS',
    'TOOL_CALL_END',
    'TOOL_CALL_END',
  ]),
  sequence('state passes as a snapshot and deltas', 'state', [
    'STATE_SNAPSHOT',
    'STATE_DELTA',
    'STATE_DELTA',
  ]),
  sequence('reasoning passes', 'reason', [
    'REASONING_START',
    'REASONING_MESSAGE_START',
    'REASONING_MESSAGE_CONTENT',
    'REASONING_MESSAGE_END',
    'REASONING_END',
  ]),
  sequence('the older thinking events pass', 'think', [
    'THINKING_START',
    'THINKING_TEXT_MESSAGE_START',
    'THINKING_TEXT_MESSAGE_CONTENT',
    'THINKING_TEXT_MESSAGE_END',
    'THINKING_END',
  ]),
  sequence('nested steps pass', 'steps', [
    'STEP_STARTED',
    'STEP_STARTED',
    'STEP_FINISHED',
    'STEP_FINISHED',
  ]),
  sequence('an activity passes', 'activity', ['ACTIVITY_SNAPSHOT', 'ACTIVITY_DELTA']),
  {
    name: 'a custom event passes with its value',
    async run(context) {
      const { events } = await context.run('custom');
      assert.deepEqual(only(events, 'CUSTOM').value, { to: 42 });
    },
  },
  {
    name: 'a raw event passes with its source',
    async run(context) {
      const raw = only((await context.run('raw')).events, 'RAW');
      assert.deepEqual([raw.event, raw.source], [{ from: 'elsewhere' }, 'test']);
    },
  },
  {
    name: 'a messages snapshot passes',
    async run(context) {
      const { messages } = only((await context.run('snapshot')).events, 'MESSAGES_SNAPSHOT');
      assert.equal((messages as { content: string }[])[0]?.content, 'As told');
    },
  },
  sequence('chunk events pass for clients to expand', 'chunks', [
    'TEXT_MESSAGE_CHUNK',
    'TEXT_MESSAGE_CHUNK',
    'TOOL_CALL_CHUNK',
  ]),
  sequence('a subagent passes', 'subagent', ['SUBAGENT_STARTED', 'SUBAGENT_FINISHED']),
  {
    name: 'the result of a run passes',
    async run(context) {
      const { events } = await context.run('result');
      assert.deepEqual(terminalOf(events).result, { sum: 3 });
    },
  },
  {
    name: 'an interrupt passes as the outcome of the run',
    async run(context) {
      const { outcome } = terminalOf((await context.run('interrupt')).events);
      assert.deepEqual(outcome, {
        type: 'interrupt',
        interrupts: [{ id: 'approval', reason: 'approval_required', message: 'Go on?' }],
      });
    },
  },
];
