import { AgentRunner } from '@flightdeck/core';
import { CopilotRuntimeModule, CopilotRuntimeService } from '@flightdeck/runtime-nest';
import { runBody, until } from '@flightdeck/testing';
import { EMPTY, type Observable } from 'rxjs';

import { waitingAgent } from './support/agents.js';
import { PLATFORMS } from './support/platforms.js';
import { BASE, eventsOf, postJson, run } from './support/requests.js';
import { startApp } from './support/start-app.js';

describe.each(PLATFORMS)('streams on %s', (platform) => {
  it('begin before the agent says anything', async () => {
    const { agent, gate } = waitingAgent();
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents: { default: agent } })],
    });
    const response = await run(`${url}${BASE}`);
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/);
    gate.open();
    const events = await eventsOf(response);
    expect(events.map(({ type }) => type)).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
  });

  it('that lose their reader end the run if that is wanted', async () => {
    const { agent } = waitingAgent();
    const { app, url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({ agents: { default: agent }, onDisconnect: 'cancel' }),
      ],
    });
    const service = app.get(CopilotRuntimeService);
    const leave = new AbortController();
    const response = await fetch(`${url}${BASE}/agent/default/run`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(runBody()),
      signal: leave.signal,
    });
    expect([response.status, service.activeRuns]).toEqual([200, 1]);
    leave.abort();
    await until(() => agent.log.aborts === 1 && service.activeRuns === 0, 'the end of the run');
  });

  it('that lose their reader can be joined again', async () => {
    const { agent, gate } = waitingAgent();
    const { url } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ agents: { default: agent } })],
    });
    const first = await run(`${url}${BASE}`, { threadId: 'kept' });
    await first.body?.cancel();
    const second = await postJson(
      `${url}${BASE}/agent/default/connect`,
      runBody({ threadId: 'kept' }),
    );
    gate.open();
    const events = await eventsOf(second);
    expect(events.map(({ type }) => type)).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
    expect(agent.log.aborts).toBe(0);
  });

  it('can be stopped by the application', async () => {
    const { agent } = waitingAgent();
    const { app, url } = await startApp(platform, {
      imports: [
        CopilotRuntimeModule.forRoot({
          agents: { default: agent },
          identifyUser: () => ({ id: 'ann', tenantId: 'acme' }),
        }),
      ],
    });
    const service = app.get(CopilotRuntimeService);
    const response = await run(`${url}${BASE}`, { threadId: 't' });
    const identity = { id: 'ann', tenantId: 'acme' };
    const another = { id: 'bob', tenantId: 'acme' };
    expect(await service.stop('t', { identity: another })).toBe(false);
    expect(await service.stop('t', { identity, runId: 'another' })).toBe(false);
    expect(await service.stop('t', { identity })).toBe(true);
    const events = await eventsOf(response);
    expect(events.at(-1)?.type).toBe('RUN_FINISHED');
    expect(await service.stop('t', { identity })).toBe(false);
  });

  it('of a custom runner are stopped by it', async () => {
    const asked: unknown[] = [];
    class SilentRunner extends AgentRunner {
      override run = (): Observable<never> => EMPTY;
      override connect = (): Observable<never> => EMPTY;
      override isRunning = async (): Promise<boolean> => false;
      override async stop(request: { threadId: string; runId?: string }): Promise<boolean> {
        asked.push(request);
        return request.runId !== undefined;
      }
    }
    const { app } = await startApp(platform, {
      imports: [CopilotRuntimeModule.forRoot({ runner: new SilentRunner() })],
    });
    const service = app.get(CopilotRuntimeService);
    expect(await service.stop('t')).toBe(false);
    expect(await service.stop('t', { runId: 'r' })).toBe(true);
    expect(asked).toEqual([{ threadId: 't' }, { threadId: 't', runId: 'r' }]);
    expect(service.activeRuns).toBe(0);
  });
});
