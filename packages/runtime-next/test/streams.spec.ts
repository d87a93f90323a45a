import { describe, expect, it } from '@jest/globals';

import { TranscriptionService } from '@flightdeck/core';
import { createCopilotNextPagesHandler } from '@flightdeck/runtime-next';
import { createGate, runBody, ScriptedAgent, SseReader, until } from '@flightdeck/testing';

import { expectRun, runtimeWith, startRun } from './support/runtime-client.js';
import { ROUTERS, serveFile, untilEnd } from './support/serve-file.js';
import { servePagesRouter } from './support/serve-pages-router.js';

function waitingAgent() {
  const gate = createGate();
  const agent = new ScriptedAgent(async function* waiting({ input: { threadId, runId } }) {
    yield { type: 'RUN_STARTED', threadId, runId };
    yield { type: 'TEXT_MESSAGE_CHUNK', messageId: 'm', delta: 'first' };
    await gate.opened;
    yield { type: 'RUN_FINISHED', threadId, runId };
  });
  return { agent, gate };
}

describe.each(ROUTERS)('%s', (router) => {
  it('streams token by token', async () => {
    const { agent, gate } = waitingAgent();
    const url = await serveFile(router, { runtime: runtimeWith({ agents: { default: agent } }) });
    const reader = new SseReader(await startRun(url));
    await reader.readTo('TEXT_MESSAGE_CHUNK');
    gate.open();
    expect((await reader.restOfEvents()).at(-1)?.type).toBe('RUN_FINISHED');
  });

  it('tells the runtime when a client leaves [adapters.next.disconnect]', async () => {
    const { agent, gate } = waitingAgent();
    const runtime = runtimeWith({ agents: { default: agent }, onDisconnect: 'cancel' });
    const url = await serveFile(router, { runtime });
    const left = new AbortController();
    await startRun(url, { signal: left.signal });
    left.abort();
    await until(() => agent.log.aborts === 1, 'the stop');
    gate.open();
  });

  it('ends streams properly when the runtime shuts down', async () => {
    const { agent } = waitingAgent();
    const runtime = runtimeWith({ agents: { default: agent } });
    const url = await serveFile(router, { runtime });
    const reader = new SseReader(await startRun(url));
    await reader.readTo('TEXT_MESSAGE_CHUNK');
    await runtime.shutdown({ graceMs: 0 });
    const end = (await reader.restOfEvents()).at(-1);
    expect(end).toMatchObject({ type: 'RUN_ERROR', code: 'SERVER_SHUTDOWN' });
  });

  it('takes forms', async () => {
    const runtime = runtimeWith({ transcriptionService: new SizeService() });
    const url = await serveFile(router, { runtime });
    const form = new FormData();
    form.set('audio', new File(['x'.repeat(5_000)], 'a.webm', { type: 'audio/webm' }));
    const response = await fetch(`${url}/transcribe`, { method: 'POST', body: form });
    expect(await response.json()).toMatchObject({ text: '5000' });
  });
});

it('bodies may be longer than the limit of Next.js where its parser is off', async () => {
  const body = JSON.stringify(runBody({ state: { filler: 'x'.repeat(2_000_000) } }));
  for (const router of ['App Router', 'Pages Router'] as const) {
    await expectRun(await serveFile(router, { runtime: runtimeWith() }), { body });
  }
  const parsed = await serveFile(ROUTERS[2] ?? 'App Router', { runtime: runtimeWith() });
  expect((await startRun(parsed, { body })).status).toBe(413);
});

it('a signal of the application ends streams of the Pages Router', async () => {
  const { agent } = waitingAgent();
  const stop = new AbortController();
  const handler = createCopilotNextPagesHandler({
    runtime: runtimeWith({ agents: { default: agent } }),
    shutdownSignal: stop.signal,
  });
  const file = { handler, folder: '/api/c', catchAll: true, bodyParser: false };
  const url = await untilEnd(servePagesRouter(file));
  const response = await startRun(`${url}/api/c`);
  stop.abort();
  expect(await response.text()).not.toContain('RUN_FINISHED');
});

class SizeService extends TranscriptionService {
  async transcribeFile({ audioFile }: { audioFile: File }): Promise<string> {
    return String(audioFile.size);
  }
}
