import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BaseEvent } from '@flightdeck/core';
import { SseReader, textOf, type RunBody, type Transport } from '@flightdeck/testing';
import type { ProxiedRequest } from './support/cutting-proxy.js';
import { createClientBench, playTalk, type ClientBench } from './support/client-bench.js';

let bench: ClientBench;
beforeAll(async () => {
  bench = await createClientBench();
});
afterAll(() => bench.close());

/** What a reader has got, without what differs from run to run, and without comments. */
async function told(response: Response, { threadId, runId }: RunBody, onTalked: () => void) {
  expect(response.status).toBe(200);
  const reader = new SseReader(response);
  await reader.readTo('CUSTOM');
  onTalked();
  await reader.rest();
  return reader.text
    .split(/(?<=\n\n)/)
    .filter((frame) => !frame.startsWith(':'))
    .join('')
    .replaceAll(threadId, 'the-thread')
    .replaceAll(runId, 'the-run')
    .replaceAll(/^id: \d+/gm, 'id: fence');
}

/** One run through the proxy; `cut` plans each connection by how many there were before. */
async function runCut(
  transport: Transport,
  cut: (connection: number) => number,
): Promise<{ text: string; connections: number; hasRestarted: boolean }> {
  const { body, ending } = playTalk(bench.stage);
  const requests: ProxiedRequest[] = [];
  bench.proxy.plans.set(body.runId, (request) => ({ cutAfter: cut(requests.push(request) - 1) }));
  const headers = { 'x-run': body.runId };
  const response = await bench.client(transport).run('default', body, { headers });
  const text = await told(response, body, ending.open);
  return {
    text,
    connections: requests.length,
    // Without a cursor the whole thread is told again, the run among it.
    hasRestarted: requests
      .slice(1)
      .some((request) => request.headers['last-event-id'] === undefined),
  };
}

async function uncut(): Promise<Whole> {
  const { body, ending } = playTalk(bench.stage);
  const response = await bench.direct.run('default', body);
  const bytes = response.clone().text();
  const text = await told(response, body, ending.open);
  const frames = (await bytes).split(/(?<=\n\n)/).map((frame) => Buffer.byteLength(frame));
  const [greeting = 0, first = 0] = frames;
  return {
    text,
    bytes: frames.reduce((sum, length) => sum + length),
    firstEvent: greeting + first,
    longest: greeting + Math.max(...frames),
  };
}

interface Whole {
  readonly text: string;
  readonly bytes: number;
  /** The number of bytes that hold the first event. */
  readonly firstEvent: number;
  /** The number of bytes that hold any event and what comes before it. */
  readonly longest: number;
}

const AT_A_TIME = 16;
const transports = ['rest', 'single'] as const;

describe.each(transports)('a run over %s that is cut [client.resumable]', (transport) => {
  it('after any number of bytes goes on as if it had not been', async () => {
    const whole = await uncut();
    let resumed = 0;
    const cutAt = async (at: number): Promise<void> => {
      const run = await runCut(transport, (connection) => (connection === 0 ? at : Infinity));
      const { text, hasRestarted } = run;
      if (!hasRestarted) resumed += 1;
      // What was merged when it was told again is compared by what it says.
      if (hasRestarted) expect([at, saidBy(text)]).toEqual([at, saidBy(whole.text)]);
      else expect([at, text]).toEqual([at, whole.text]);
    };
    // Each third byte is in every frame and in every part of one.
    const step = transport === 'rest' ? 3 : 13;
    for (let at = 0; at <= whole.bytes; at += step * AT_A_TIME) {
      await Promise.all(Array.from({ length: AT_A_TIME }, (_, index) => cutAt(at + index * step)));
    }
    expect(resumed).toBeGreaterThan(((whole.bytes - whole.firstEvent) / step) * 0.8);
  }, 120_000);

  it('goes on in the middle of a message although it has ended meanwhile', async () => {
    const whole = await uncut();
    const { body, ending } = playTalk(bench.stage);
    const requests: ProxiedRequest[] = [];
    let hasEnded = false;
    bench.proxy.plans.set(body.runId, (request) => {
      const isFirst = requests.push(request) === 1;
      return isFirst ? { cutAfter: whole.firstEvent + 250 } : { refuse: !hasEnded };
    });
    const headers = { 'x-run': body.runId };
    const response = await bench.client(transport).run('default', body, { headers });
    const reading = told(response, body, () => undefined);
    ending.open();
    await (await bench.direct.connect('default', body)).text();
    hasEnded = true;
    expect(saidBy(await reading)).toEqual(saidBy(whole.text));
  });

  it('again and again goes on as if it had not been', async () => {
    const whole = await uncut();
    for (let step = whole.longest; step < whole.bytes; step += 11) {
      const { text, connections, hasRestarted } = await runCut(transport, () => step);
      expect(connections).toBeGreaterThan(1);
      expect(text).toBe(hasRestarted ? text : whole.text);
      expect(saidBy(text)).toEqual(saidBy(whole.text));
    }
  });
});

/** Everything that can be said about a run whose deltas may have been merged. */
function saidBy(text: string): unknown[] {
  const events = text
    .split('\n')
    .filter((line) => line.startsWith('data: '))
    .map((line) => JSON.parse(line.slice('data: '.length)) as BaseEvent);
  const others = events.filter(({ type }) => type !== 'TEXT_MESSAGE_CONTENT');
  return [textOf(events), ...others];
}
