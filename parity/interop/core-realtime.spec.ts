import {
  ɵcreateThreadStore as createThreadStore,
  type ThreadRunActivityNotification,
} from '@copilotkit/core';
import type { CopilotRuntimeOptions } from '@flightdeck/core';
import { attachRealtime, type RealtimeAttachment } from '@flightdeck/runtime-node';
import { memoryThreads } from '@flightdeck/store';
import { WebSocket } from 'ws';
import type { RecordedCore } from '../support/copilot-core.js';
import { send } from '../support/copilot-core.js';
import { createGate } from '../support/gate.js';
import type { Script } from '../support/scripted-agent.js';
import { until } from '../support/until.js';
import { CoreFixture, CORE_TRANSPORTS } from './support/core-fixture.js';

type ThreadStore = ReturnType<typeof createThreadStore>;

const SECRET = 'a secret of more than 32 characters';
/** The client mentions each socket that fails. */
const DROPPED = /\[threads\] realtime socket errored/;

const answer: Script = (run) => {
  run.started();
  run.say(`m-${run.input.runId}`, 'Hello');
  run.finished();
};

const byHeader: Partial<CopilotRuntimeOptions> = {
  environment: 'production',
  identifyUser: (request) => ({ id: request.headers.get('x-user') ?? 'nobody' }),
};

