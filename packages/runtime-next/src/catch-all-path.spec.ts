import { expect, it } from '@jest/globals';

import { catchAllPath } from './catch-all-path.js';

it.each([
  ['/api/c/info', { slug: ['info'] }, '/info'],
  ['/api/c/agent/a%2Fb/run', { slug: ['agent', 'a/b', 'run'] }, '/agent/a%2Fb/run'],
  ['/api/c/agent/a%2Fb/run/', { slug: ['agent', 'a%2Fb', 'run'] }, '/agent/a%2Fb/run'],
  ['/t/acme/c/threads', { tenant: 'acme', path: ['threads'] }, '/threads'],
  ['/api/c', {}, '/'],
  ['/api/c', { slug: undefined }, '/'],
  ['/api/info', { tenant: 'info' }, '/'],
  ['/api/%E0%A4/info', { slug: ['%E0%A4', 'info'] }, '/%E0%A4/info'],
  ['/info', { slug: ['a', 'info'] }, '/'],
])('of %s with %j is %s', (path, params, expected) => {
  expect(catchAllPath(path, params)).toBe(expected);
});

it('is not shortened by a query that looks like the end of the path', () => {
  const params = { slug: ['x', 'threads', 'a'], q: ['threads', 'a'] };
  expect(catchAllPath('/api/c/x/threads/a', params)).toBe('/x/threads/a');
});
