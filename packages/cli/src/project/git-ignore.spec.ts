import { expect, it } from '@jest/globals';

import { readGitIgnore } from './git-ignore.js';

it.each([
  ['generated', 'a/generated/', true],
  ['generated/', 'generated', undefined],
  ['generated/', 'deep/generated/', true],
  ['/generated', 'deep/generated/', undefined],
  ['a/generated', 'b/a/generated/', undefined],
  ['**/generated', 'a/b/generated/', true],
  ['generated/**', 'generated/a.ts', true],
  ['*.gen.ts', 'a/b.gen.ts', true],
  ['*.gen.ts', 'a/bgen.ts', undefined],
  ['a/*.ts', 'a/b/c.ts', undefined],
  ['v[0-9]?', 'v12', true],
  ['[!a]b', 'ab', undefined],
  ['*.ts\n!keep.ts', 'keep.ts', false],
  ['# a.ts\r\n\r\nb.ts', 'b.ts', true],
  ['# a.ts', 'a.ts', undefined],
  ['[', '[', undefined],
])('reads %j as git does for %s', (text, path, expected) => {
  const isFolder = path.endsWith('/');
  expect(readGitIgnore(text)(path.replace(/\/$/, ''), isFolder)).toBe(expected);
});
