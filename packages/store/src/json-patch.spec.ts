import { growthPerItem, NO_GROWTH } from '@flightdeck/testing';
import { applyPatch } from './json-patch.js';

type Case = readonly [
  title: string,
  document: unknown,
  patch: readonly unknown[],
  expected: unknown,
];

const DOCUMENT = { a: { b: [1, 2, 3] }, 'x/y': 1, 'm~n': 2, '': 3 };

const CASES: readonly Case[] = [
  ['adds a key', {}, [{ op: 'add', path: '/a', value: 1 }], { a: 1 }],
  ['adds over a key', { a: 1 }, [{ op: 'add', path: '/a', value: 2 }], { a: 2 }],
  ['adds null', {}, [{ op: 'add', path: '/a', value: null }], { a: null }],
  ['inserts into a list', [1, 3], [{ op: 'add', path: '/1', value: 2 }], [1, 2, 3]],
  ['appends by index', [1], [{ op: 'add', path: '/1', value: 2 }], [1, 2]],
  ['appends by dash', [1], [{ op: 'add', path: '/-', value: 2 }], [1, 2]],
  ['adds the whole document', { a: 1 }, [{ op: 'add', path: '', value: [] }], []],
  ['removes a key', { a: 1, b: 2 }, [{ op: 'remove', path: '/a' }], { b: 2 }],
  ['removes from a list', [1, 2, 3], [{ op: 'remove', path: '/1' }], [1, 3]],
  ['empties the document', { a: 1 }, [{ op: 'remove', path: '' }], null],
  [
    'replaces deep inside',
    { a: [{ b: 1 }] },
    [{ op: 'replace', path: '/a/0/b', value: 2 }],
    { a: [{ b: 2 }] },
  ],
  ['replaces the whole document', 1, [{ op: 'replace', path: '', value: 2 }], 2],
  [
    'moves between places',
    { a: 1, b: {} },
    [{ op: 'move', from: '/a', path: '/b/c' }],
    { b: { c: 1 } },
  ],
  ['moves within a list', [1, 2, 3], [{ op: 'move', from: '/0', path: '/2' }], [2, 3, 1]],
  ['moves to where it is', { a: 1 }, [{ op: 'move', from: '/a', path: '/a' }], { a: 1 }],
  [
    'copies',
    { a: { b: 1 } },
    [{ op: 'copy', from: '/a', path: '/c' }],
    { a: { b: 1 }, c: { b: 1 } },
  ],
  [
    'tests whatever the order of keys',
    { a: { x: 1, y: [2] } },
    [{ op: 'test', path: '/a', value: { y: [2], x: 1 } }],
    { a: { x: 1, y: [2] } },
  ],
  [
    'unescapes keys',
    DOCUMENT,
    [
      { op: 'replace', path: '/x~1y', value: 0 },
      { op: 'replace', path: '/m~0n', value: 0 },
      { op: 'replace', path: '/', value: 0 },
    ],
    { a: { b: [1, 2, 3] }, 'x/y': 0, 'm~n': 0, '': 0 },
  ],
  [
    'sees what earlier operations did',
    {},
    [
      { op: 'add', path: '/a', value: {} },
      { op: 'add', path: '/a/b', value: [] },
      { op: 'add', path: '/a/b/-', value: 1 },
    ],
    { a: { b: [1] } },
  ],
  [
    'changes one of two copies',
    { a: { n: 1 } },
    [
      { op: 'replace', path: '/a/n', value: 2 },
      { op: 'copy', from: '/a', path: '/b' },
      { op: 'replace', path: '/b/n', value: 3 },
    ],
    { a: { n: 2 }, b: { n: 3 } },
  ],
];

