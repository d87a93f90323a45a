import assert from 'node:assert/strict';
import { runBodySaying } from '../../http/run-input.js';
import { jsonOf } from '../../http/runtime-client.js';
import { collectRun, only, terminalOf, textOf } from '../../sse/collect-run.js';
import { eventOf } from '../../sse/sse-frame.js';
import { withDeadline } from '../../support/with-deadline.js';
import { uniqueId } from '../../support/unique-id.js';
import type { ConformanceCase } from '../conformance-case.js';

/** protocol.md 5.2 and 7: the head, the frames and the frame of a run. */
export const streamCases: readonly ConformanceCase[] = [
  {
    name: 'a run is answered with an event stream',
    async run(context) {
      const { response } = await context.run('say hello');
      assert.equal(response.status, 200);
      assert.match(response.headers.get('content-type') ?? '', /^text\/event-stream/);
    },
  },
  {
    name: 'nothing on the way may store or transform the stream',
    async run(context) {
      const { response } = await context.run('say hello');
      const directives = (response.headers.get('cache-control') ?? '').split(/,\s*/);
      assert.ok(directives.includes('no-cache'), 'no-cache');
      assert.ok(directives.includes('no-transform'), 'no-transform');
    },
  },
  {
    name: 'nginx is told not to buffer the stream',
    async run(context) {
      const { response } = await context.run('say hello');
      assert.equal(response.headers.get('x-accel-buffering'), 'no');
    },
  },
  {
    name: 'the stream is not compressed',
    async run({ client, agentId }) {
      const headers = { 'accept-encoding': 'gzip, br, deflate' };
      const response = await client.run(agentId, runBodySaying('say hello'), { headers });
      assert.equal(response.headers.get('content-encoding'), null);
      await collectRun(response);
    },
  },
  {
    name: 'the stream stays an event stream when a client asks for protobuf',
    async run({ client, agentId }) {
      const headers = { accept: 'application/vnd.ag-ui.event+proto' };
      await collectRun(await client.run(agentId, runBodySaying('say hello'), { headers }));
    },
  },
  {
    name: 'the head and a first comment come at once although the agent is silent',
    async run(context) {
      const key = uniqueId('hold');
      const { response } = await withDeadline(context.start(`silent ${key}`), 'the head of a run');
      await context.release(key);
      const { frames } = await collectRun(response);
      assert.notEqual(frames[0]?.comment, undefined);
    },
  },
  {
    name: 'lines end with LF alone',
    async run(context) {
      const { text } = await context.run('say hello');
      assert.equal(text.includes('\r'), false);
    },
  },
  {
    name: 'the stream ends with a complete frame',
    async run(context) {
      const { text } = await context.run('say hello');
      assert.ok(text.endsWith('\n\n'));
    },
  },
  {
    name: 'each frame is a comment, or one line of id and one of JSON data',
    async run(context) {
      const { frames } = await context.run('say hello');
      for (const { raw } of frames) {
        assert.match(raw, /^(: [^\n]*|id: \d+\.\d+\ndata: \{[^\n]*\})$/);
      }
    },
  },
  {
    name: 'the ids of the frames count up without a gap',
    async run(context) {
      const { frames } = await context.run('say one two three');
      const ids = frames.flatMap(({ id }) => id ?? []);
      const numbers = ids.map((id) => Number(id.split('.')[1]));
      assert.deepEqual(
        numbers,
        numbers.map((_, index) => (numbers[0] ?? 0) + index),
      );
    },
  },
  {
    name: 'data is the event and nothing else',
    async run(context) {
      const { frames } = await context.run('say hello');
      for (const frame of frames) {
        const event = eventOf(frame);
        if (event !== null) assert.equal(frame.data, JSON.stringify(event));
      }
    },
  },
  {
    name: 'a run begins with RUN_STARTED and the ids of the request',
    async run(context) {
      const { events, threadId, runId } = await context.run('say hello');
      assert.equal(events[0]?.type, 'RUN_STARTED');
      assert.equal(events[0]?.threadId, threadId);
      assert.equal(events[0]?.runId, runId);
    },
  },
  {
    name: 'a run ends with one RUN_FINISHED and the ids of the request',
    async run(context) {
      const { events, threadId, runId } = await context.run('say hello');
      const terminal = terminalOf(events);
      assert.equal(terminal.type, 'RUN_FINISHED');
      assert.equal(terminal.threadId, threadId);
      assert.equal(terminal.runId, runId);
    },
  },
  {
    name: 'RUN_STARTED appears once although the agent emits its own',
    async run(context) {
      const { events } = await context.run('say hello');
      only(events, 'RUN_STARTED');
    },
  },
  {
    name: 'an agent that emits no RUN_STARTED gets one',
    async run(context) {
      const { types } = await context.run('no-start');
      assert.equal(types[0], 'RUN_STARTED');
    },
  },
  {
    name: 'ids of another run in the agent’s events are replaced by those of the request',
    async run(context) {
      const { events, threadId, runId } = await context.run('other-ids');
      for (const type of ['RUN_STARTED', 'RUN_FINISHED']) {
        assert.equal(only(events, type).threadId, threadId);
        assert.equal(only(events, type).runId, runId);
      }
    },
  },
  {
    name: 'events arrive while the run is still going on',
    async run(context) {
      const held = await context.hold('hold');
      assert.equal(held.seen.at(-1)?.delta, 'held');
      await context.release(held.key);
      assert.equal(textOf(await held.reader.restOfEvents()), ' and released');
    },
  },
  {
    name: 'two threads run at the same time',
    async run(context) {
      const first = await context.hold('hold');
      const second = await context.hold('hold');
      await context.release(second.key);
      terminalOf(await second.reader.restOfEvents());
      await context.release(first.key);
      terminalOf(await first.reader.restOfEvents());
    },
  },
  {
    name: 'a run without any event of the agent still starts and ends',
    async run(context) {
      const { types } = await context.run('nothing');
      assert.deepEqual(types, ['RUN_STARTED', 'RUN_FINISHED']);
    },
  },
  {
    name: 'info is answered while runs go on',
    async run(context) {
      const held = await context.hold('hold');
      await jsonOf(await context.client.info());
      await context.release(held.key);
      await held.reader.rest();
    },
  },
];
