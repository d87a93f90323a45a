import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { CopilotRuntime } from '@flightdeck/core';
import {
  createCopilotEndpointExpress,
  createCopilotEndpointSingleRouteExpress,
} from '@flightdeck/runtime-express';
import { CLIENT_59 } from '../support/clients.js';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { coreOn, installWindow, send } from '../support/copilot-core.js';
import { aborted, scriptedAgent } from '../support/scripted-agent.js';
import { until } from '../support/until.js';

let guard: ConsoleGuard;
let removeWindow: () => void;
let server: Server;
let runtime: CopilotRuntime;
beforeEach(() => {
  guard = guardConsole();
  removeWindow = installWindow();
});
afterEach(async () => {
  removeWindow();
  guard.release();
  await runtime.shutdown({ graceMs: 0 });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

/** The server of the documentation: a body parser for everybody, the runtime below a mount point. */
async function serveExpress(transport: 'rest' | 'single'): Promise<string> {
  runtime = new CopilotRuntime({
    environment: 'development',
    agents: {
      default: scriptedAgent(CLIENT_59, async (run) => {
        run.started();
        run.say(`m-${run.input.messages.length}`, 'Hello');
        if (run.input.messages.at(-1)?.content === 'wait') await aborted(run.signal);
        else run.finished();
      }),
    },
  });
  const create =
    transport === 'rest' ? createCopilotEndpointExpress : createCopilotEndpointSingleRouteExpress;
  const app = express();
  app.use(express.json());
  app.use('/api/copilotkit', create({ runtime, basePath: '/' }));
  server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/copilotkit`;
}

describe.each(['rest', 'single'] as const)('CopilotKit core and Express over %s', (transport) => {
  it('run, stop and come back as documented [express.mounting] [api.express-names]', async () => {
    const runtimeUrl = await serveExpress(transport);
    const client = await coreOn({ runtimeUrl, threadId: 't1' });
    expect(client.core.runtimeTransport).toBe(transport);
    const agent = client.agent();
    await send(client, { id: 'u1', content: 'hi' });
    const waiting = send(client, { id: 'u2', content: 'wait' });
    await until('the second answer', () => agent.messages.at(-1)?.id === 'm-3');
    client.core.stopAgent({ agent });
    await waiting;
    const late = await coreOn({ runtimeUrl, threadId: 't1' });
    await late.core.connectAgent({ agent: late.agent() });
    expect(late.agent().messages).toEqual(agent.messages);
    expect(agent.messages.map(({ id }) => id)).toEqual(['u1', 'm-1', 'u2', 'm-3']);
    for (const each of [client, late]) each.expectErrors();
    guard.expectSilence();
  });
});
