import { describe, expect, it } from '@jest/globals';
import {
  createDispatcher,
  CopilotRuntime,
  fetchRequestSource,
  isFrameSource,
  renderResponse,
  type FrameSource,
  type Reply,
  type RequestSource,
  type RuntimeDispatcher,
} from '@flightdeck/core';
import {
  createGate,
  createStage,
  runFinished,
  runStarted,
  textDelta,
  textEnd,
  textStart,
  uniqueId,
  until,
} from '@flightdeck/testing';
import { createLegacyDispatcher } from '../../src/legacy/create-legacy-dispatcher.js';
import { applyPayloads } from './support/apply-payloads.js';
import { GENERATE, LegacyClient, userText } from './support/legacy-client.js';
import { createLegacyServer, URL } from './support/legacy-server.js';
import { recordingLogger } from '../support/recording-logger.js';
import { readMultipart } from './support/read-multipart.js';

function request(data: object, signal?: AbortSignal): Request {
  return new Request(URL, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: GENERATE, variables: { data } }),
    ...(signal === undefined ? {} : { signal }),
  });
}

/** A runtime that answers runs with a stream that the test writes. */
function scriptedInner(pull: FrameSource['pull'], closed: () => void): RuntimeDispatcher {
  const reply: Reply = {
    status: 200,
    headers: [
      ['content-type', 'text/event-stream'],
      ['x-extra', 'kept'],
      ['set-cookie', 'a=b'],
    ],
    body: { pull, close: closed },
  };
  return { owns: () => true, dispatch: async () => reply };
}

async function bodyOf(dispatcher: RuntimeDispatcher): Promise<FrameSource> {
  const reply = await dispatcher.dispatch(fetchRequestSource(request({ threadId: 't' })));
  expect(reply.headers).toEqual(
    expect.arrayContaining([
      ['content-type', 'multipart/mixed; boundary="-"'],
      ['x-extra', 'kept'],
      ['set-cookie', 'a=b'],
    ]),
  );
  if (!isFrameSource(reply.body)) throw new Error('No stream');
  return reply.body;
}

async function readAll(source: FrameSource): Promise<string> {
  let whole = '';
  for (let text = await source.pull(); text !== null; text = await source.pull()) whole += text;
  return whole;
}

const frame = (event: object): string => `data: ${JSON.stringify(event)}\n\n`;

