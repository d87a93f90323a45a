import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import {
  callTool,
  createGate,
  modelAnswers,
  modelCuts,
  ModelFaultServer,
  modelIsSilent,
  modelRefuses,
  sayText,
  think,
  withDeadline,
  type DeliveryFaults,
  type ModelBlock,
} from '../src/index.js';

type Json = Record<string, unknown>;

const joined = (texts: readonly unknown[]): string =>
  texts.map((text) => (typeof text === 'string' ? text : '')).join('');

let server: ModelFaultServer;

beforeEach(async () => {
  server = await ModelFaultServer.start();
});

afterEach(async () => {
  await server.close();
});

const PATHS = {
  'openai-responses': '/v1/responses',
  'openai-chat': '/v1/chat/completions',
  'anthropic-messages': '/v1/messages',
  gemini: '/v1beta/models/m:streamGenerateContent?alt=sse',
} as const;

type Name = keyof typeof PATHS;

const NAMES = Object.keys(PATHS) as Name[];

function ask(name: Name, signal?: AbortSignal): Promise<Response> {
  return fetch(`${server.origin}${PATHS[name]}`, {
    method: 'POST',
    body: JSON.stringify({ model: 'm', stream: true }),
    headers: { 'x-test': 'yes' },
    ...(signal === undefined ? {} : { signal }),
  });
}

/** The data of all frames, parsed; `[DONE]` stays a text. */
async function dataOf(response: Response): Promise<readonly (Json | string)[]> {
  const text = await withDeadline(response.text(), 'a stream to end');
  expect(text.endsWith('\n\n')).toBe(true);
  const frames = text.slice(0, -2).split('\n\n');
  return frames.map((frame) => {
    const data = /^data: (.*)$/m.exec(frame)?.[1] ?? '';
    return data === '[DONE]' ? data : (JSON.parse(data) as Json);
  });
}

async function answer(
  name: Name,
  blocks: readonly ModelBlock[],
  faults?: DeliveryFaults,
): Promise<readonly (Json | string)[]> {
  server.script(modelAnswers(blocks, faults));
  return dataOf(await ask(name));
}

const BLOCKS = [think('Hm, 🤔', 'sig'), sayText('Hello wörld'), callTool('add', { a: 1 })];

/** What each protocol makes of the three blocks, put together from its deltas. */
const READERS: Readonly<Record<Name, (data: readonly Json[]) => unknown>> = {
  'openai-responses': (data) => {
    const collect = (type: string): string =>
      data.map((one) => (one.type === type ? String(one.delta) : '')).join('');
    return [
      collect('response.reasoning_summary_text.delta'),
      collect('response.output_text.delta'),
      collect('response.function_call_arguments.delta'),
    ];
  },
  'openai-chat': (data) => {
    const found = data.map(({ choices }) => (choices as { delta: Json }[])[0]?.delta ?? {});
    const calls = found.flatMap((delta) => (delta.tool_calls ?? []) as { function: Json }[]);
    return [
      joined(found.map(({ reasoning_content: text }) => text)),
      joined(found.map(({ content }) => content)),
      joined(calls.map((call) => call.function.arguments)),
    ];
  },
  'anthropic-messages': (data) => {
    const found = data.map(({ delta }) => (delta ?? {}) as Json);
    return [
      joined(found.map(({ thinking }) => thinking)),
      joined(found.map(({ text }) => text)),
      joined(found.map(({ partial_json: piece }) => piece)),
    ];
  },
  gemini: (data) => {
    const parts = data.flatMap(({ candidates }) => {
      const [candidate] = candidates as { content: { parts: Json[] } }[];
      return candidate?.content.parts ?? [];
    });
    return [
      joined(parts.map(({ text, thought }) => (thought === true ? text : ''))),
      joined(parts.map(({ text, thought }) => (thought === true ? '' : text))),
      JSON.stringify(
        parts.flatMap((part) => (part.functionCall as Json | undefined)?.args ?? [])[0],
      ),
    ];
  },
};

/** The types by which each protocol ends an answer, last frame first. */
const ENDS: Readonly<Record<Name, (frame: Json | string) => boolean>> = {
  'openai-responses': (frame) => (frame as Json).type === 'response.completed',
  'openai-chat': (frame) => frame === '[DONE]',
  'anthropic-messages': (frame) => (frame as Json).type === 'message_stop',
  gemini: (frame) => JSON.stringify(frame).includes('"finishReason":"STOP"'),
};

