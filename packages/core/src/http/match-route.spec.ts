import { describe, expect, it } from '@jest/globals';
import { createRouteMatcher } from './match-route.js';
import type { RouteDefinition } from './route-table.js';
import { ROUTES } from './route-table.js';

const VERBS = ['GET', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'constructor'];
const LITERAL = ROUTES.map(({ path }) => path).filter((path) => !path.includes(':'));

describe('matching a path without parameters', () => {
  for (const bySuffix of [false, true]) {
    it.each(LITERAL)(
      `finds %s as it finds the same path with more slashes (${bySuffix})`,
      (path) => {
        const match = createRouteMatcher(ROUTES, { bySuffix });
        for (const verb of VERBS) {
          // Only the path as the table has it can be looked up.
          expect(match(verb, path)).toEqual(match(verb, `/${path}/`));
        }
      },
    );
  }

  it('leaves it to a path with parameters that stands before it', () => {
    const action = { access: 'public', envelope: 'none', operation: () => never() } as const;
    const routes: RouteDefinition[] = [
      { path: '/:any', actions: { GET: { ...action, method: 'annotate' } } },
      { path: '/info', actions: { GET: { ...action, method: 'info' } } },
    ];
    const match = createRouteMatcher(routes, { bySuffix: false });
    expect(match('GET', '/info')).toMatchObject({
      action: { method: 'annotate' },
      params: { any: 'info' },
    });
  });
});

describe('matching a path with parameters', () => {
  const match = createRouteMatcher(ROUTES, { bySuffix: false });

  it.each([
    ['/agent/a/run', { agentId: 'a' }],
    ['//agent//a/run/', { agentId: 'a' }],
    ['agent/a/run', { agentId: 'a' }],
    ['/agent/a%2Fb%20c/run', { agentId: 'a/b c' }],
    ['/agent/ä/run', { agentId: 'ä' }],
  ])('decodes those of %s', (path, params) => {
    expect(match('POST', path)).toMatchObject({ kind: 'match', params });
  });

  it.each(['/agent/a%/run', '/agent/run', '/x/agent/a/run', '', '/'])(
    'finds none in %p',
    (path) => {
      expect(match('POST', path)).toEqual({ kind: 'none' });
    },
  );
});

function never(): never {
  throw new Error('Matching carries nothing out');
}