describe('the stream to an old client', () => {
  it('pulls from the run only what it is asked for, and closes it at its end', async () => {
    const texts = [
      ': ok\n\n',
      frame({ type: 'RUN_STARTED' }),
      frame(textStart('m')) + frame(textDelta('m', 'a')),
      frame(textDelta('m', 'b')),
      frame({ type: 'RUN_FINISHED' }) + frame(textDelta('m', 'too late')),
    ];
    let pulls = 0;
    let closes = 0;
    const inner = scriptedInner(
      async () => texts[pulls++] ?? null,
      () => (closes += 1),
    );
    const source = await bodyOf(createLegacyDispatcher(inner, { maxBodyBytes: 1000 }));
    expect(pulls).toBe(0);
    const first = await source.pull();
    expect([pulls, first]).toEqual([0, expect.stringMatching(/^\r\n---\r\n.*\r\n---$/s)]);
    const second = await source.pull();
    expect([pulls, closes]).toEqual([3, 0]);
    const rest = await readAll(source);
    expect([pulls, closes]).toEqual([5, 1]);
    const { messages } = applyPayloads(readMultipart(`${first}${second}${rest}`));
    expect(messages).toMatchObject([{ content: ['a', 'b'] }]);
  });

  it('stays well-formed, and alive, while the agent is silent or reasons for long', async () => {
    let now = 0;
    const texts: (() => string)[] = [
      () => ': ok\n\n',
      () => ': keep-alive\n\n',
      () => frame({ type: 'RUN_STARTED' }),
      () => ': keep-alive\n\n',
      () => frame({ type: 'REASONING_MESSAGE_CHUNK', messageId: 'r', delta: 'Hm' }),
      () => {
        now += 10_000;
        return frame({ type: 'REASONING_MESSAGE_CHUNK', delta: 'Hm' });
      },
      () => frame({ type: 'RUN_FINISHED' }),
    ];
    const inner = scriptedInner(
      async () => texts.shift()?.() ?? null,
      () => undefined,
    );
    const options = { maxBodyBytes: 1000, now: () => now };
    const payloads = readMultipart(
      await readAll(await bodyOf(createLegacyDispatcher(inner, options))),
    );
    expect(payloads.map(({ incremental }) => incremental?.length)).toEqual([undefined, 0, 0, 0, 1]);
    expect(applyPayloads(payloads).status.code).toBe('Success');
  });

  it('says that it was cut off, stops the run and is logged, where something fails within', async () => {
    const { logger, lines } = recordingLogger();
    let closed = 0;
    const texts = [frame(textStart('m')) + frame(textDelta('m', 'Hel'))];
    const pull = async (): Promise<string> => {
      const text = texts.shift();
      if (text === undefined) throw new Error('The store is gone');
      return text;
    };
    const inner = scriptedInner(pull, () => (closed += 1));
    const asked: string[] = [];
    const watched: RuntimeDispatcher = {
      owns: () => true,
      async dispatch(source) {
        asked.push(source.path);
        if (asked.length > 1) throw new Error('So is the rest');
        return inner.dispatch(source);
      },
    };
    const dispatcher = createLegacyDispatcher(watched, { maxBodyBytes: 10_000, logger });
    const text = await readAll(await bodyOf(dispatcher));
    const { status, messages } = applyPayloads(readMultipart(text));
    expect(status).toMatchObject({ code: 'Failed', reason: 'MESSAGE_STREAM_INTERRUPTED' });
    expect(messages).toMatchObject([{ content: ['Hel'], status: { code: 'Failed' } }]);
    expect(asked).toEqual([
      expect.stringContaining('/agent/default/run'),
      expect.stringContaining('/agent/default/stop/t'),
    ]);
    expect(closed).toBe(1);
    expect(lines).toEqual([
      expect.stringContaining('An answer to an old client failed'),
      expect.stringContaining('could not be stopped'),
    ]);
  });

  it('says that it was cut off, where the stream of the run just ends', async () => {
    const texts = [frame(textStart('m')) + frame(textDelta('m', 'So f'))];
    const inner = scriptedInner(
      async () => texts.shift() ?? null,
      () => undefined,
    );
    const source = await bodyOf(createLegacyDispatcher(inner, { maxBodyBytes: 1000 }));
    const { status, errors } = applyPayloads(readMultipart(await readAll(source)));
    expect(status).toMatchObject({ code: 'Failed', reason: 'MESSAGE_STREAM_INTERRUPTED' });
    expect(errors).toMatchObject([{ extensions: { code: 'NETWORK_ERROR' } }]);
  });

  it('is made of whatever a hook has made of the stream of the run', async () => {
    const stage = createStage();
    const { fetch } = createLegacyServer({
      agents: { default: stage.agent },
      mount: {
        hooks: {
          onResponse({ response }) {
            if (response.body === null) return undefined;
            const headers = new Headers(response.headers);
            headers.set('x-hook', 'was here');
            return new Response(response.body.pipeThrough(splitBytes()), { headers });
          },
        },
      },
    });
    const text = 'Grüße, 世界 🎈';
    stage.play('t', ({ input }) => [
      runStarted(input),
      textStart('m'),
      textDelta('m', text),
      textEnd('m'),
      runFinished(input),
    ]);
    const data = { threadId: 't', messages: [userText('Hi', 'u')] };
    const response = await fetch(request(data));
    expect(response.headers.get('x-hook')).toBe('was here');
    const { messages } = applyPayloads(readMultipart(await response.text()));
    expect(messages).toMatchObject([{ content: [text] }]);
  });
});

