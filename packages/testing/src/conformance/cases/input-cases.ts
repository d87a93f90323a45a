import assert from 'node:assert/strict';
import { runBody, runBodySaying, userMessage } from '../../http/run-input.js';
import { jsonOf } from '../../http/runtime-client.js';
import { collectRun, only, terminalOf } from '../../sse/collect-run.js';
import type { ConformanceCase } from '../conformance-case.js';
import type { ConformanceContext } from '../conformance-context.js';

type Fields = Readonly<Record<string, unknown>>;

/** The input as the agent got it. */
async function inputSeenBy(context: ConformanceContext, overrides: Fields): Promise<Fields> {
  const { events } = await context.run('input', overrides);
  return only(events, 'CUSTOM').value as Fields;
}

function echoOf(events: readonly { readonly [field: string]: unknown }[]): Fields {
  return events[0]?.input as Fields;
}

/** A body with one field that is wrong; `undefined` leaves the field out. */
function refusal(title: string, wrong: Fields): ConformanceCase {
  return {
    name: `a run with ${title} is refused with 400 and a text`,
    async run({ client, agentId }) {
      const response = await client.run(agentId, runBodySaying('say hello', wrong));
      const body = await jsonOf(response, 400);
      assert.equal(body.error, 'Invalid request body');
      assert.equal(typeof body.details, 'string');
    },
  };
}

function acceptance(title: string, overrides: Fields): ConformanceCase {
  return {
    name: `a run ${title} is accepted`,
    async run(context) {
      const { events } = await context.run('say hello', overrides);
      assert.equal(terminalOf(events).type, 'RUN_FINISHED');
    },
  };
}

const TOOL = { name: 'confirm', description: 'Asks', parameters: { type: 'object' } };
const FACT = { description: 'The user’s name', value: 'Ada' };

