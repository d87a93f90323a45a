import { beforeEach, describe, expect, it } from '@jest/globals';
import { SseReader } from '@flightdeck/testing';
import { createScriptedNetwork, type ScriptedNetwork } from './support/scripted-network.js';
import {
  BODY,
  URL_OF_RUN,
  event,
  failureOf,
  finished,
  nextLine,
  post,
  running,
  settle,
  started,
  unnumbered,
} from './support/scripted-run.js';

let network: ScriptedNetwork;
beforeEach(() => {
  network = createScriptedNetwork();
});

describe('a run whose answer never came', () => {
  it('is asked for again, and followed from its beginning if it has arrived', async () => {
    const asked = network.fetch()(URL_OF_RUN, post());
    (await network.line(0)).break();
    const again = await nextLine(network, 1);
    expect([again.url, again.init.body]).toEqual([URL_OF_RUN, JSON.stringify(BODY)]);
    again.refuse(409, { code: 'duplicate_run', runId: 'r1' });
    const whole = await network.line(2);
    expect(whole.url).toContain('/connect');
    expect(whole.headers.get('last-event-id')).toBeNull();
    whole.answer(
      event(1, { type: 'RUN_STARTED', runId: 'r0' }),
      event(2, { type: 'RUN_FINISHED' }),
    );
    whole.say(event(3, { type: 'RUN_STARTED', runId: 'r1' }, 2));
    const reader = new SseReader(await asked);
    expect(await reader.nextEvent()).toMatchObject({ type: 'RUN_STARTED', runId: 'r1' });
    const rest = reader.restOfEvents();
    whole.break();
    const next = await nextLine(network, 3);
    expect(next.headers.get('last-event-id')).toBe('2.3');
    next.answer(event(4, { type: 'RUN_FINISHED' }, 2));
    expect(await rest).toMatchObject([{ type: 'RUN_FINISHED' }]);
  });

  it('is followed under the id that the server says it has', async () => {
    const asked = network.fetch()(URL_OF_RUN, post());
    (await network.line(0)).break();
    (await nextLine(network, 1)).refuse(409, { code: 'duplicate_run', runId: 'r2' });
    const whole = await network.line(2);
    whole.answer(
      event(1, { type: 'RUN_STARTED', runId: 'r1' }),
      event(2, { type: 'RUN_FINISHED' }),
      event(3, { type: 'RUN_STARTED', runId: 'r2' }, 2),
      event(4, { type: 'RUN_FINISHED' }, 2),
    );
    whole.end();
    expect(await new SseReader(await asked).restOfEvents()).toMatchObject([
      { type: 'RUN_STARTED', runId: 'r2' },
      { type: 'RUN_FINISHED' },
    ]);
  });

  it('is just answered if it had not arrived', async () => {
    const asked = network.fetch()(URL_OF_RUN, post());
    (await network.line(0)).refuse(503, {}, { 'retry-after': '5' });
    await settle();
    network.clock.advance(5_000);
    const again = await nextLine(network, 1);
    again.answer(started, finished);
    again.end();
    expect(await new SseReader(await asked).rest()).toHaveLength(2);
  });

  it('is answered by what refuses it', async () => {
    const asked = network.fetch()(URL_OF_RUN, post());
    (await network.line(0)).break();
    (await nextLine(network, 1)).refuse(409, { code: 'run_in_progress', runId: 'r0' });
    expect(await (await asked).json()).toMatchObject({ code: 'run_in_progress' });
  });

  it.each([
    ['retryStart is off', BODY, { retryStart: false }],
    ['it has no id', { ...BODY, runId: '' }, {}],
  ])('is not asked for again when %s', async (_, body, options) => {
    const asked = network.fetch(options)(URL_OF_RUN, post(body));
    const failed = failureOf(asked);
    (await network.line(0)).break();
    expect(await failed).toHaveProperty('message', expect.stringContaining('network error'));
  });

  it('fails as it has failed when patience ends', async () => {
    const asked = network.fetch({ maxAttempts: 1 })(URL_OF_RUN, post());
    const failed = failureOf(asked);
    (await network.line(0)).break();
    (await nextLine(network, 1)).break();
    expect(await failed).toHaveProperty('message', expect.stringContaining('network error'));
  });
});

describe('what is no run', () => {
  it.each([
    ['https://host/api/info', { method: 'GET' }],
    ['https://host/api/agent/a/stop/t', { method: 'POST', body: '{}' }],
    ['https://host/api/agent/a/run', { method: 'POST', body: new Uint8Array([123, 125]) }],
    ['https://host/api', { method: 'POST', body: '{"method":"info"}' }],
    ['https://host/api', { method: 'POST', body: 'about "agent/run"' }],
  ])('is passed through as it is: %s', async (url, init) => {
    const { signal } = new AbortController();
    const asked = network.fetch()(url, { ...init, signal });
    const line = await network.line(0);
    expect([line.url, line.init]).toEqual([url, { ...init, signal }]);
    line.answer();
    line.break();
    await expect((await asked).text()).rejects.toThrow('network error');
    expect(network.lines).toHaveLength(1);
  });

  it('has a stream without cursors end as it ends', async () => {
    const { line, reader } = await running(network, [unnumbered({ type: 'RUN_STARTED' })]);
    const rest = failureOf(reader.rest());
    line.break();
    expect(await rest).toHaveProperty('message', expect.stringContaining('network error'));
    expect(network.lines).toHaveLength(1);
  });

  it('gets the answer of a run that is no stream', async () => {
    const asked = network.fetch()(URL_OF_RUN, post());
    (await network.line(0)).refuse(422, { error: 'x' });
    expect((await asked).status).toBe(422);
  });

  it('refuses bounds that are none', () => {
    expect(() => network.fetch({ maxElapsedMs: -1 })).toThrow(RangeError);
    expect(() => network.fetch({ minDelayMs: Number.NaN })).toThrow(RangeError);
  });
});
