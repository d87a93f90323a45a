import assert from 'node:assert/strict';
import { userMessage } from '../../http/run-input.js';
import { jsonOf } from '../../http/runtime-client.js';
import { uniqueId } from '../../support/unique-id.js';
import type { ConformanceCase } from '../conformance-case.js';
import type { ConformanceContext } from '../conformance-context.js';
import type { ServerInfo } from '../server-info.js';

type Fields = Readonly<Record<string, unknown>>;

const reads = (info: ServerInfo): boolean => info.readsThreads;
const changes = (info: ServerInfo): boolean => info.changesThreads;

const RECORD = [
  'agentId',
  'archived',
  'createdAt',
  'createdById',
  'id',
  'name',
  'organizationId',
  'updatedAt',
];

async function list({ client }: ConformanceContext, query = 'limit=200'): Promise<Fields[]> {
  const { threads } = await jsonOf(await client.resource('GET', `/threads?${query}`));
  return threads as Fields[];
}

async function find(context: ConformanceContext, threadId: string): Promise<Fields | undefined> {
  return (await list(context, 'limit=200&includeArchived=true')).find(({ id }) => id === threadId);
}

function inspect(
  { client }: ConformanceContext,
  threadId: string,
  what: 'messages' | 'events' | 'state',
): Promise<Fields> {
  const path = `/threads/${encodeURIComponent(threadId)}/${what}`;
  return client.resource('GET', path).then((response) => jsonOf(response));
}

function pathOf(threadId: string): string {
  return `/threads/${encodeURIComponent(threadId)}`;
}

function refusedPatch(title: string, patch: unknown): ConformanceCase {
  return {
    name: `a change of a thread with ${title} is refused with 400`,
    needs: changes,
    async run(context) {
      const { threadId } = await context.run('say hello');
      const response = await context.client.resource('PATCH', pathOf(threadId), patch);
      assert.equal(typeof (await jsonOf(response, 400)).error, 'string');
    },
  };
}

function unknownThread(verb: string, suffix: string, body: unknown): ConformanceCase {
  return {
    name: `${verb} of an unknown thread${suffix} is answered 404`,
    needs: changes,
    async run({ client }) {
      const path = `${pathOf(uniqueId('unknown'))}${suffix}`;
      await jsonOf(await client.resource(verb, path, body), 404);
    },
  };
}

