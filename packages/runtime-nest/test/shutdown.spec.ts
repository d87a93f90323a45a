import { once } from 'node:events';
import { connect } from 'node:net';

import {
  CopilotAgent,
  CopilotRuntimeModule,
  CopilotRuntimeService,
} from '@flightdeck/runtime-nest';
import { createGate, ScriptedAgent, until } from '@flightdeck/testing';
import { Inject, Injectable, Module, type OnModuleDestroy } from '@nestjs/common';

import { waitingAgent } from './support/agents.js';
import { PLATFORMS } from './support/platforms.js';
import { BASE, answerOf, eventsOf, run } from './support/requests.js';
import { startApp } from './support/start-app.js';

describe.each(PLATFORMS)('closing an application on %s', (platform) => {
  it('lets runs come to their end, and takes no new ones', async () => {
    const { agent, gate } = waitingAgent();
    const { app, url } = await startApp(platform, {
      forceCloseConnections: false,
      imports: [CopilotRuntimeModule.forRoot({ agents: { default: agent } })],
    });
    const running = await run(`${url}${BASE}`);
    let closed = false;
    const closing = app.close().then(() => (closed = true));
    await until(() => app.get(CopilotRuntimeService).isShuttingDown, 'the shutdown');
    const late = await run(`${url}${BASE}`);
    expect([late.status, late.headers.get('retry-after')]).toEqual([503, '5']);
    await late.text();
    expect(closed).toBe(false);
    gate.open();
    const events = await eventsOf(running);
    expect(events.at(-1)?.type).toBe('RUN_FINISHED');
    await closing;
    expect(agent.log.aborts).toBe(0);
  });

  it('ends runs with an error when their time is over, and cuts none', async () => {
    const { agent } = waitingAgent();
    const { app, url } = await startApp(platform, {
      forceCloseConnections: false,
      imports: [CopilotRuntimeModule.forRoot({ agents: { default: agent }, shutdownGraceMs: 50 })],
    });
    const streams = await Promise.all([run(`${url}${BASE}`), run(`${url}${BASE}`)]);
    const [, ...ends] = await Promise.all([app.close(), ...streams.map(eventsOf)]);
    for (const events of ends) {
      expect(events.at(-1)).toMatchObject({ type: 'RUN_ERROR', code: 'SERVER_SHUTDOWN' });
    }
    expect(agent.log.aborts).toBe(2);
  });

  it('ends feeds that never end', async () => {
    const { app, url } = await startApp(platform, {
      forceCloseConnections: false,
      imports: [CopilotRuntimeModule.forRoot({ debug: true })],
    });
    const feed = await fetch(`${url}${BASE}/cpk-debug-events`);
    expect(feed.status).toBe(200);
    const [text] = await Promise.all([feed.text(), app.close()]);
    expect(text).toContain(': connected');
  });

  it('does not wait for a client that reads nothing', async () => {
    const agent = new ScriptedAgent(({ input }) => {
      const delta = 'x'.repeat(100_000);
      return Array.from({ length: 100 }, () => ({
        type: 'TEXT_MESSAGE_CHUNK',
        messageId: input.runId,
        delta,
      }));
    });
    const { app, url } = await startApp(platform, {
      forceCloseConnections: false,
      imports: [CopilotRuntimeModule.forRoot({ agents: { default: agent }, shutdownGraceMs: 50 })],
    });
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.pause();
    const body = JSON.stringify({
      threadId: 't',
      runId: 'r',
      messages: [],
      tools: [],
      context: [],
    });
    const head = `POST ${BASE}/agent/default/run HTTP/1.1\r\nhost: test\r\ncontent-type: application/json`;
    socket.write(`${head}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    await until(() => agent.log.runs.length === 1, 'the run');
    await app.close();
    socket.destroy();
  });

  it('leaves agents what they need until their runs have ended', async () => {
    const gate = createGate();
    @Injectable()
    class Database implements OnModuleDestroy {
      isOpen = true;

      onModuleDestroy(): void {
        this.isOpen = false;
      }
    }
    @Module({ providers: [Database], exports: [Database] })
    class DatabaseModule {}
    @CopilotAgent('default')
    class DatabaseAgent extends ScriptedAgent {
      constructor(@Inject(Database) database: Database) {
        super(async function* script({ input }) {
          yield { type: 'TEXT_MESSAGE_CHUNK', messageId: input.runId, delta: 'database ' };
          await gate.opened;
          const delta = database.isOpen ? 'open' : 'closed';
          yield { type: 'TEXT_MESSAGE_CHUNK', messageId: input.runId, delta };
        });
      }
    }
    @Module({ imports: [DatabaseModule], providers: [DatabaseAgent] })
    class AgentsModule {}
    const { app, url } = await startApp(platform, {
      forceCloseConnections: false,
      imports: [CopilotRuntimeModule.forRoot({}), AgentsModule],
    });
    const running = await run(`${url}${BASE}`);
    const closing = app.close();
    await until(() => app.get(CopilotRuntimeService).isShuttingDown, 'the shutdown');
    gate.open();
    expect(await answerOf(running)).toBe('database open');
    await closing;
  });

  it('has nothing left to do after the application has shut the runtime down itself', async () => {
    const { agent } = waitingAgent();
    const { app, url } = await startApp(platform, {
      forceCloseConnections: false,
      imports: [CopilotRuntimeModule.forRoot({ agents: { default: agent } })],
    });
    const running = await run(`${url}${BASE}`);
    const service = app.get(CopilotRuntimeService);
    const [events] = await Promise.all([eventsOf(running), service.shutdown(20)]);
    expect(events.at(-1)).toMatchObject({ code: 'SERVER_SHUTDOWN' });
    expect((await fetch(`${url}${BASE}/info`)).status).toBe(200);
    await app.close();
  });
});