/** One byte at a time. */
function splitBytes(): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(chunk, controller) {
      for (let at = 0; at < chunk.length; at += 1) controller.enqueue(chunk.slice(at, at + 1));
    },
  });
}

describe('a client that leaves', () => {
  const stage = createStage();
  const runtime = new CopilotRuntime({ agents: { default: stage.agent } });
  const inner = createDispatcher({ runtime });
  const stops: RequestSource[] = [];
  const watched: RuntimeDispatcher = {
    owns: (path) => inner.owns(path),
    dispatch(source) {
      if (source.path.includes('/stop/')) stops.push(source);
      return inner.dispatch(source);
    },
  };
  const { maxBodyBytes } = runtime.settings;
  const dispatcher = createLegacyDispatcher(watched, { maxBodyBytes });

  async function runOf(
    threadId: string,
    data: object = {},
  ): Promise<{ source: FrameSource; abort: AbortController; stopped: Promise<void> }> {
    const stopped = createGate();
    stage.play(threadId, async function* play({ input, signal }) {
      yield runStarted(input);
      yield textStart('m');
      yield textDelta('m', 'So f');
      signal.addEventListener('abort', () => stopped.open());
      await createGate().opened;
    });
    const abort = new AbortController();
    const asked = { threadId, messages: [userText('Hi', 'u')], ...data };
    const reply = await dispatcher.dispatch(fetchRequestSource(request(asked, abort.signal)));
    if (!isFrameSource(reply.body)) throw new Error('No stream');
    await reply.body.pull();
    expect(await reply.body.pull()).toContain('So f');
    return { source: reply.body, abort, stopped: stopped.opened };
  }

  it('has stopped its run, whether its adapter says so by the stream [v1.legacy.stop]', async () => {
    const { source, stopped } = await runOf(uniqueId('thread'));
    const waiting = source.pull();
    source.close();
    source.close();
    await stopped;
    expect(await waiting).toBeNull();
    expect(stops).toHaveLength(1);
  });

  it('or by the signal of its request [v1.legacy.stop]', async () => {
    stops.length = 0;
    const { source, abort, stopped } = await runOf(uniqueId('thread'));
    abort.abort();
    await stopped;
    expect(await source.pull()).toBeNull();
    source.close();
    expect(stops).toHaveLength(1);
    expect(stops[0]?.toRequest().signal.aborted).toBe(false);
  });

  it('can go on with the conversation at once', async () => {
    const threadId = uniqueId('thread');
    const { source, stopped } = await runOf(threadId);
    source.close();
    await stopped;
    stage.play(threadId, ({ input }) => [runStarted(input), runFinished(input)]);
    const fetch = async (sent: Request): Promise<Response> =>
      renderResponse(await dispatcher.dispatch(fetchRequestSource(sent)));
    const client = new LegacyClient(fetch);
    const data = { threadId, messages: [userText('Hi', 'u'), userText('Again', 'u2')] };
    const goesOn = async (): Promise<boolean> => {
      const answered = client.generate(data).then(({ status }) => status.code === 'Success');
      return answered.catch(() => false);
    };
    await until(goesOn, 'the thread to be free');
  });

  it('of a task has ended it, which has no thread to be stopped [v1.legacy.stop]', async () => {
    stops.length = 0;
    const task = { metadata: { requestType: 'Suggestion' } };
    const { source, stopped } = await runOf(uniqueId('thread'), task);
    source.close();
    await stopped;
    expect(stops).toHaveLength(0);
  });

  it('has not stopped anything once its run has ended', async () => {
    stops.length = 0;
    const threadId = uniqueId('thread');
    stage.play(threadId, ({ input }) => [runStarted(input), runFinished(input)]);
    const abort = new AbortController();
    const asked = { threadId, messages: [userText('Hi', 'u')] };
    const reply = await dispatcher.dispatch(fetchRequestSource(request(asked, abort.signal)));
    if (!isFrameSource(reply.body)) throw new Error('No stream');
    await readAll(reply.body);
    reply.body.close();
    abort.abort();
    expect(stops).toHaveLength(0);
  });
});
