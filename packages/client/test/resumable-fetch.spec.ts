import { beforeEach, describe, expect, it } from '@jest/globals';
import { SseReader } from '@flightdeck/testing';
import { ResumeError } from '../src/index.js';
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
  text,
  unnumbered,
} from './support/scripted-run.js';

let network: ScriptedNetwork;
beforeEach(() => {
  network = createScriptedNetwork();
});

describe('a broken run [client.resumable]', () => {
  it('is gone on with by a connect behind the last cursor', async () => {
    const { line, reader } = await running(network, [started, text]);
    const rest = reader.rest();
    line.say('id: 1.3\ndata: {"type":"RUN_FIN');
    line.break();
    const next = await nextLine(network, 1);
    expect(next.url).toBe('https://host/api/agent/default/connect?tenant=1');
    expect(Object.fromEntries(next.headers)).toEqual({
      'content-type': 'application/json',
      authorization: 'Bearer x',
      'last-event-id': '1.2',
      'accept-resume': '1',
    });
    expect(JSON.parse(next.body)).toMatchObject({
      threadId: 't1',
      messages: [],
      forwardedProps: { a: 1 },
    });
    next.answer(': ok\n\n', finished);
    await rest;
    expect(reader.text).toBe(`${started}${text}: ok\n\n${finished}`);
  });

  it('ends with its own end, whatever the thread says next', async () => {
    const { line, reader } = await running(network, [started]);
    const rest = reader.rest();
    line.break();
    const next = await nextLine(network, 1);
    next.answer(text, finished, event(4, { type: 'RUN_STARTED', runId: 'r2' }));
    await rest;
    expect(reader.text).toBe(`${started}${text}${finished}`);
    expect(next.signal.aborted).toBe(true);
  });

  it('is gone on with where the server just ends the stream', async () => {
    const { line, reader } = await running(network, [started]);
    const rest = reader.rest();
    line.end();
    (await nextLine(network, 1)).answer(finished);
    await rest;
    expect(reader.text).toBe(`${started}${finished}`);
  });

  it('is over when it has ended, even if its connection breaks then', async () => {
    const { line, reader } = await running(network, [started, finished]);
    const rest = reader.rest();
    line.break();
    expect(await rest).toEqual([]);
    expect(network.lines).toHaveLength(1);
  });

  it('goes on after an error that says that the log could not be read', async () => {
    const { line, reader } = await running(network, [started]);
    const rest = reader.rest();
    line.say(unnumbered({ type: 'RUN_ERROR', message: 'x', code: 'STORE_UNAVAILABLE' }));
    (await nextLine(network, 1)).answer(finished);
    await rest;
    expect(reader.text).toBe(`${started}${finished}`);
  });

  it('is asked for as an envelope when it came as one', async () => {
    const envelope = { method: 'agent/run', params: { agentId: 'a' }, body: BODY };
    const asked = network.fetch()('/api', post(envelope));
    const first = await network.line(0);
    first.answer(started);
    const rest = new SseReader(await asked).rest();
    await settle();
    first.break();
    const next = await nextLine(network, 1);
    expect(next.url).toBe('/api');
    expect(JSON.parse(next.body)).toMatchObject({
      method: 'agent/connect',
      params: { agentId: 'a' },
      body: { threadId: 't1', messages: [] },
    });
    next.answer(finished);
    expect(await rest).toHaveLength(2);
  });
});

