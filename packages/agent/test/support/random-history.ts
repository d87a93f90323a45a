/** Whole numbers of a seed, always the same ones (mulberry32). */
export function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const CALL_IDS = ['c1', 'c2', 'c3', 'c4', 'functions.get:0', 'x'.repeat(80), 'ü'];
const TEXTS = ['', ' ', 'Hello', 'Well then'];

/** AG-UI messages in any order, with whatever clients and stopped runs leave behind. */
export function randomHistory(seed: number, seal: (text: string) => string): unknown[] {
  const random = randomOf(seed);
  const pick = <T>(values: readonly T[]): T => values[random(values.length)] as T; // Never empty.
  const call = () => ({
    id: pick(CALL_IDS),
    type: 'function',
    function: { name: pick(['weather', 'search']), arguments: pick(['{}', '{"a":1}', '[', '1']) },
    ...(random(3) === 0 ? { encryptedValue: seal('call') } : {}),
    ...(random(6) === 0 ? { metadata: { providerExecuted: true } } : {}),
  });
  const make: (() => unknown)[] = [
    () => ({ role: 'user', content: pick([...TEXTS, [{ type: 'text', text: 'Part' }], []]) }),
    () => ({ role: 'assistant', content: pick(TEXTS) }),
    () => ({
      role: 'assistant',
      content: pick([...TEXTS, undefined]),
      toolCalls: Array.from({ length: 1 + random(3) }, call),
      ...(random(3) === 0 ? { encryptedValue: seal('text') } : {}),
    }),
    () => ({
      role: 'tool',
      toolCallId: pick(CALL_IDS),
      content: pick<unknown>(['ok', '{"ok":true}', '', [{ type: 'text', text: 'Part' }]]),
      ...(random(5) === 0 ? { error: 'It failed' } : {}),
    }),
    () => ({
      role: 'reasoning',
      content: 'Hm',
      ...(random(2) === 0 ? { encryptedValue: seal('thought') } : {}),
    }),
    () => ({ role: pick(['system', 'developer', 'activity', 'unknown']), content: 'Words' }),
    () => pick<unknown>([null, 7, 'text', {}]),
  ];
  const weights = [0, 0, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 5, 6];
  return Array.from({ length: random(14) }, (_, at) => {
    const message = pick(weights.map((index) => make[index]))?.();
    return typeof message === 'object' && message !== null
      ? { id: pick(['1', '2', `m${String(at)}`]), ...message }
      : message;
  });
}
