import assert from 'node:assert/strict';
import { jsonOf } from '../../http/runtime-client.js';
import { only, terminalOf } from '../../sse/collect-run.js';
import { uniqueId } from '../../support/unique-id.js';
import type { ConformanceCase } from '../conformance-case.js';

const STOPPED = {
  stopped: true,
  interrupt: { type: 'RUN_ERROR', message: 'Run stopped by user', code: 'STOPPED' },
};

function refusal(title: string, body: unknown, error: string): ConformanceCase {
  return {
    name: `a stop with ${title} is refused with 400`,
    // Over an envelope, `null` is a missing body: the envelope cases have that one.
    ...(body === null ? { transports: ['rest'] as const } : {}),
    async run({ client, agentId }) {
      const response = await client.stop(agentId, 'any-thread', body);
      assert.deepEqual(await jsonOf(response, 400), { error });
    },
  };
}

/** protocol.md 5.4 */
export const stopCases: readonly ConformanceCase[] = [
  {
    name: 'a stop without a body is confirmed',
    async run(context) {
      const held = await context.hold('hold');
      assert.deepEqual(await context.stop(held.threadId), STOPPED);
      await held.reader.rest();
    },
  },
  {
    name: 'a stop with an empty object is confirmed',
    async run(context) {
      const held = await context.hold('hold');
      assert.deepEqual(await context.stop(held.threadId, {}), STOPPED);
      await held.reader.rest();
    },
  },
  {
    name: 'a stop of the active run by its id is confirmed',
    async run(context) {
      const held = await context.hold('hold');
      assert.deepEqual(await context.stop(held.threadId, { runId: held.runId }), STOPPED);
      await held.reader.rest();
    },
  },
  {
    name: 'a stopped run ends in RUN_FINISHED with its ids',
    async run(context) {
      const held = await context.hold('hold');
      await context.stop(held.threadId);
      const terminal = terminalOf(await held.reader.restOfEvents());
      assert.equal(terminal.type, 'RUN_FINISHED');
      assert.deepEqual([terminal.threadId, terminal.runId], [held.threadId, held.runId]);
    },
  },
  {
    name: 'what is open when a run is stopped is closed first',
    async run(context) {
      const held = await context.hold('hold-open');
      await context.stop(held.threadId);
      const events = await held.reader.restOfEvents();
      const result = JSON.parse(String(only(events, 'TOOL_CALL_RESULT').content)) as unknown;
      assert.deepEqual(result, {
        status: 'stopped',
        reason: 'stop_requested',
        message: 'Run stopped by user',
      });
      for (const type of ['TEXT_MESSAGE_END', 'TOOL_CALL_END', 'REASONING_END', 'STEP_FINISHED']) {
        only(events, type);
      }
    },
  },
  {
    name: 'a thread is free again after a stop',
    async run(context) {
      const held = await context.hold('hold');
      await context.stop(held.threadId);
      await held.reader.rest();
      const { events } = await context.run('say hello', { threadId: held.threadId });
      assert.equal(terminalOf(events).type, 'RUN_FINISHED');
    },
  },
  {
    name: 'a stop of another run leaves the active one alone',
    async run(context) {
      const held = await context.hold('hold');
      assert.deepEqual(await context.stop(held.threadId, { runId: 'other' }), {
        stopped: false,
        message: `Run 'other' is not the active run for thread '${held.threadId}'.`,
      });
      await context.release(held.key);
      const events = await held.reader.restOfEvents();
      assert.ok(events.some(({ delta }) => delta === ' and released'));
    },
  },
  {
    name: 'a second stop finds nothing to stop',
    async run(context) {
      const held = await context.hold('wedge');
      await context.stop(held.threadId);
      const { stopped } = await context.stop(held.threadId);
      await context.release(held.key);
      await held.reader.rest();
      assert.equal(stopped, false);
    },
  },
  {
    name: 'a stop of an idle thread finds nothing to stop',
    async run(context) {
      const { threadId } = await context.run('say hello');
      assert.deepEqual(await context.stop(threadId), {
        stopped: false,
        message: `No active run for thread '${threadId}'.`,
      });
    },
  },
  {
    name: 'a stop of an unknown thread finds nothing to stop',
    async run(context) {
      const threadId = uniqueId('unknown');
      assert.deepEqual(await context.stop(threadId), {
        stopped: false,
        message: `No active run for thread '${threadId}'.`,
      });
    },
  },
  {
    name: 'a thread with any characters in its id can be stopped',
    async run(context) {
      const threadId = `a/b ?#%é-${uniqueId()}`;
      const held = await context.hold('hold', { threadId });
      assert.deepEqual(await context.stop(threadId), STOPPED);
      await held.reader.rest();
    },
  },
  {
    name: 'a stop through an unknown agent is answered 404',
    async run({ client }) {
      const body = await jsonOf(await client.stop('nobody', 'any-thread'), 404);
      assert.equal(body.error, 'Agent not found');
    },
  },
  refusal('an array', [], 'Invalid stop request'),
  refusal('null', null, 'Invalid stop request'),
  refusal('a number', 7, 'Invalid stop request'),
  refusal('another key', { runId: 'a', force: true }, 'Invalid stop request'),
  refusal('a run id that is no text', { runId: 7 }, 'Invalid runId'),
  refusal('a blank run id', { runId: '  ' }, 'Invalid runId'),
];