/** protocol.md 4 and 9: what reaches the agent, what is told to viewers, what is refused. */
export const inputCases: readonly ConformanceCase[] = [
  {
    name: 'the agent gets every message of the request, unchanged',
    async run(context) {
      const messages = [
        { id: 's', role: 'system', content: 'Be brief' },
        userMessage('What is the weather?', 'u1'),
        {
          id: 'a',
          role: 'assistant',
          toolCalls: [
            { id: 'c', type: 'function', function: { name: 'weather', arguments: '{}' } },
          ],
        },
        { id: 't', role: 'tool', toolCallId: 'c', content: 'sunny' },
        { id: 'r', role: 'reasoning', content: 'Hm' },
        userMessage('input', 'u2'),
      ];
      const input = await inputSeenBy(context, { messages });
      assert.deepEqual(input.messages, messages);
    },
  },
  {
    name: 'the agent gets state, tools, context and forwarded properties',
    async run(context) {
      const told = {
        state: { a: { b: [1] } },
        tools: [TOOL],
        context: [FACT],
        forwardedProps: { token: 't' },
      };
      const { state, tools, context: facts, forwardedProps } = await inputSeenBy(context, told);
      assert.deepEqual({ state, tools, context: facts, forwardedProps }, told);
    },
  },
  {
    name: 'the agent gets the parent run id and the answers to interrupts',
    async run(context) {
      const resume = [{ interruptId: 'approval', status: 'resolved', payload: { ok: true } }];
      const input = await inputSeenBy(context, { parentRunId: 'parent', resume });
      assert.equal(input.parentRunId, 'parent');
      assert.deepEqual(input.resume, resume);
    },
  },
  {
    name: 'a message with text and image parts reaches the agent',
    async run(context) {
      const source = { type: 'data', value: 'aGk=', mimeType: 'image/png' };
      const content = [
        { type: 'text', text: 'input' },
        { type: 'image', source },
      ];
      const input = await inputSeenBy(context, { messages: [userMessage(content, 'm')] });
      assert.deepEqual(input.messages, [userMessage(content, 'm')]);
    },
  },
  {
    name: 'of two messages with one id the agent gets the later one',
    async run(context) {
      const messages = [userMessage('first', 'same'), userMessage('input', 'same')];
      const input = await inputSeenBy(context, { messages });
      assert.deepEqual(input.messages, [messages[1]]);
    },
  },
  {
    name: 'RUN_STARTED tells the messages of the request',
    async run(context) {
      const messages = [userMessage('say hello', 'told')];
      const { events } = await context.run('', { messages });
      assert.deepEqual(echoOf(events).messages, messages);
    },
  },
  {
    name: 'RUN_STARTED of a later run tells only the messages that are new',
    async run(context) {
      const first = userMessage('say hello');
      const second = userMessage('say bye');
      const { threadId } = await context.run('', { messages: [first] });
      const { events } = await context.run('', { threadId, messages: [first, second] });
      assert.deepEqual(echoOf(events).messages, [second]);
    },
  },
  {
    name: 'what the caller said to the agent alone is not told to viewers',
    async run(context) {
      const { text } = await context.run('say hello', {
        state: { secret: 'state-secret' },
        forwardedProps: { token: 'props-secret' },
        context: [{ description: 'd', value: 'context-secret' }],
        tools: [{ ...TOOL, description: 'tools-secret' }],
      });
      assert.doesNotMatch(text, /-secret/);
    },
  },
  acceptance('without tools, context, state and forwardedProps', {
    tools: undefined,
    context: undefined,
    state: undefined,
    forwardedProps: undefined,
  }),
  acceptance('with state null', { state: null }),
  acceptance('with the protocol version of AG-UI 1.0', { protocolVersion: '1.0' }),
  acceptance('with fields that nobody knows', { somethingNew: { a: 1 }, lastSeenEventId: 'x' }),
  acceptance('without messages', { messages: [] }),
  acceptance('with a thread id of any characters', { threadId: `a/b ?#%"é🙂-${Date.now()}` }),
  {
    name: 'a blank run id is replaced by a new one',
    async run(context) {
      const { events } = await context.run('say hello', { runId: '' });
      const started = only(events, 'RUN_STARTED');
      assert.notEqual(started.runId, '');
      assert.equal(terminalOf(events).runId, started.runId);
    },
  },
  {
    name: 'a body of more than 100 kB is accepted',
    async run(context) {
      const { events } = await context.run(`say ${'x'.repeat(200_000)}`);
      assert.equal(terminalOf(events).type, 'RUN_FINISHED');
    },
  },
  refusal('no threadId', { threadId: undefined }),
  refusal('a number as threadId', { threadId: 7 }),
  refusal('no runId', { runId: undefined }),
  refusal('no messages field', { messages: undefined }),
  refusal('an object as messages', { messages: {} }),
  refusal('a message of an unknown role', { messages: [{ id: 'a', role: 'king', content: '' }] }),
  refusal('a message without an id', { messages: [{ role: 'user', content: 'hello' }] }),
  refusal('a user message without content', { messages: [{ id: 'a', role: 'user' }] }),
  refusal('a text as tools', { tools: 'none' }),
  refusal('a number as a context value', { context: [{ description: 'd', value: 1 }] }),
  {
    name: 'a run on an unknown agent is answered 404 and says which one',
    async run({ client }) {
      const body = await jsonOf(await client.run('nobody', runBody()), 404);
      assert.equal(body.error, 'Agent not found');
      assert.match(String(body.message), /^Agent 'nobody' does not exist/);
    },
  },
  {
    name: 'an unknown agent is reported before an invalid body',
    async run({ client }) {
      await jsonOf(await client.run('nobody', { threadId: 7 }), 404);
    },
  },
  ...['constructor', '__proto__', 'toString', 'hasOwnProperty'].map((agentId): ConformanceCase => ({
    name: `'${agentId}' names no agent`,
    async run({ client }) {
      await jsonOf(await client.run(agentId, runBody()), 404);
    },
  })),
  {
    name: 'a run whose id the thread has had already is refused with 409',
    async run(context) {
      const { threadId, runId } = await context.run('say hello');
      const { response } = await context.start('say again', { threadId, runId });
      const body = await jsonOf(response, 409);
      assert.equal(body.code, 'duplicate_run');
      assert.equal(body.runId, runId);
    },
  },
  {
    name: 'a run on a busy thread is refused with 409 and the id of the active run',
    async run(context) {
      const held = await context.hold('hold');
      const { response } = await context.start('say hello', { threadId: held.threadId });
      assert.deepEqual(await jsonOf(response, 409), {
        error: 'Thread already running',
        code: 'run_in_progress',
        runId: held.runId,
      });
      await context.release(held.key);
      await held.reader.rest();
    },
  },
  {
    name: 'a thread is free again as soon as its run has ended',
    async run(context) {
      const { threadId } = await context.run('say hello');
      const { events } = await context.run('say again', { threadId });
      assert.equal(terminalOf(events).type, 'RUN_FINISHED');
    },
  },
  {
    name: 'a request that was refused does not take the thread',
    async run(context) {
      const body = runBodySaying('say hello');
      await jsonOf(await context.client.run(context.agentId, { ...body, messages: 7 }), 400);
      await collectRun(await context.client.run(context.agentId, body));
    },
  },
];