describe('attempts to go on', () => {
  it('are spaced by random delays whose bound doubles up to the largest', async () => {
    const { line, reader } = await running(network, [started]);
    const rest = reader.rest();
    line.break();
    for (const [index, delay] of [125, 250, 500, 1_000, 2_000, 4_000, 4_000].entries()) {
      await settle();
      network.clock.advance(delay - 1);
      await settle();
      expect(network.lines).toHaveLength(index + 1);
      network.clock.advance(1);
      (await network.line(index + 1)).break();
      await settle();
    }
    (await nextLine(network, 8)).answer(finished);
    await rest;
  });

  it('are made at once when the network is back', async () => {
    const { line, reader } = await running(network, [started]);
    const rest = reader.rest();
    line.break();
    await settle();
    network.wake();
    (await network.line(1)).answer(finished);
    await rest;
    expect(network.clock.now()).toBe(0);
  });

  it.each([429, 500, 502, 503])(
    'are repeated after %i, not before the server wants',
    async (status) => {
      const { line, reader } = await running(network, [started]);
      const rest = reader.rest();
      line.break();
      (await nextLine(network, 1)).refuse(status, {}, { 'retry-after': '20' });
      await settle();
      await settle();
      network.clock.advance(19_999);
      network.wake();
      await settle();
      expect(network.lines).toHaveLength(2);
      network.clock.advance(1);
      (await nextLine(network, 2)).answer(finished);
      await rest;
    },
  );

  it('end with a clear error after the longest time', async () => {
    const { line, reader } = await running(network, [started]);
    const rest = failureOf(reader.rest());
    line.break();
    for (let index = 1; network.clock.now() < 300_000; index += 1) {
      (await nextLine(network, index)).break();
      await settle();
    }
    expect(await rest).toBeInstanceOf(ResumeError);
    expect(await rest).toHaveProperty('message', expect.stringContaining('connection was lost'));
  });

  it('end with a clear error after as many as are allowed', async () => {
    const asked = network.fetch({ maxAttempts: 2 })(URL_OF_RUN, post());
    (await network.line(0)).answer(started);
    const reader = new SseReader(await asked);
    await reader.next();
    const rest = failureOf(reader.rest());
    network.lines[0]?.break();
    (await nextLine(network, 1)).break();
    (await nextLine(network, 2)).break();
    expect(await rest).toHaveProperty(
      'message',
      expect.stringContaining('2 attempts to go on have failed'),
    );
  });

  it.each([
    [412, { error: 'cursor_invalid', reason: 'fence' }],
    [404, { error: 'Thread not found' }],
    [401, {}],
  ])('end the run with RUN_ERROR when the server answers %i', async (status, body) => {
    const { line, reader } = await running(network, [started]);
    const rest = reader.restOfEvents();
    line.break();
    (await nextLine(network, 1)).refuse(status, body);
    expect(await rest).toEqual([
      { type: 'RUN_ERROR', code: 'RESUME_FAILED', message: expect.any(String) as unknown },
    ]);
  });

  it.each([
    ['events without cursors', unnumbered({ type: 'RUN_STARTED', runId: 'r1' })],
    ['what was told before', started],
  ])('end the run with RUN_ERROR when the answer is %s', async (_, frame) => {
    const { line, reader } = await running(network, [started]);
    const rest = reader.restOfEvents();
    line.break();
    (await nextLine(network, 1)).answer(frame);
    expect(await rest).toMatchObject([{ type: 'RUN_ERROR', code: 'RESUME_FAILED' }]);
  });
});

describe('a silent connection', () => {
  it('is lost after the stall timeout, and comments keep it', async () => {
    const { line, reader } = await running(network, [started]);
    const rest = reader.rest();
    await settle();
    network.clock.advance(44_999);
    line.say(': keep-alive\n\n');
    await settle();
    network.clock.advance(44_999);
    await settle();
    expect(line.signal.aborted).toBe(false);
    network.clock.advance(1);
    await settle();
    expect(line.signal.aborted).toBe(true);
    (await nextLine(network, 1)).answer(finished);
    await rest;
  });

  it('is not lost where it could not be resumed', async () => {
    const { reader } = await running(network, [unnumbered({ type: 'RUN_STARTED' })]);
    void reader.rest().catch(() => undefined);
    await settle();
    expect(network.clock.pending).toBe(0);
    await reader.cancel();
  });
});

describe('whoever leaves', () => {
  it('ends a stream that is being read at once', async () => {
    const caller = new AbortController();
    const { line, reader } = await running(network, [started], { signal: caller.signal });
    const rest = failureOf(reader.rest());
    caller.abort(new Error('enough'));
    expect(await rest).toHaveProperty('message', expect.stringContaining('enough'));
    expect(line.signal.aborted).toBe(true);
  });

  it('ends a wait for the next attempt at once', async () => {
    const caller = new AbortController();
    const { line, reader } = await running(network, [started], { signal: caller.signal });
    const rest = failureOf(reader.rest());
    line.break();
    await settle();
    caller.abort(new Error('enough'));
    expect(await rest).toHaveProperty('message', expect.stringContaining('enough'));
    expect(network.clock.pending).toBe(0);
    expect(network.lines).toHaveLength(1);
  });

  it('hangs up when the body is cancelled, read or not', async () => {
    const { line, reader } = await running(network, [started]);
    await reader.cancel();
    expect(line.signal.aborted).toBe(true);
    const unread = network.fetch()(URL_OF_RUN, post());
    const second = await network.line(1);
    second.answer(started);
    await (await unread).body?.cancel();
    expect(second.signal.aborted).toBe(true);
  });

  it('gets nothing that it has not asked for', async () => {
    const asked = network.fetch()(URL_OF_RUN, post());
    const line = await network.line(0);
    line.answer(started, text, finished);
    await asked;
    await settle();
    expect(line.waiting).toBe(3);
  });
});
