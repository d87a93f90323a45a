import assert from 'node:assert/strict';
import { runBody, runBodySaying, userMessage } from '../../http/run-input.js';
import { jsonOf } from '../../http/runtime-client.js';
import { collectRun, only, terminalOf, textOf } from '../../sse/collect-run.js';
import { SseReader } from '../../sse/sse-reader.js';
import { uniqueId } from '../../support/unique-id.js';
import { until } from '../../support/with-deadline.js';
import type { ConformanceCase } from '../conformance-case.js';

const KNOWN = { messages: [userMessage('say hello')] };

/** protocol.md 5.3, durability.md 7: joining a thread. */
export const connectCases: readonly ConformanceCase[] = [
  {
    name: 'an unknown thread is an empty stream with status 200',
    async run(context) {
      const { events } = await context.connect(uniqueId('unknown'));
      assert.deepEqual(events, []);
    },
  },
  {
    name: 'an idle thread is told and the stream ends',
    async run(context) {
      const { threadId } = await context.run('say hello');
      const { events } = await context.connect(threadId);
      assert.equal(textOf(events), 'hello');
      assert.equal(events[0]?.type, 'RUN_STARTED');
      assert.equal(terminalOf(events).type, 'RUN_FINISHED');
    },
  },
  {
    name: 'a replay tells what the user said',
    async run(context) {
      const { threadId } = await context.run('', KNOWN);
      const { events } = await context.connect(threadId);
      const { messages } = only(events, 'RUN_STARTED').input as { messages: unknown };
      assert.deepEqual(messages, KNOWN.messages);
    },
  },
  {
    name: 'a replay tells all runs in order',
    async run(context) {
      const { threadId } = await context.run('say one');
      await context.run('say two', { threadId });
      await context.run('say three', { threadId });
      const { events } = await context.connect(threadId);
      assert.equal(textOf(events), 'onetwothree');
    },
  },
  {
    name: 'a replay keeps the ids of the runs',
    async run(context) {
      const { threadId, runId } = await context.run('say one');
      const { events } = await context.connect(threadId);
      assert.equal(only(events, 'RUN_STARTED').runId, runId);
      assert.equal(terminalOf(events).runId, runId);
    },
  },
  {
    name: 'a replay tells nothing that the caller of a run said to the agent alone',
    async run(context) {
      const { threadId } = await context.run('say hello', {
        state: { secret: 'state-secret' },
        forwardedProps: { token: 'props-secret' },
        context: [{ description: 'd', value: 'context-secret' }],
      });
      const { text } = await context.connect(threadId);
      assert.doesNotMatch(text, /-secret/);
    },
  },
  {
    name: 'a replay of a failed run ends in its RUN_ERROR',
    async run(context) {
      const { threadId } = await context.run('fail-late');
      const { events } = await context.connect(threadId);
      assert.equal(terminalOf(events).type, 'RUN_ERROR');
    },
  },
  {
    name: 'what the user said is kept although the agent failed at once',
    async run(context) {
      const messages = [userMessage('fail')];
      const { threadId } = await context.run('', { messages });
      const { events } = await context.connect(threadId);
      const { messages: told } = only(events, 'RUN_STARTED').input as { messages: unknown };
      assert.deepEqual(told, messages);
    },
  },
  {
    name: 'a replay has no RUN_ERROR before its end, which older clients could not take',
    async run(context) {
      const { threadId } = await context.run('fail-late');
      await context.run('say hello', { threadId });
      const { types } = await context.connect(threadId);
      assert.equal(types.includes('RUN_ERROR'), false);
    },
  },
  {
    name: 'the response says which shape of replay it is and where the log ends',
    async run(context) {
      const { threadId, frames } = await context.run('say hello');
      const { response } = await context.connect(threadId);
      assert.equal(response.headers.get('x-replay'), 'events');
      assert.equal(response.headers.get('x-thread-cursor'), frames.at(-1)?.id);
    },
  },
  {
    name: 'a client that has messages gets a snapshot that it can apply on top',
    async run(context) {
      const { threadId } = await context.run('', KNOWN);
      const { response, events, types } = await context.connect(threadId, KNOWN);
      assert.equal(response.headers.get('x-replay'), 'rebase');
      assert.deepEqual(types, ['RUN_STARTED', 'MESSAGES_SNAPSHOT', 'RUN_FINISHED']);
      const { messages } = only(events, 'MESSAGES_SNAPSHOT') as unknown as {
        messages: { role: string; content: string }[];
      };
      assert.deepEqual(
        messages.map(({ role }) => role),
        ['user', 'assistant'],
      );
      assert.equal(messages[1]?.content, 'hello');
    },
  },
  {
    name: 'a snapshot of a thread with state tells the state as it is now',
    async run(context) {
      const { threadId } = await context.run('state');
      const { events } = await context.connect(threadId, KNOWN);
      assert.deepEqual(only(events, 'STATE_SNAPSHOT').snapshot, { count: 2, list: ['a', 'b'] });
    },
  },
  {
    name: 'a thread with an active run is told up to now and then live',
    async run(context) {
      const held = await context.hold('hold');
      const viewer = new SseReader(await context.join(held.threadId));
      const before = await viewer.readTo('TEXT_MESSAGE_CONTENT');
      assert.equal(textOf(before), 'held');
      await context.release(held.key);
      const after = await viewer.restOfEvents();
      assert.equal(textOf(after), ' and released');
      assert.equal(terminalOf(after).type, 'RUN_FINISHED');
    },
  },
  {
    name: 'a client with messages that joins an active run gets the open message again from its start',
    async run(context) {
      const held = await context.hold('hold');
      const viewer = new SseReader(await context.join(held.threadId, KNOWN));
      const before = await viewer.readTo('TEXT_MESSAGE_CONTENT');
      const snapshot = only(before, 'MESSAGES_SNAPSHOT') as unknown as { messages: object[] };
      assert.equal(snapshot.messages.length, 1);
      assert.equal(textOf(before), 'held');
      await context.release(held.key);
      assert.equal(textOf(await viewer.restOfEvents()), ' and released');
    },
  },
  {
    name: 'two viewers of a run get the same events',
    async run(context) {
      const held = await context.hold('hold');
      const viewers = await Promise.all(
        [1, 2].map(async () => new SseReader(await context.join(held.threadId))),
      );
      await context.release(held.key);
      const [first, second] = await Promise.all(viewers.map((viewer) => viewer.restOfEvents()));
      assert.deepEqual(first, second);
      assert.equal(textOf(first ?? []), 'held and released');
    },
  },
  {
    name: 'a stop ends the stream of every viewer',
    async run(context) {
      const held = await context.hold('hold');
      const viewer = new SseReader(await context.join(held.threadId));
      await viewer.readTo('TEXT_MESSAGE_CONTENT');
      await context.stop(held.threadId);
      assert.equal(terminalOf(await viewer.restOfEvents()).type, 'RUN_FINISHED');
      assert.equal(terminalOf(await held.reader.restOfEvents()).type, 'RUN_FINISHED');
    },
  },
  {
    name: 'a run goes on when its client leaves, and can be joined again',
    async run(context) {
      const held = await context.hold('hold');
      await held.reader.cancel();
      const viewer = new SseReader(await context.join(held.threadId));
      await viewer.readTo('TEXT_MESSAGE_CONTENT');
      await context.release(held.key);
      assert.equal(textOf(await viewer.restOfEvents()), ' and released');
    },
  },
  {
    name: 'a run whose client has left is stored to its end',
    async run(context) {
      const held = await context.hold('hold');
      await held.reader.cancel();
      await context.release(held.key);
      await until(async () => {
        const { events } = await context.connect(held.threadId);
        return textOf(events) === 'held and released' && events.at(-1)?.type === 'RUN_FINISHED';
      }, 'the end of the run');
    },
  },
  {
    name: 'a viewer that leaves does not end the stream of another',
    async run(context) {
      const held = await context.hold('hold');
      const viewer = new SseReader(await context.join(held.threadId));
      await viewer.readTo('TEXT_MESSAGE_CONTENT');
      await viewer.cancel();
      await context.release(held.key);
      assert.equal(textOf(await held.reader.restOfEvents()), ' and released');
    },
  },
  {
    name: 'a continuing client gets only what it has missed',
    async run(context) {
      const { threadId, frames } = await context.run('say hello');
      const next = await context.run('say again', { threadId });
      const headers = { 'accept-resume': '1', 'last-event-id': frames.at(-1)?.id ?? '' };
      const { response, events } = await context.connect(threadId, {}, { headers });
      assert.equal(response.headers.get('x-replay'), 'resume');
      assert.deepEqual(events, next.events);
    },
  },
  {
    name: 'a continuing client that was cut off inside an active run goes on at the next event',
    async run(context) {
      const held = await context.hold('hold');
      const { frames } = await readHeld(context.join(held.threadId));
      const headers = { 'accept-resume': '1', 'last-event-id': frames.at(-1)?.id ?? '' };
      const viewer = new SseReader(await context.join(held.threadId, {}, { headers }));
      await context.release(held.key);
      assert.equal(textOf(await viewer.restOfEvents()), ' and released');
    },
  },
  {
    name: 'a continuing client with a cursor that does not fit is told to start over',
    async run(context) {
      const { threadId } = await context.run('say hello');
      const headers = { 'accept-resume': '1', 'last-event-id': '1.99999' };
      const body = await jsonOf(await context.join(threadId, {}, { headers }), 412);
      assert.equal(body.error, 'cursor_invalid');
      assert.equal(typeof body.reason, 'string');
    },
  },
  {
    name: 'a cursor of a client that cannot continue is ignored',
    async run(context) {
      const { threadId } = await context.run('say hello');
      const headers = { 'last-event-id': '1.99999' };
      const { events } = await context.connect(threadId, { lastSeenEventId: 'x' }, { headers });
      assert.equal(textOf(events), 'hello');
    },
  },
  {
    name: 'connecting runs no agent',
    async run(context) {
      const threadId = uniqueId('thread');
      const body = runBodySaying('say hello', { threadId });
      await collectRun(await context.client.connect(context.agentId, body));
      assert.deepEqual((await context.connect(threadId)).events, []);
    },
  },
  {
    name: 'connecting through an unknown agent is answered 404',
    async run({ client }) {
      const body = await jsonOf(await client.connect('nobody', runBody()), 404);
      assert.equal(body.error, 'Agent not found');
    },
  },
  {
    name: 'connecting with an invalid body is refused with 400',
    async run({ client, agentId }) {
      const body = await jsonOf(await client.connect(agentId, { threadId: 7 }), 400);
      assert.equal(body.error, 'Invalid request body');
    },
  },
];

/** The frames of a held run up to its first text. */
async function readHeld(joined: Promise<Response>): Promise<{ frames: { id?: string }[] }> {
  const reader = new SseReader(await joined);
  const frames: { id?: string }[] = [];
  for await (const frame of reader) {
    frames.push(frame);
    if (frame.data?.includes('TEXT_MESSAGE_CONTENT') === true) break;
  }
  await reader.cancel();
  return { frames };
}
