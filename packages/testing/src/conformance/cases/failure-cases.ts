import assert from 'node:assert/strict';
import { only, terminalOf, textOf } from '../../sse/collect-run.js';
import type { ConformanceCase } from '../conformance-case.js';
import type { ConformanceContext, FinishedRun } from '../conformance-context.js';

/** A run that fails: one RUN_ERROR with the code and a text, and a thread that is free again. */
async function failedRun(
  context: ConformanceContext,
  command: string,
  code: string,
): Promise<FinishedRun> {
  const run = await context.run(command);
  const terminal = terminalOf(run.events);
  assert.equal(terminal.type, 'RUN_ERROR');
  assert.equal(terminal.code, code);
  assert.ok(typeof terminal.message === 'string' && terminal.message !== '');
  assert.equal(run.types[0], 'RUN_STARTED');
  const next = await context.run('say again', { threadId: run.threadId });
  assert.equal(terminalOf(next.events).type, 'RUN_FINISHED');
  return run;
}

function failure(name: string, command: string, code = 'INCOMPLETE_STREAM'): ConformanceCase {
  return {
    name,
    async run(context) {
      await failedRun(context, command, code);
    },
  };
}

/** A run with events that no client could take; the rest of it is delivered. */
function mended(name: string, command: string): ConformanceCase {
  return {
    name,
    async run(context) {
      const { events } = await context.run(command);
      assert.equal(textOf(events), 'still here');
      assert.equal(terminalOf(events).type, 'RUN_FINISHED');
      const allowed = /^(RUN_STARTED|TEXT_MESSAGE_(START|CONTENT|END)|RUN_FINISHED)$/;
      for (const { type } of events) assert.match(type, allowed);
    },
  };
}

const CLOSERS = [
  'TEXT_MESSAGE_END',
  'TOOL_CALL_END',
  'REASONING_MESSAGE_END',
  'REASONING_END',
  'STEP_FINISHED',
];

/** protocol.md 8: however an agent behaves, a run has one end and nothing stays open. */
export const failureCases: readonly ConformanceCase[] = [
  failure('an agent that throws before its first event ends in RUN_ERROR', 'fail'),
  failure('an agent that throws in the middle ends in RUN_ERROR', 'fail-late'),
  failure('an agent that stops without an end ends in RUN_ERROR', 'quiet-end'),
  failure('an agent that says nothing at all ends in RUN_ERROR', 'no-events'),
  failure('the agent’s own RUN_ERROR passes with its code', 'error MODEL_BUSY', 'MODEL_BUSY'),
  failure('an event that JSON cannot express ends the run', 'bigint', 'INVALID_EVENT'),
  failure('an event that contains itself ends the run', 'cyclic', 'INVALID_EVENT'),
  failure('an event that is too large for clients ends the run', 'huge 9000000', 'EVENT_TOO_LARGE'),
  {
    name: 'what the agent said before it failed is delivered',
    async run(context) {
      const { events } = await failedRun(context, 'fail-late', 'INCOMPLETE_STREAM');
      assert.equal(textOf(events), 'Hi');
    },
  },
  {
    name: 'what is open when an agent fails is closed before RUN_ERROR',
    async run(context) {
      const { events } = await failedRun(context, 'fail-open', 'INCOMPLETE_STREAM');
      for (const type of CLOSERS) only(events, type);
    },
  },
  {
    name: 'a call that an agent could not finish gets a result that says so',
    async run(context) {
      const { events, runId } = await failedRun(context, 'fail-open', 'INCOMPLETE_STREAM');
      const { content, toolCallId, messageId } = only(events, 'TOOL_CALL_RESULT');
      assert.deepEqual([toolCallId, messageId], [`${runId}-call`, `${runId}-call-result`]);
      const { status, reason } = JSON.parse(String(content)) as Record<string, unknown>;
      assert.deepEqual([status, reason], ['error', 'missing_terminal_event']);
    },
  },
  {
    name: 'a complete call of a frontend tool stays the client’s to carry out when the agent fails',
    async run(context) {
      const tools = [{ name: 'confirm', description: 'Asks', parameters: {} }];
      const { types } = await context.run('fail-frontend-tool', { tools });
      assert.equal(types.includes('TOOL_CALL_RESULT'), false);
    },
  },
  {
    name: 'what is open when an agent finishes is closed before RUN_FINISHED',
    async run(context) {
      const { events } = await context.run('end-open');
      for (const type of CLOSERS) only(events, type);
      assert.equal(terminalOf(events).type, 'RUN_FINISHED');
    },
  },
  {
    name: 'an agent that throws after its end has ended all the same',
    async run(context) {
      const { types } = await context.run('fail-after-end');
      assert.deepEqual(types, ['RUN_STARTED', 'RUN_FINISHED']);
    },
  },
  mended('a second end of the agent is left out', 'two-ends'),
  mended('an error after the end is left out', 'error-after-end'),
  mended('a message after the end is left out', 'text-after-end'),
  mended('an event of an unknown type is left out', 'unknown-type'),
  mended('what is no event at all is left out', 'garbage'),
  mended('pieces of items that nobody has opened are left out', 'orphans'),
  mended('events without their required fields are left out', 'malformed'),
];