describe.each(CORE_TRANSPORTS)(
  'the thread list of CopilotKit core with realtime over %s [client.core-realtime]',
  (transport) => {
    const host = globalThis as { WebSocket?: unknown };
    const ownWebSocket = host.WebSocket;
    let fixtures: CoreFixture[] = [];
    let fixture: CoreFixture;
    const stores: ThreadStore[] = [];
    beforeEach(() => {
      // Node 20 has none, and the client would take to polling.
      host.WebSocket = WebSocket;
      fixture = new CoreFixture(transport);
      fixtures = [fixture];
    });
    afterEach(async () => {
      for (const store of stores.splice(0)) store.stop();
      for (const each of fixtures.toReversed()) await each.release();
      host.WebSocket = ownWebSocket;
    });

    const serve = async (
      options: Partial<CopilotRuntimeOptions> = {},
      { on = fixture, script = answer }: { on?: CoreFixture; script?: Script } = {},
    ): Promise<RealtimeAttachment> => {
      await on.serve(script, options);
      return attachRealtime(on.served.server, on.served.runtime);
    };

    const online = (on = fixture): number => on.served.runtime.realtime?.size ?? 0;

    /** The store behind `useThreads`, once its socket is open. */
    const listOf = async (client: RecordedCore, on = fixture): Promise<ThreadStore> => {
      const store = createThreadStore({ fetch: client.core.ɵruntimeFetch });
      stores.push(store);
      const before = online(on);
      store.start();
      store.setContext({
        runtimeUrl: client.core.runtimeUrl ?? '',
        wsUrl: client.core.intelligence?.wsUrl ?? '',
        headers: { ...client.core.headers },
        agentId: 'default',
      });
      await until('the socket', () => online(on) > before);
      return store;
    };

    const idsIn = (store: ThreadStore): string[] => store.getState().threads.map(({ id }) => id);
    const shows = (store: ThreadStore, ...ids: readonly string[]): Promise<true> =>
      until(`${ids.join(', ') || 'nothing'} in the list`, () => idsIn(store).join() === ids.join());

    it('is offered by `/info` [threads.realtime]', async () => {
      await serve();
      const client = await fixture.client();
      expect(client.core.threadEndpoints).toEqual({
        list: true,
        inspect: true,
        mutations: true,
        realtimeMetadata: true,
      });
      expect(client.core.intelligence?.wsUrl).toMatch(/^ws:.*\/realtime$/);
      expect(client.core.runtimeMode).toBe('sse');
      fixture.guard.expectSilence();
    });

    it('follows what other clients do, by itself [threads.realtime]', async () => {
      await serve();
      const watching = await listOf(await fixture.client());
      const client = await fixture.client({ threadId: 'one' });
      await send(client, { id: 'u1', content: 'hi' });
      await shows(watching, 'one');
      client.agent().threadId = 'two';
      await send(client, { id: 'u2', content: 'hi' });
      await shows(watching, 'two', 'one');
      const acting = await listOf(client);
      await acting.renameThread('one', 'Colours');
      const nameOf = (): unknown =>
        watching.getState().threads.find(({ id }) => id === 'one')?.name;
      await until('the new name', () => nameOf() === 'Colours');
      await acting.archiveThread('one');
      await shows(watching, 'two');
      await acting.unarchiveThread('one');
      await shows(watching, 'two', 'one');
      await acting.deleteThread('two');
      await shows(watching, 'one');
      const lists = fixture.calls().filter((method) => method === 'threads/list');
      expect(lists).toHaveLength(2);
      client.expectErrors();
      fixture.guard.expectSilence();
    });

    it('tells of a run on another device, which can be followed as it goes on [threads.realtime]', async () => {
      const gate = createGate();
      await serve(undefined, {
        script: async (run) => {
          run.started();
          run.emit({ type: 'TEXT_MESSAGE_START', messageId: 'm1', role: 'assistant' });
          run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: 'Hello' });
          await gate.passed;
          run.emit({ type: 'TEXT_MESSAGE_CONTENT', messageId: 'm1', delta: ' world' });
          run.emit({ type: 'TEXT_MESSAGE_END', messageId: 'm1' });
          run.finished();
        },
      });
      const phone = await fixture.client({ threadId: 'one' });
      const seen: ThreadRunActivityNotification[] = [];
      (await listOf(phone)).subscribeToRunActivity?.((activity) => void seen.push(activity));
      const desk = await fixture.client({ threadId: 'one' });
      const sent = send(desk, { id: 'u1', content: 'hi' });
      const [activity] = await until('the run', () => seen.length > 0 && seen);
      expect(activity).toMatchObject({
        threadId: 'one',
        agentId: 'default',
        runId: expect.any(String),
        eventType: 'RUN_STARTED',
      });
      // As the chat does.
      const connected = phone.core.connectAgent({ agent: phone.agent() });
      const text = (): unknown => phone.agent().messages.at(-1)?.content;
      await until('the first half', () => text() === 'Hello');
      gate.open();
      await Promise.all([sent, connected]);
      expect(phone.agent().messages.map(({ id }) => id)).toEqual(['u1', 'm1']);
      expect(text()).toBe('Hello world');
      expect(seen).toHaveLength(1);
      for (const each of [phone, desk]) each.expectErrors();
      fixture.guard.expectSilence();
    });

    it('goes on after a restart of the socket server, with what has changed meanwhile [threads.realtime]', async () => {
      const attachment = await serve();
      const store = await listOf(await fixture.client());
      await attachment.close();
      const client = await fixture.client({ threadId: 'one' });
      await send(client, { id: 'u1', content: 'hi' });
      expect(idsIn(store)).toEqual([]);
      attachRealtime(fixture.served.server, fixture.served.runtime);
      await shows(store, 'one');
      client.agent().threadId = 'two';
      await send(client, { id: 'u2', content: 'hi' });
      await shows(store, 'two', 'one');
      client.expectErrors();
      fixture.guard.expectSilence(DROPPED);
    });

    it('belongs to its user [trap.t5]', async () => {
      await serve(byHeader);
      const [ada, bob] = await Promise.all(
        ['ada', 'bob'].map((user) =>
          fixture.client({ threadId: `of-${user}`, headers: { 'x-user': user } }),
        ),
      );
      if (ada === undefined || bob === undefined) throw new Error('There are two clients');
      const lists = [await listOf(ada), await listOf(bob)] as const;
      await send(ada, { id: 'u1', content: 'hi' });
      await shows(lists[0], 'of-ada');
      await send(bob, { id: 'u2', content: 'hi' });
      await shows(lists[1], 'of-bob');
      expect(idsIn(lists[0])).toEqual(['of-ada']);
      for (const each of [ada, bob]) each.expectErrors();
      fixture.guard.expectSilence();
    });

    it('hears of changes on every instance [threads.realtime]', async () => {
      const options = { threads: memoryThreads(), realtime: { secret: SECRET } };
      const other = new CoreFixture(transport);
      fixtures.push(other);
      await serve(options);
      await serve(options, { on: other });
      const store = await listOf(await fixture.client());
      const client = await other.client({ threadId: 'one' });
      await send(client, { id: 'u1', content: 'hi' });
      await shows(store, 'one');
      client.expectErrors();
      for (const each of fixtures) each.guard.expectSilence();
    });
  },
);
