import { ɵcreateThreadStore as createThreadStore } from '@copilotkit/core';
import type { RecordedCore } from '../support/copilot-core.js';
import { send } from '../support/copilot-core.js';
import type { Script } from '../support/scripted-agent.js';
import { until } from '../support/until.js';
import { CoreFixture, CORE_TRANSPORTS } from './support/core-fixture.js';

const answer: Script = (run) => {
  run.started();
  run.say(`m-${run.input.runId}`, 'Hello');
  run.finished();
};

type ThreadStore = ReturnType<typeof createThreadStore>;

describe.each(CORE_TRANSPORTS)(
  'the thread list of CopilotKit core over %s [client.core-threads]',
  (transport) => {
    let fixture: CoreFixture;
    const stores: ThreadStore[] = [];
    const reported: Error[] = [];
    beforeEach(() => {
      fixture = new CoreFixture(transport);
    });
    afterEach(async () => {
      for (const store of stores.splice(0)) store.stop();
      await fixture.release();
      expect(reported.splice(0)).toEqual([]);
    });

    /** The store behind `useThreads`, showing what the server has. */
    const threadsOf = async (
      client: RecordedCore,
      options: { limit?: number; includeArchived?: boolean; agentId?: string } = {},
    ): Promise<ThreadStore> => {
      const store = createThreadStore({
        fetch: client.core.ɵruntimeFetch,
        onError: (error) => void reported.push(error),
      });
      stores.push(store);
      store.start();
      store.setContext({
        runtimeUrl: client.core.runtimeUrl ?? '',
        headers: { ...client.core.headers },
        agentId: 'default',
        ...options,
      });
      await until('the list', () => !store.getState().isLoading && store.getState().context);
      return store;
    };

    const idsIn = (store: ThreadStore): string[] => store.getState().threads.map(({ id }) => id);

    const converse = async (...threadIds: readonly string[]): Promise<RecordedCore> => {
      let last: RecordedCore | undefined;
      for (const threadId of threadIds) {
        last = await fixture.client({ threadId });
        await send(last, { id: `u-${threadId}`, content: 'hi' });
        last.expectErrors();
      }
      if (last === undefined) throw new Error('No thread');
      return last;
    };

    it('is offered', async () => {
      await fixture.serve(answer);
      const client = await fixture.client();
      expect(client.core.threadEndpoints).toEqual({
        list: true,
        inspect: true,
        mutations: true,
        realtimeMetadata: false,
      });
      fixture.guard.expectSilence();
    });

    it('tells the threads of an agent, the last used one first', async () => {
      await fixture.serve(answer);
      const client = await converse('one', 'two', 'three');
      const store = await threadsOf(client);
      expect(idsIn(store)).toEqual(['three', 'two', 'one']);
      expect(store.getState().threads[0]).toMatchObject({
        id: 'three',
        agentId: 'default',
        name: null,
        archived: false,
        createdAt: expect.stringMatching(/^\d{4}-.*Z$/),
        updatedAt: expect.stringMatching(/^\d{4}-.*Z$/),
      });
      expect(idsIn(await threadsOf(client, { agentId: 'another' }))).toEqual([]);
      client.expectErrors();
      fixture.guard.expectSilence();
    });

    it('comes in pages [threads.pages]', async () => {
      await fixture.serve(answer);
      const client = await converse('one', 'two', 'three');
      const store = await threadsOf(client, { limit: 2 });
      expect(idsIn(store)).toEqual(['three', 'two']);
      expect(store.getState().nextCursor).not.toBeNull();
      store.fetchNextPage();
      await until('the second page', () => store.getState().threads.length === 3);
      expect(idsIn(store)).toEqual(['three', 'two', 'one']);
      expect(store.getState().nextCursor).toBeNull();
      expect(store.getState().fetchMoreError).toBeNull();
      fixture.guard.expectSilence();
    });

    it('renames, archives, brings back and deletes', async () => {
      await fixture.serve(answer);
      const client = await converse('one', 'two');
      const store = await threadsOf(client);
      await store.renameThread('one', 'Colours');
      const named = (await threadsOf(client)).getState().threads.find(({ id }) => id === 'one');
      expect(named?.name).toBe('Colours');
      await store.archiveThread('one');
      expect(idsIn(await threadsOf(client))).toEqual(['two']);
      const all = (await threadsOf(client, { includeArchived: true })).getState().threads;
      expect(all.map(({ id, archived }) => [id, archived])).toEqual(
        expect.arrayContaining([
          ['one', true],
          ['two', false],
        ]),
      );
      await store.unarchiveThread('one');
      expect(idsIn(await threadsOf(client))).toEqual(expect.arrayContaining(['one', 'two']));
      await store.deleteThread('two');
      expect(idsIn(await threadsOf(client))).toEqual(['one']);
      expect(store.getState().error).toBeNull();
      const late = await fixture.client({ threadId: 'two' });
      await late.core.connectAgent({ agent: late.agent() });
      expect(late.agent().messages).toEqual([]);
      for (const each of [client, late]) each.expectErrors();
      fixture.guard.expectSilence();
    });

    it('tells an application of a thread that is gone', async () => {
      await fixture.serve(answer);
      const client = await converse('one');
      const store = await threadsOf(client);
      await expect(store.renameThread('unheard-of', 'x')).rejects.toThrow('404');
      // Like any refusal, this makes the client ask whether the runtime is still there.
      await until(
        'the probe',
        () => fixture.calls().filter((call) => call === 'info').length === 2,
      );
      await fixture.served.idle();
      expect(reported.splice(0).map(({ message }) => message)).toEqual(['Request failed: 404']);
      fixture.guard.expectSilence();
    });

    it('belongs to its user [trap.t5]', async () => {
      await fixture.serve(answer, {
        environment: 'production',
        identifyUser: (request) => ({ id: request.headers.get('x-user') ?? 'nobody' }),
      });
      const ada = await fixture.client({ threadId: 'one', headers: { 'x-user': 'ada' } });
      await send(ada, { id: 'u1', content: 'hi' });
      const bob = await fixture.client({ threadId: 'two', headers: { 'x-user': 'bob' } });
      await send(bob, { id: 'u2', content: 'hi' });
      expect(idsIn(await threadsOf(ada))).toEqual(['one']);
      expect(idsIn(await threadsOf(bob))).toEqual(['two']);
      for (const each of [ada, bob]) each.expectErrors();
      fixture.guard.expectSilence();
    });

    it('is not offered in production where nobody is identified', async () => {
      await fixture.serve(answer, { environment: 'production' });
      const client = await fixture.client();
      expect(client.core.threadEndpoints).toEqual({
        list: false,
        inspect: false,
        mutations: false,
        realtimeMetadata: false,
      });
      fixture.guard.expectSilence();
    });
  },
);
