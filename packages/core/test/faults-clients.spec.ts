import { describe, expect, it } from '@jest/globals';
import {
  collectRun,
  createGate,
  jsonOf,
  runBody,
  runBodySaying,
  ScriptedAgent,
  SseReader,
  textOf,
  until,
  waitingAt,
} from '@flightdeck/testing';
import type { CopilotRuntimeOptions } from '../src/index.js';
import { createFaultBench, settle } from './support/fault-bench.js';

const URL_OF_RUN = 'http://runtime.test/api/agent/default/run';

interface Upload {
  readonly title: string;
  readonly start: (controller: ReadableStreamDefaultController<Uint8Array>) => void;
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** A request whose body the client does not send to its end. */
function uploading(start: Upload['start'], signal?: AbortSignal): Request {
  const body = new ReadableStream<Uint8Array>({ start });
  const init = {
    method: 'POST',
    body,
    duplex: 'half',
    ...(signal === undefined ? {} : { signal }),
  };
  return new Request(URL_OF_RUN, init as RequestInit);
}

function bench(options: Partial<CopilotRuntimeOptions> = {}) {
  const gate = createGate();
  const agent = new ScriptedAgent(waitingAt([gate]));
  return { gate, agent, ...createFaultBench({ agents: { default: agent }, ...options }) };
}

describe('clients that upload', () => {
  for (const { title, start } of [
    { title: 'breaks off', start: (body) => body.error(new Error('reset')) },
    {
      title: 'breaks off in the middle',
      start(body) {
        body.enqueue(encoded('{"threadId":'));
        body.error(new Error('reset'));
      },
    },
    {
      title: 'is no UTF-8',
      start: (body) => (body.enqueue(Uint8Array.of(0xff, 0xfe)), body.close()),
    },
    { title: 'ends early', start: (body) => (body.enqueue(encoded('{"thr')), body.close()) },
  ] satisfies Upload[]) {
    it(`a body that ${title} starts no run and harms nobody`, async () => {
      const { handler, agent, rest } = bench();
      const response = await handler(uploading(start));
      expect(response.status).toBeGreaterThanOrEqual(400);
      await response.text();
      await settle();
      expect(agent.log.runs).toHaveLength(0);
      await jsonOf(await rest.info());
    });
  }

  it('a body that is too large is not read to its end', async () => {
    const { handler } = bench({ maxBodyBytes: 1_000 });
    let cancelled = false;
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(600)),
      cancel: () => void (cancelled = true),
    });
    const init = { method: 'POST', body, duplex: 'half' } as RequestInit;
    expect((await handler(new Request(URL_OF_RUN, init))).status).toBe(413);
    await settle();
    expect(cancelled).toBe(true);
  });

  it('a body that never ends holds up nobody else', async () => {
    const { handler, rest } = bench();
    const answered = handler(uploading(() => undefined));
    let settled = false;
    void answered.then(() => (settled = true));
    await jsonOf(await rest.info());
    expect(settled).toBe(false);
  });

  it('a body that breaks off after a hook has been given the request harms nobody', async () => {
    const { handler } = createFaultBench(
      { agents: { default: new ScriptedAgent() } },
      { onRequest: () => undefined },
    );
    const response = await handler(uploading((body) => body.error(new Error('reset'))));
    expect(response.status).toBeGreaterThanOrEqual(400);
    await settle();
  });
});

describe('clients that leave', () => {
  it('before the head: the run that they started goes on', async () => {
    const { handler, gate, agent, runtime } = bench();
    const leaving = new AbortController();
    const body = JSON.stringify(runBodySaying('hello'));
    const request = new Request(URL_OF_RUN, { method: 'POST', body, signal: leaving.signal });
    const answered = handler(request);
    leaving.abort();
    const response = await answered;
    await response.body?.cancel();
    gate.open();
    await until(() => runtime.engine?.activeRuns === 0, 'the end of the run');
    expect(agent.log.aborts).toBe(0);
  });

  it('without ever reading: the run goes on', async () => {
    const { rest, gate, runtime } = bench();
    const body = runBodySaying('hello');
    const response = await rest.run('default', body);
    gate.open();
    await until(() => runtime.engine?.activeRuns === 0, 'the end of the run');
    await response.body?.cancel();
    const joined = await rest.connect('default', runBody({ threadId: body.threadId }));
    expect(textOf((await collectRun(joined)).events)).toBe('begun done');
  });

  it('in the middle, again and again: each connection is let go', async () => {
    const { rest, gate, runtime } = bench();
    const body = runBodySaying('hello');
    const first = new SseReader(await rest.run('default', body));
    await first.readTo('TEXT_MESSAGE_CONTENT');
    await first.cancel();
    await first.cancel();
    for (let index = 0; index < 10; index += 1) {
      const join = await rest.connect('default', runBody({ threadId: body.threadId }));
      const viewer = new SseReader(join);
      await viewer.readTo('TEXT_MESSAGE_CONTENT');
      await viewer.cancel();
    }
    gate.open();
    await until(() => runtime.engine?.activeRuns === 0, 'the end of the run');
  });

  it('after the end: nothing is left to do', async () => {
    const { rest, gate } = bench();
    gate.open();
    const reader = new SseReader(await rest.run('default', runBodySaying('hello')));
    await reader.rest();
    await reader.cancel();
    await settle();
  });

  it('while they wait for their turn: the run takes its turn all the same', async () => {
    const { rest, gate, agent, runtime } = bench({ onConcurrentRun: 'enqueue' });
    const { threadId } = runBody();
    const first = new SseReader(await rest.run('default', runBodySaying('one', { threadId })));
    await first.readTo('TEXT_MESSAGE_CONTENT');
    const waiting = await rest.run('default', runBodySaying('two', { threadId }));
    await waiting.body?.cancel();
    gate.open();
    await first.rest();
    await until(() => agent.log.runs.length === 2, 'the second run');
    await until(() => runtime.engine?.activeRuns === 0, 'the end of both runs');
  });

  it('a stream that is cancelled while its agent is silent ends at once', async () => {
    const { rest, gate } = bench();
    const response = await rest.run('default', runBodySaying('hello'));
    const reader = response.body?.getReader();
    await reader?.read();
    const pending = reader?.read();
    await reader?.cancel();
    expect((await pending)?.done).toBe(true);
    gate.open();
  });
});

describe('what clients send', () => {
  const texts = [
    '',
    ' ',
    '{',
    '[]',
    'null',
    '7',
    '"text"',
    '{"__proto__":{"threadId":"a"}}',
    '\u0000',
  ];
  for (const text of texts) {
    it(`${JSON.stringify(text)} as a body is refused everywhere without a 500`, async () => {
      const { handler, failures } = bench();
      const paths = ['agent/default/run', 'agent/default/connect', 'agent/default/suggest', ''];
      for (const path of paths) {
        const headers = { 'content-type': 'application/json' };
        const init = { method: 'POST', headers, body: text };
        const response = await handler(new Request(`http://runtime.test/api/${path}`, init));
        expect([path, response.status]).toEqual([path, 400]);
        await response.text();
      }
      expect(failures).toEqual([]);
    });
  }

  it('thousands of nested arrays are refused or carried, but never break the server', async () => {
    const { handler, rest } = bench();
    const state = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
    const body = JSON.stringify(runBodySaying('hello')).replace('"state":{}', `"state":${state}`);
    const response = await handler(new Request(URL_OF_RUN, { method: 'POST', body }));
    await response.body?.cancel();
    await jsonOf(await rest.info());
  });
});
