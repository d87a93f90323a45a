import { withDeadline } from '@flightdeck/testing';
import { connectMCP, MCPError } from '../src/index.js';
import { rejectionOf } from './with-server.js';

/** A small generator of numbers in [0, 1) that repeats itself for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

const NONSENSE: readonly unknown[] = [
  null,
  0,
  -1,
  '',
  'text',
  [],
  {},
  [[]],
  true,
  1e308,
  '__proto__',
];

const RESULTS: Readonly<Record<string, unknown>> = {
  initialize: {
    protocolVersion: '2025-11-25',
    capabilities: { tools: {} },
    serverInfo: { name: 'liar', version: '1' },
  },
  'tools/list': { tools: [{ name: 'a', description: 'b', inputSchema: { type: 'object' } }] },
  'tools/call': { content: [{ type: 'text', text: 'hi' }], isError: false },
};

/** The value with one part of it replaced or taken away. */
function bend(value: unknown, random: () => number): unknown {
  if (random() < 0.2 || typeof value !== 'object' || value === null) {
    return NONSENSE[Math.floor(random() * NONSENSE.length)];
  }
  const keys = Object.keys(value);
  const key = keys[Math.floor(random() * keys.length)] ?? '';
  // A list is an object whose names are numbers; that is all that is needed of it here.
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...value }) as Record<
    string,
    unknown
  >;
  if (random() < 0.2) delete copy[key];
  else copy[key] = bend(copy[key], random);
  return copy;
}

/** A server that bends what it says about every third time, and tears some of it apart. */
function lyingFetch(random: () => number): typeof fetch {
  return async (_input, init) => {
    if (init?.method !== 'POST' || typeof init.body !== 'string') return new Response(null);
    const { id, method } = JSON.parse(init.body) as { id?: number; method: string };
    if (id === undefined) return new Response(null, { status: 202 });
    const honest: unknown = { jsonrpc: '2.0', id, result: RESULTS[method] };
    const json = JSON.stringify(random() < 0.4 ? bend(honest, random) : honest) ?? '';
    const text = random() < 0.1 ? json.slice(0, Math.floor(random() * json.length)) : json;
    const isStream = random() < 0.5;
    const body = isStream ? `data: ${text}\n\n` : text;
    const type = isStream ? 'text/event-stream' : 'application/json';
    return new Response(body, { headers: { 'content-type': type } });
  };
}

async function useAll(fetch: typeof globalThis.fetch): Promise<string> {
  const connection = await connectMCP({ type: 'http', url: 'http://liar.example/', fetch });
  const [tool] = await connection.listTools();
  if (tool === undefined) return 'no tools';
  expect(typeof tool.name).toBe('string');
  expect(typeof tool.inputSchema).toBe('object');
  const { content } = await connection.callTool(tool.name, {});
  expect(content.every(({ type }) => typeof type === 'string')).toBe(true);
  await connection.close();
  return 'fine';
}

describe('a server that lies', () => {
  it('is believed or fails with an MCPError, and never hangs [mcp.bad-servers]', async () => {
    const outcomes = new Map<string, number>();
    for (let seed = 1; seed <= 1_000; seed += 1) {
      const using = useAll(lyingFetch(randomOf(seed * 2_654_435_761)));
      const outcome = await withDeadline(
        using.catch((error: unknown) => {
          if (!(error instanceof MCPError)) throw error;
          return error.code;
        }),
        `seed ${seed}`,
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    }
    expect([...outcomes.keys()]).toEqual(expect.arrayContaining(['fine', 'protocol']));
  });

  it('cannot keep a caller by a body that never ends and ignores the signal', async () => {
    const fetch = async (): Promise<Response> =>
      new Response(new ReadableStream({ pull: () => new Promise(() => undefined) }), {
        headers: { 'content-type': 'application/json' },
      });
    const config = { type: 'http', url: 'http://liar.example/', fetch } as const;
    const connecting = connectMCP(config, { connectTimeoutMs: 20 });
    expect(await withDeadline(rejectionOf(connecting), 'the timeout')).toMatchObject({
      code: 'timeout',
    });
  });
});
