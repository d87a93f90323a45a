import { describe, expect, it } from '@jest/globals';

import { CliError } from '../cli-error.js';
import { editManifest, type ManifestEdit } from './edit-manifest.js';

const set = (name: string, version = '^1.0.0'): ManifestEdit => ({
  action: 'set',
  section: 'dependencies',
  name,
  version,
});
const remove = (name: string): ManifestEdit => ({
  action: 'remove',
  section: 'dependencies',
  name,
});

describe('editManifest', () => {
  it('puts a dependency into its place in the alphabet and leaves the rest as it was', () => {
    const text = `{\n\t"files": ["a", "b"],\n\t"dependencies": {\n\t\t"a": "1",\n\t\t"c": "1"\n\t}\n}`;
    expect(editManifest(text, [set('b')])).toBe(
      text.replace('\t\t"c"', '\t\t"b": "^1.0.0",\n\t\t"c"'),
    );
    expect(editManifest(text, [set('d')])).toBe(
      text.replace('"c": "1"', '"c": "1",\n\t\t"d": "^1.0.0"'),
    );
  });

  it('makes the list of dependencies where there is none, or where it is empty', () => {
    const expected = `{\r\n    "name": "x",\r\n    "dependencies": {\r\n        "b": "^1.0.0"\r\n    }\r\n}\r\n`;
    const without = `{\r\n    "name": "x"\r\n}\r\n`;
    const empty = `{\r\n    "name": "x",\r\n    "dependencies": {}\r\n}\r\n`;
    expect(editManifest(without, [set('b')])).toBe(expected);
    expect(editManifest(empty, [set('b')])).toBe(expected);
    expect(JSON.parse(editManifest('{}', [set('b')]))).toEqual({ dependencies: { b: '^1.0.0' } });
  });

  it('keeps a list in one line', () => {
    const text = `{ "dependencies": { "a": "1", "c": "1" } }`;
    expect(editManifest(text, [set('b'), set('d')])).toBe(
      `{ "dependencies": { "a": "1", "b": "^1.0.0", "c": "1", "d": "^1.0.0" } }`,
    );
  });

  it('changes the version of what is there', () => {
    const text = `{ "dependencies": { "b": "0" } }`;
    expect(editManifest(text, [set('b', 'npm:c@^1')])).toBe(
      `{ "dependencies": { "b": "npm:c@^1" } }`,
    );
  });

  it.each(['a', 'b', 'c'])('removes %s with its comma', (name) => {
    const text = `{\n  "dependencies": {\n    "a": "1",\n    "b": "1",\n    "c": "1"\n  }\n}\n`;
    const left = ['a', 'b', 'c'].filter((other) => other !== name);
    expect(editManifest(text, [remove(name)])).toBe(
      `{\n  "dependencies": {\n    "${left[0]}": "1",\n    "${left[1]}": "1"\n  }\n}\n`,
    );
  });

  it('removes the last one, and nothing that is not there', () => {
    const text = `\uFEFF{ "dependencies": { "a": "1" } }`;
    expect(editManifest(text, [remove('a'), remove('b')])).toBe(`\uFEFF{ "dependencies": {} }`);
  });

  it('refuses lists that are none', () => {
    expect(() => editManifest(`{ "dependencies": [] }`, [set('a')])).toThrow(CliError);
    expect(() => editManifest(`[]`, [set('a')])).toThrow(CliError);
  });
});