describe.each(NAMES)('ModelFaultServer as %s', (name) => {
  const size = (): Promise<number> => answer(name, BLOCKS).then(({ length }) => length);

  it('says reasoning, text and calls in deltas, and ends', async () => {
    const data = await answer(name, BLOCKS);
    expect(READERS[name](data.filter((one) => one !== '[DONE]') as Json[])).toEqual([
      'Hm, 🤔',
      'Hello wörld',
      '{"a":1}',
    ]);
    expect(ENDS[name](data.at(-1) ?? '')).toBe(true);
    expect(JSON.stringify(data)).toMatch(/"(?:input_tokens|prompt_tokens|promptTokenCount)":11/);
  });

  it('leaves out the end', async () => {
    const data = await answer(name, BLOCKS, { withoutEnd: true });
    expect(data.some(ENDS[name])).toBe(false);
    expect(data.length).toBeLessThan(await size());
  });

  it('interleaves and reverses blocks without losing a frame', async () => {
    const plain = await answer(name, BLOCKS);
    for (const order of ['interleaved', 'reversed'] as const) {
      // oxlint-disable-next-line no-await-in-loop -- the script is a queue
      const other = await answer(name, BLOCKS, { order });
      expect(other).not.toEqual(plain);
      const sorted = (data: readonly unknown[]): string[] =>
        data.map((one) => JSON.stringify(one)).toSorted();
      expect(sorted(other)).toEqual(sorted(plain));
    }
  });

  it('cuts characters apart without changing a byte', async () => {
    const plain = await answer(name, BLOCKS);
    server.script(modelAnswers(BLOCKS, { bytesPerChunk: 1 }));
    const response = await ask(name);
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ?? []) chunks.push(chunk as Uint8Array);
    expect(chunks.some((chunk) => chunk.length === 1 && (chunk[0] ?? 0) > 127)).toBe(true);
    const again = new Response(Buffer.concat(chunks));
    expect(await dataOf(again)).toEqual(plain);
  });

  it('tells of an error in the middle and ends', async () => {
    const data = await answer(name, BLOCKS, { errorAfter: 2 });
    expect(data).toHaveLength(3);
    expect(JSON.stringify(data.at(-1))).toContain('broken by script');
  });

  it('tears the connection in the middle of a frame', async () => {
    server.script(modelAnswers(BLOCKS, { tornAfter: 3 }));
    const response = await ask(name);
    let text = '';
    const reading = (async () => {
      for await (const chunk of response.body ?? []) text += Buffer.from(chunk).toString();
    })();
    await expect(withDeadline(reading, 'the connection to break')).rejects.toThrow('terminated');
    expect(text.split('\n\n')).toHaveLength(4);
    expect(text.endsWith('\n\n')).toBe(false);
    expect(server.requests[0]?.isAborted).toBe(false);
  });

  it('refuses in the words of the provider, with a time to wait, and then answers', async () => {
    server.script(modelRefuses(429, { retryAfterSeconds: 0, message: 'slow' }), modelAnswers([]));
    const refused = await ask(name);
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '0']);
    expect(((await refused.json()) as { error: Json }).error.message).toBe('slow');
    expect((await ask(name)).status).toBe(200);
  });

  it('sends the page of a gateway', async () => {
    server.script(modelRefuses(500, { html: true }));
    const response = await ask(name);
    expect(response.status).toBe(500);
    expect(await response.text()).toContain('<html>');
  });

  it.each([401, 403, 503, 529])('refuses with %s', async (status) => {
    server.script(modelRefuses(status));
    const response = await ask(name);
    expect(response.status).toBe(status);
    expect(JSON.stringify(await response.json())).toContain('refused by script');
  });

  it('knows which client left, and what it asked', async () => {
    server.script(modelAnswers(BLOCKS, { silentAfter: 1 }));
    const leaving = new AbortController();
    const response = await ask(name, leaving.signal);
    expect(server.requests[0]).toMatchObject({
      protocol: name,
      path: PATHS[name],
      body: { model: 'm', stream: true },
      isAborted: false,
    });
    expect(server.requests[0]?.headers['x-test']).toBe('yes');
    leaving.abort();
    await response.text().catch(() => undefined);
    await server.untilAborted();
    expect(server.turnsLeft).toBe(0);
  });
});

describe('ModelFaultServer', () => {
  it('leaves out [DONE] alone', async () => {
    const data = await answer('openai-chat', BLOCKS, { withoutDone: true });
    expect(data).not.toContain('[DONE]');
    expect(JSON.stringify(data)).toContain('"finish_reason":"tool_calls"');
  });

  it('sends a megabyte of arguments in many deltas, and broken ones as they are', async () => {
    const large = JSON.stringify({ text: 'x'.repeat(1_000_000) });
    const data = await answer('anthropic-messages', [
      callTool('a', large, { deltaLength: 1_000 }),
      callTool('b', '{"broken":'),
    ]);
    const pieces = data.map((one) => ((one as Json).delta as Json | undefined)?.partial_json);
    expect(joined(pieces)).toBe(`${large}{"broken":`);
    expect(data.length).toBeGreaterThan(1_000);
  });

  it('gives two calls one id if it is told to', async () => {
    const calls = [callTool('a', {}, { id: 'x' }), callTool('b', {}, { id: 'x' })];
    const data = await answer('anthropic-messages', calls);
    const opened = data.map((one) => ((one as Json).content_block as Json | undefined)?.id);
    expect(opened.filter((id) => id === 'x')).toHaveLength(2);
  });

  it('holds back the head, and pauses in the middle', async () => {
    const head = createGate();
    const middle = createGate();
    const pause = { afterFrames: 1, until: middle.opened };
    server.script(modelAnswers([sayText('hi')], { holdHead: head.opened, pause }));
    let isAnswered = false;
    const asked = ask('openai-chat').then((response) => {
      isAnswered = true;
      return response;
    });
    await server.untilRequests(1);
    expect(isAnswered).toBe(false);
    head.open();
    const reader = (await asked).body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toContain('assistant');
    middle.open();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toContain('hi');
    await reader?.cancel();
  });

  it('takes a connection and says nothing, or cuts it', async () => {
    server.script(modelIsSilent, modelCuts);
    const leaving = new AbortController();
    const silent = ask('gemini', leaving.signal);
    await server.untilRequests(1);
    leaving.abort();
    await expect(silent).rejects.toThrow('aborted');
    await server.untilAborted();
    await expect(ask('gemini')).rejects.toThrow('fetch failed');
    expect(server.requests.map(({ isAborted }) => isAborted)).toEqual([true, false]);
  });

  it('refuses what the script does not foresee, and paths that it does not know', async () => {
    expect((await ask('gemini')).status).toBe(418);
    const other = await fetch(`${server.v1}/models`, { method: 'POST', body: '{' });
    expect(other.status).toBe(404);
    expect(server.requests.map(({ protocol, body }) => [protocol, body])).toEqual([
      ['gemini', { model: 'm', stream: true }],
      ['unknown', null],
    ]);
  });
});
