import { describe, expect, it } from '@jest/globals';
import { seededRandom, randomSplit } from '../../test/support/random.js';
import { PartialJson, type JsonPath } from './partial-json.js';

interface Heard {
  readonly events: string[];
  readonly values: Map<string, unknown>;
  readonly texts: Map<string, string>;
  readonly json: PartialJson;
}

function listen(options?: { reportDepth?: number; maxDepth?: number }): Heard {
  const events: string[] = [];
  const values = new Map<string, unknown>();
  const texts = new Map<string, string>();
  const at = (path: JsonPath): string => path.join('.');
  const json = new PartialJson(
    {
      opened: (path, kind) => events.push(`${kind} ${at(path)}`),
      text: (path, part) => {
        events.push(`text ${at(path)}=${part}`);
        texts.set(at(path), (texts.get(at(path)) ?? '') + part);
      },
      closed: (path, value) => {
        events.push(`closed ${at(path)}`);
        values.set(at(path), value);
      },
    },
    options,
  );
  return { events, values, texts, json };
}

function read(
  chunks: readonly string[],
  options?: { reportDepth?: number; maxDepth?: number },
): Heard {
  const heard = listen(options);
  for (const chunk of chunks) heard.json.write(chunk);
  heard.json.end();
  return heard;
}

/** Any JSON value, with what is hard to read in it. */
function randomValue(random: () => number, depth: number): unknown {
  const choice = Math.floor(random() * (depth > 0 ? 8 : 6));
  const strings = [
    '',
    'plain',
    'quote " and \\ slash',
    'line\nbreak\ttab\u0001',
    '😀 Ω é',
    '\ud83d',
    '{"a":[1]}',
  ];
  switch (choice) {
    case 0:
      return strings[Math.floor(random() * strings.length)];
    case 1:
      return [0, -1, 1.5, 1e21, -2.5e-7, 123456789][Math.floor(random() * 6)];
    case 2:
      return random() < 0.5;
    case 3:
      return null;
    case 4:
    case 5:
      return 'x'.repeat(Math.floor(random() * 40));
    case 6:
      return Array.from({ length: Math.floor(random() * 4) }, () => randomValue(random, depth - 1));
    default: {
      const keys = ['a', 'b', 'é"', '__proto__', 'long key'].slice(0, Math.floor(random() * 6));
      return Object.fromEntries(keys.map((key) => [key, randomValue(random, depth - 1)]));
    }
  }
}

describe('PartialJson', () => {
  it('reads what JSON.parse reads, however the text is cut', () => {
    const random = seededRandom(7);
    for (let round = 0; round < 500; round += 1) {
      const value = randomValue(random, 4);
      const plain = JSON.stringify(value, null, random() < 0.3 ? 2 : 0);
      const text = random() < 0.3 ? escapeAll(plain) : plain;
      const { values, json } = read(randomSplit(text, random));
      expect(json.failed).toBe(false);
      expect(JSON.stringify(values.get(''))).toBe(JSON.stringify(JSON.parse(text)));
    }
  });

  it('tells a string as it grows', () => {
    const { events } = read(['{"html":"<p', '>a', 'b"', '}']);
    expect(events).toEqual([
      'object ',
      'string html',
      'text html=<p',
      'text html=>a',
      'text html=b',
      'closed html',
      'closed ',
    ]);
  });

  it('tells items and values once they are closed', () => {
    const heard = listen();
    heard.json.write('{"list":[{"a":1},{"b"');
    expect(heard.values.get('list.0')).toEqual({ a: 1 });
    expect(heard.values.has('list.1')).toBe(false);
    heard.json.write(':2}],"n":12');
    expect(heard.values.get('list')).toEqual([{ a: 1 }, { b: 2 }]);
    expect(heard.values.has('n')).toBe(false);
    heard.json.write('}');
    expect(heard.values.get('n')).toBe(12);
  });

  it('keeps the halves of a surrogate pair together', () => {
    for (const text of ['"a😀b"', String.raw`"a\ud83d\ude00b"`]) {
      const { events, texts } = read([...Array(text.length).keys()].map((at) => text.charAt(at)));
      expect(texts.get('')).toBe('a😀b');
      expect(events).toContain('text =😀');
    }
  });

  it('takes a number at the very end of the text', () => {
    expect(read(['-1', '.5e', '3']).values.get('')).toBe(-1500);
  });

  it.each([
    ['a word', '{"a":1,"b":hello,"c":2}'],
    ['a bad number', '{"a":1,"b":01,"c":2}'],
    ['a missing colon', '{"a":1,"b" 2,"c":2}'],
    ['a comma too many', '{"a":1,,"c":2}'],
    ['a trailing comma', '{"a":1,}'],
    ['the wrong bracket', '{"a":1]'],
    ['a bad escape', String.raw`{"a":1,"b":"\x","c":2}`],
    ['a bad code point', String.raw`{"a":1,"b":"\u12g4","c":2}`],
    ['a key without quotes', '{"a":1,c:2}'],
  ])('stops quietly at %s', (_, text) => {
    for (const chunks of [[text], text.split('')]) {
      const { values, json } = read(chunks);
      expect(json.failed).toBe(true);
      expect([...values]).toEqual([['a', 1]]);
    }
  });

  it('hears nothing after the end of the document', () => {
    const { values, json } = read(['{"a":1}', ' {"a":2}']);
    expect(values.get('a')).toBe(1);
    expect(json.done).toBe(true);
  });

  it('bounds how deep values nest', () => {
    const deep = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
    expect(read([deep(200)]).json.done).toBe(true);
    expect(read([deep(201)]).json.failed).toBe(true);
    expect(read(['['.repeat(1_000_000)]).json.failed).toBe(true);
  });

  it('tells nothing below the depth that is asked for', () => {
    const { events } = read(['{"a":{"b":{"c":"d"}}}'], { reportDepth: 1 });
    expect(events).toEqual(['object ', 'object a', 'closed a', 'closed ']);
  });

  it('reads each character of a growing string once', () => {
    const { json } = listen();
    json.write('{"html":"');
    let looks = 0;
    for (let index = 0; index < 1_000; index += 1) {
      const counting = Object.assign(Object('abc') as string, {
        charCodeAt: (at: number) => {
          looks += 1;
          return 'abc'.charCodeAt(at);
        },
      });
      json.write(counting);
    }
    expect(looks).toBe(3_000);
  });
});

function escapeAll(json: string): string {
  return json.replaceAll(/[^\u0020-\u007e\s]/g, (character) =>
    character
      .split('')
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join(''),
  );
}