/** protocol.md 5.7: reading threads. */
export const threadReadCases: readonly ConformanceCase[] = [
  {
    name: 'a thread that has run is in the list',
    needs: reads,
    async run(context) {
      const { threadId } = await context.run('say hello');
      assert.ok((await list(context)).some(({ id }) => id === threadId));
    },
  },
  {
    name: 'a thread in the list has the documented fields',
    needs: reads,
    async run(context) {
      const { threadId } = await context.run('say hello');
      const { lastRunAt: _optional, ...thread } = (await find(context, threadId)) ?? {};
      assert.deepEqual(Object.keys(thread).sort(), RECORD);
      assert.equal(thread.agentId, context.agentId);
      assert.equal(thread.name, null);
      assert.equal(thread.archived, false);
      const updatedAt = String(thread.updatedAt);
      assert.equal(new Date(updatedAt).toISOString(), updatedAt);
    },
  },
  {
    name: 'the list begins with the latest activity',
    needs: reads,
    async run(context) {
      const first = await context.run('say hello');
      const second = await context.run('say hello');
      await context.run('say again', { threadId: first.threadId });
      const ids = (await list(context)).map(({ id }) => id);
      assert.ok(ids.indexOf(first.threadId) < ids.indexOf(second.threadId));
    },
  },
  {
    name: 'the list can be limited to an agent',
    needs: reads,
    async run(context) {
      await context.run('say hello');
      assert.deepEqual(await list(context, 'agentId=nobody&limit=200'), []);
    },
  },
  {
    name: 'the list comes in pages without a gap or a repetition',
    needs: reads,
    async run(context) {
      for (let index = 0; index < 3; index += 1) await context.run('say hello');
      const get = async (query: string): Promise<Fields> =>
        jsonOf(await context.client.resource('GET', `/threads?${query}`));
      const first = await get('limit=1');
      const second = await get(`limit=2&cursor=${encodeURIComponent(String(first.nextCursor))}`);
      const paged = [...(first.threads as Fields[]), ...(second.threads as Fields[])];
      const whole = await list(context, 'limit=3');
      assert.deepEqual(
        paged.map(({ id }) => id),
        whole.map(({ id }) => id),
      );
    },
  },
  ...['0', '-1', 'many', '1.5'].map((limit): ConformanceCase => ({
    name: `a list with the limit ${limit} is refused with 400`,
    needs: reads,
    async run({ client }) {
      await jsonOf(await client.resource('GET', `/threads?limit=${limit}`), 400);
    },
  })),
  {
    name: 'a list with a cursor that is none is refused with 400',
    needs: reads,
    async run({ client }) {
      await jsonOf(await client.resource('GET', '/threads?cursor=nonsense'), 400);
    },
  },
  {
    name: 'the messages of a thread are those of user and assistant, tool calls flattened',
    needs: reads,
    async run(context) {
      const question = userMessage('tool');
      const { threadId, runId } = await context.run('', { messages: [question] });
      const { messages } = (await inspect(context, threadId, 'messages')) as unknown as {
        messages: Fields[];
      };
      assert.deepEqual(messages[0], question);
      assert.deepEqual(messages[1]?.toolCalls, [
        { id: `${runId}-call`, name: 'weather', args: '{"city":"Zürich"}' },
      ]);
      assert.equal(messages[2]?.role, 'tool');
      assert.equal(messages[2]?.content, '{"celsius":21}');
    },
  },
  {
    name: 'the events of a thread are those of its runs, pieces merged',
    needs: reads,
    async run(context) {
      const { threadId } = await context.run('say one two three');
      const { events } = (await inspect(context, threadId, 'events')) as unknown as {
        events: Fields[];
      };
      const deltas = events.filter(({ type }) => type === 'TEXT_MESSAGE_CONTENT');
      assert.deepEqual(
        deltas.map(({ delta }) => delta),
        ['one two three'],
      );
      assert.equal(events.at(-1)?.type, 'RUN_FINISHED');
    },
  },
  {
    name: 'the state of a thread is its last one',
    needs: reads,
    async run(context) {
      const { threadId } = await context.run('state');
      const { state } = await inspect(context, threadId, 'state');
      assert.deepEqual(state, { count: 2, list: ['a', 'b'] });
    },
  },
  {
    name: 'an unknown thread has no messages, no events and no state',
    needs: reads,
    async run(context) {
      const threadId = uniqueId('unknown');
      assert.deepEqual(await inspect(context, threadId, 'messages'), { messages: [] });
      assert.deepEqual(await inspect(context, threadId, 'events'), { events: [] });
      assert.deepEqual(await inspect(context, threadId, 'state'), { state: null });
    },
  },
  {
    name: 'a thread with any characters in its id can be read',
    needs: reads,
    async run(context) {
      const threadId = `a/b ?#%é-${uniqueId()}`;
      await context.run('say hello', { threadId });
      const { messages } = await inspect(context, threadId, 'messages');
      assert.equal((messages as unknown[]).length, 2);
    },
  },
  {
    name: 'threads that are not offered without an identity are answered 403',
    needs: (info) => !info.readsThreads,
    async run({ client }) {
      for (const path of [
        '/threads',
        '/threads/a/messages',
        '/threads/a/events',
        '/threads/a/state',
      ]) {
        const { status } = await client.resource('GET', path);
        assert.ok(status === 403 || status === 422, `${path}: ${status}`);
      }
    },
  },
];

/** protocol.md 5.7: changing threads. */
export const threadChangeCases: readonly ConformanceCase[] = [
  {
    name: 'a thread can be renamed',
    needs: changes,
    async run(context) {
      const { threadId } = await context.run('say hello');
      const patch = { agentId: context.agentId, name: 'Hello' };
      const thread = await jsonOf(await context.client.resource('PATCH', pathOf(threadId), patch));
      assert.equal(thread.name, 'Hello');
      assert.equal((await find(context, threadId))?.name, 'Hello');
    },
  },
  {
    name: 'an archived thread leaves the list and can be brought back',
    needs: changes,
    async run(context) {
      const { threadId } = await context.run('say hello');
      const { agentId, client } = context;
      const archived = await client.resource('POST', `${pathOf(threadId)}/archive`, { agentId });
      assert.deepEqual(await jsonOf(archived), { threadId, archived: true });
      assert.equal(
        (await list(context)).some(({ id }) => id === threadId),
        false,
      );
      assert.equal((await find(context, threadId))?.archived, true);
      const patch = { agentId, archived: false };
      await jsonOf(await client.resource('PATCH', pathOf(threadId), patch));
      assert.ok((await list(context)).some(({ id }) => id === threadId));
    },
  },
  {
    name: 'a deleted thread is gone',
    needs: changes,
    async run(context) {
      const { threadId } = await context.run('say hello');
      const { agentId, client } = context;
      const deleted = await client.resource('DELETE', pathOf(threadId), { agentId });
      assert.deepEqual(await jsonOf(deleted), { threadId, deleted: true });
      assert.equal(await find(context, threadId), undefined);
      assert.deepEqual((await context.connect(threadId)).events, []);
    },
  },
  {
    name: 'deleting a thread ends its active run',
    needs: changes,
    async run(context) {
      const held = await context.hold('hold');
      await jsonOf(await context.client.resource('DELETE', pathOf(held.threadId), {}));
      await held.reader.rest();
    },
  },
  unknownThread('PATCH', '', { name: 'a' }),
  unknownThread('DELETE', '', {}),
  unknownThread('POST', '/archive', {}),
  refusedPatch('a number as its name', { name: 7 }),
  refusedPatch('a text as its archived flag', { archived: 'yes' }),
  refusedPatch('an array', []),
];
