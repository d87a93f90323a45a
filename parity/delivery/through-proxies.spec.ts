import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from '@jest/globals';
import compression from 'compression';
import express from 'express';
import { CopilotRuntime, type AgentEventSubscriber, type RunAgentInput } from '@flightdeck/core';
import { createCopilotExpressHandler } from '@flightdeck/runtime-express';
import { findNginx, startNginx } from './support/nginx.js';

const closers: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0).toReversed()) await close();
});

/** An agent that says one token and goes on only when the test lets it. */
function gatedAgent() {
  let release: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  let emittedAt = 0;
  const agent = {
    clone: () => agent,
    async runAgent(_input: RunAgentInput, { onEvent }: AgentEventSubscriber): Promise<void> {
      onEvent({ event: { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' } });
      emittedAt = performance.now();
      onEvent({ event: { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'first' } });
      await gate;
      onEvent({ event: { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'second' } });
      onEvent({ event: { type: 'TEXT_MESSAGE_END', messageId: 'm' } });
      onEvent({ event: { type: 'RUN_FINISHED' } });
    },
  };
  return { agent, release: () => release(), emittedAt: () => emittedAt };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function startApp(agent: ReturnType<typeof gatedAgent>['agent'], compressed = false) {
  const runtime = new CopilotRuntime({ agents: { default: agent } });
  const app = express();
  if (compressed) app.use(compression({ threshold: 0, filter: () => true }));
  app.use('/api', createCopilotExpressHandler({ runtime }));
  return listen(createServer(app));
}

/** A minimal reverse proxy, as one would write it with Node alone. */
async function startNodeProxy(upstream: string): Promise<string> {
  return listen(
    createServer((req, res) => {
      const { hostname, port } = new URL(upstream);
      const { method, headers, url: path } = req;
      const forwarded = request({ hostname, port, method, headers, path }, (answer) => {
        res.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(res);
      });
      forwarded.on('error', () => res.destroy());
      req.pipe(forwarded);
    }),
  );
}

/** Runs the agent through a URL: the first token has to arrive while the agent waits for the gate. */
async function firstTokenArrives(
  baseUrl: string,
  gated: ReturnType<typeof gatedAgent>,
): Promise<void> {
  const response = await fetch(`${baseUrl}/api/agent/default/run`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'accept-encoding': 'gzip' },
    body: JSON.stringify({ threadId: 't', runId: 'r', messages: [], tools: [], context: [] }),
  });
  expect(response.status).toBe(200);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  const readUntil = async (mark: string): Promise<void> => {
    while (!text.includes(mark)) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) throw new Error(`The stream ended without ${mark}: ${text}`);
      text += value;
    }
  };
  await readUntil('"first"');
  const latencyMs = performance.now() - gated.emittedAt();
  expect(text).not.toContain('"second"');
  gated.release();
  await readUntil('RUN_FINISHED');
  if (process.env.MEASURE === '1')
    process.stdout.write(`first token: ${latencyMs.toFixed(1)} ms\n`);
}

describe('the first token reaches the client while the agent is still at work', () => {
  it('[delivery.compression] through Express compression()', async () => {
    const gated = gatedAgent();
    await firstTokenArrives(await startApp(gated.agent, true), gated);
  });

  it('[delivery.node-proxy] through a Node proxy', async () => {
    const gated = gatedAgent();
    await firstTokenArrives(await startNodeProxy(await startApp(gated.agent)), gated);
  });

  const nginx = findNginx();
  const needsNginx = nginx === undefined && process.env.CI !== 'true' ? it.skip : it;
  const GZIP = 'gzip on; gzip_min_length 1; gzip_types text/event-stream; gzip_proxied any;';

  for (const [title, extra] of [
    ['[delivery.nginx] through nginx as it ships', ''],
    ['[delivery.nginx-gzip] through nginx that compresses event streams', GZIP],
  ] as const) {
    needsNginx(title, async () => {
      if (nginx === undefined) throw new Error('CI needs nginx');
      const gated = gatedAgent();
      const proxy = await startNginx(nginx, await startApp(gated.agent), extra);
      closers.push(() => proxy.close());
      await firstTokenArrives(proxy.baseUrl, gated);
    });
  }
});
