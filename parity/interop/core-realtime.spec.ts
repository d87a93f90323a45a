import type { ThreadRunActivityNotification } from '@copilotkit/core';
import type { CopilotRuntimeOptions } from '@flightdeck/core';
import { attachRealtime, type RealtimeAttachment } from '@flightdeck/runtime-node';
import { send } from '../support/copilot-core.js';
import { createGate } from '../support/gate.js';
import type { Script } from '../support/scripted-agent.js';
import { until } from '../support/until.js';
import { CoreFixture, CORE_TRANSPORTS } from './support/core-fixture.js';
import { idsIn, LiveLists, shows, SOCKET_DROPPED } from './support/live-lists.js';
import { pausedAnswer } from './support/paused-answer.js';

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
    let fixture: CoreFixture;
    let lists: LiveLists;
    beforeEach(() => {
      fixture = new CoreFixture(transport);
      lists = new LiveLists();
    });
    afterEach(async () => {
      lists.release();
      await fixture.release();
    });

    const serve = async (
      script: Script,
      options: Partial<CopilotRuntimeOptions> = {},
    ): Promise<RealtimeAttachment> => {
      await fixture.serve(script, options);
      return attachRealtime(fixture.served.server, fixture.served.runtime);
    };

    it('is offered by `/info` [threads.realtime]', async () => {
      await serve(answer);
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
      await serve(answer);
      const watching = await lists.open(await fixture.client(), fixture.served);
      const client = await fixture.client({ threadId: 'one' });
      await send(client, { id: 'u1', content: 'hi' });
      await shows(watching, 'one');
      client.agent().threadId = 'two';
      await send(client, { id: 'u2', content: 'hi' });
      await shows(watching, 'two', 'one');
      const acting = await lists.open(client, fixture.served);
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
      const reads = fixture.calls().filter((method) => method === 'threads/list');
      expect(reads).toHaveLength(2);
      client.expectErrors();
      fixture.guard.expectSilence();
    });

    it('tells of a run on another device, which can be followed as it goes on [threads.realtime]', async () => {
      const gate = createGate();
      await serve(pausedAnswer(gate));
      const phone = await fixture.client({ threadId: 'one' });
      const seen: ThreadRunActivityNotification[] = [];
      (await lists.open(phone, fixture.served)).subscribeToRunActivity?.(
        (activity) => void seen.push(activity),
      );
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
      const attachment = await serve(answer);
      const store = await lists.open(await fixture.client(), fixture.served);
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
      fixture.guard.expectSilence(SOCKET_DROPPED);
    });

    it('belongs to its user [trap.t5]', async () => {
      await serve(answer, byHeader);
      const [ada, bob] = await Promise.all(
        ['ada', 'bob'].map((user) =>
          fixture.client({ threadId: `of-${user}`, headers: { 'x-user': user } }),
        ),
      );
      if (ada === undefined || bob === undefined) throw new Error('There are two clients');
      const both = [
        await lists.open(ada, fixture.served),
        await lists.open(bob, fixture.served),
      ] as const;
      await send(ada, { id: 'u1', content: 'hi' });
      await shows(both[0], 'of-ada');
      await send(bob, { id: 'u2', content: 'hi' });
      await shows(both[1], 'of-bob');
      expect(idsIn(both[0])).toEqual(['of-ada']);
      for (const each of [ada, bob]) each.expectErrors();
      fixture.guard.expectSilence();
    });
  },
);
