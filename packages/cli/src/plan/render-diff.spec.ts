import { expect, it } from '@jest/globals';

import { renderDiff } from './render-diff.js';

const numbers = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `line ${i + 1}`);
const change = (before: string | null, after: string) => ({
  path: 'a.txt',
  before,
  after,
  summary: '',
});

it('shows changed lines with their surroundings, in hunks that say where they are', () => {
  const before = numbers(20);
  const after = before.toSpliced(1, 1, 'second').toSpliced(15, 0, 'new');
  expect(renderDiff(change(before.join('\n'), after.join('\n')))).toEqual([
    '--- a/a.txt',
    '+++ b/a.txt',
    '@@ -1,5 +1,5 @@',
    ' line 1',
    '-line 2',
    '+second',
    ' line 3',
    ' line 4',
    ' line 5',
    '@@ -13,6 +13,7 @@',
    ' line 13',
    ' line 14',
    ' line 15',
    '+new',
    ' line 16',
    ' line 17',
    ' line 18',
  ]);
});

it('shows a new file whole', () => {
  expect(renderDiff(change(null, 'a\nb\n'))).toEqual([
    '--- /dev/null',
    '+++ b/a.txt',
    '@@ -0,0 +1,2 @@',
    '+a',
    '+b',
  ]);
});

it('finds the lines that stay between changed ones', () => {
  expect(renderDiff(change('a\nb\nc\n', 'b\nx\nc\ny\n')).slice(3)).toEqual([
    '-a',
    ' b',
    '+x',
    ' c',
    '+y',
  ]);
});