const FAILURES: readonly (readonly [title: string, document: unknown, patch: unknown])[] = [
  ['no list of operations', {}, {}],
  ['an operation that is none', {}, [null]],
  ['an unknown operation', {}, [{ op: 'frob', path: '/a' }]],
  ['a path that is no pointer', {}, [{ op: 'add', path: 'a', value: 1 }]],
  ['no path', {}, [{ op: 'add', value: 1 }]],
  ['no value', {}, [{ op: 'add', path: '/a' }]],
  ['a parent that is not there', {}, [{ op: 'add', path: '/a/b', value: 1 }]],
  ['a parent that holds nothing', { a: 1 }, [{ op: 'add', path: '/a/b', value: 1 }]],
  ['replacing what is not there', {}, [{ op: 'replace', path: '/a', value: 1 }]],
  ['removing what is not there', {}, [{ op: 'remove', path: '/a' }]],
  ['an index beyond the end', [1], [{ op: 'add', path: '/2', value: 1 }]],
  ['an index that is none', [1], [{ op: 'replace', path: '/00', value: 1 }]],
  ['replacing at the dash', [1], [{ op: 'replace', path: '/-', value: 1 }]],
  ['a length as an index', [1], [{ op: 'replace', path: '/length', value: 0 }]],
  ['moving into itself', { a: { b: 1 } }, [{ op: 'move', from: '/a', path: '/a/b' }]],
  ['copying from nowhere', {}, [{ op: 'copy', from: '/a', path: '/b' }]],
  ['a test that fails', { a: 1 }, [{ op: 'test', path: '/a', value: '1' }]],
  ['a test of a list against an object', { a: [] }, [{ op: 'test', path: '/a', value: {} }]],
  ['an inherited key', {}, [{ op: 'remove', path: '/toString' }]],
  ['reaching the prototype', {}, [{ op: 'add', path: '/__proto__/polluted', value: 1 }]],
  ['setting the prototype', {}, [{ op: 'add', path: '/__proto__', value: {} }]],
  ['reaching the constructor', {}, [{ op: 'add', path: '/constructor/prototype/x', value: 1 }]],
];

describe('applyPatch', () => {
  it.each(CASES)('%s', (_title, document, patch, expected) => {
    const before = structuredClone(document);
    expect(applyPatch(document, patch)).toEqual(expected);
    expect(document).toEqual(before);
  });

  it.each(FAILURES)('refuses %s', (_title, document, patch) => {
    const before = structuredClone(document);
    expect(() => applyPatch(document, patch)).toThrow(Error);
    expect(document).toEqual(before);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('shares what it does not touch', () => {
    const document = { touched: { deep: { n: 1 }, side: {} }, other: [{}] };
    const next = applyPatch(document, [{ op: 'replace', path: '/touched/deep/n', value: 2 }]);
    expect(next).toEqual({ touched: { deep: { n: 2 }, side: {} }, other: [{}] });
    expect(next).toMatchObject({});
    const { touched, other } = next as typeof document;
    expect(touched).not.toBe(document.touched);
    expect(touched.side).toBe(document.touched.side);
    expect(other).toBe(document.other);
  });

  it('keeps an own key that is called like the prototype', () => {
    const document: unknown = JSON.parse('{"__proto__":{"a":1},"n":1}');
    const next = applyPatch(document, [{ op: 'replace', path: '/n', value: 2 }]);
    expect(JSON.stringify(next)).toBe('{"__proto__":{"a":1},"n":2}');
  });

  it('does not change the values of the patch', () => {
    const value = { list: [] };
    const patch = [
      { op: 'add', path: '/a', value },
      { op: 'add', path: '/a/list/-', value: 1 },
    ];
    expect(applyPatch({}, patch)).toEqual({ a: { list: [1] } });
    expect(value).toEqual({ list: [] });
  });

  it('appends many elements in one patch without copying the list each time', () => {
    const appending = (length: number): object[] =>
      Array.from({ length }, (_, value) => ({ op: 'add', path: '/-', value }));
    expect(applyPatch([], appending(20_000))).toHaveLength(20_000);
    expect(growthPerItem(1_000, appending, (patch) => applyPatch([], patch))).toBeLessThan(
      NO_GROWTH,
    );
  });
});
