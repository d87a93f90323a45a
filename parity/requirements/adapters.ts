import type { Requirement } from './requirement.js';

/** What the packages for single frameworks promise, beyond what every adapter does. */
export const ADAPTERS = {
  'adapters.hono.mounts': {
    source: 'protocol 13.3, 2',
    behaviour:
      'The Hono application serves on its own, and mounted in another one at its root or below a path.',
  },
  'adapters.hono.foreign-paths': {
    source: 'design 3.11',
    behaviour: 'Requests that are not for the runtime go on to the routes of the application.',
    difference:
      'Upstream answers 404 itself to whatever reaches an application mounted at the root.',
  },
  'adapters.hono.cors': {
    source: 'protocol 3.2, 17 T1, 17 T2',
    behaviour:
      'CORS is permissive by default, on the paths of the runtime alone, and refuses cookies for every origin.',
    difference:
      'Upstream it cannot be switched off, and credentials without an origin name every site.',
  },
  'adapters.hono.host-headers': {
    source: 'design 3.11',
    behaviour:
      'Headers of middlewares in front stay, CORS headers before those of the runtime; cookies and `vary` add up.',
  },
  'adapters.hono.bodies': {
    source: 'protocol 2.3, 4',
    behaviour: 'A middleware in front that reads the body by the methods of Hono does no harm.',
  },
  'adapters.hono.context': {
    source: 'protocol 12',
    behaviour:
      '`identifyUser` and agents factories see the context of Hono: variables, parameters, bindings.',
    difference: 'Upstream user code is given the fetch request alone.',
  },
  'adapters.hono.streams': {
    source: 'protocol 7, 17 T13, 17 T25',
    behaviour:
      'Streams arrive event by event behind the usual middlewares of Hono, and wait for slow readers.',
  },
  'adapters.hono.disconnect': {
    source: 'protocol 10',
    behaviour:
      'A client that leaves aborts its suggestions, and leaves the run of its thread to go on.',
  },
  'adapters.fastify.mounts': {
    source: 'design 3.2',
    behaviour:
      'The Fastify plugin serves at a base path and below the prefixes of its scopes, route by route; the rest is the application’s.',
  },
  'adapters.fastify.hooks': {
    source: 'design 3.11',
    behaviour:
      'Hooks of the application guard every route of the runtime, and their headers reach every response.',
  },
  'adapters.fastify.bodies': {
    source: 'protocol 4',
    behaviour:
      'Limits and parsers of Fastify neither refuse the runtime’s bodies nor change for the application’s.',
  },
  'adapters.fastify.cors': {
    source: 'design 3.11',
    behaviour:
      'CORS is permissive by default, on the paths of the runtime alone, and never overrides the application’s.',
  },
  'adapters.fastify.shutdown': {
    source: 'design 3.6, 3.13',
    behaviour:
      '`app.close()` ends runs and streams properly before Fastify waits for its connections.',
  },
  'adapters.next.app-router': {
    source: 'v1 5.1, 5.3',
    behaviour:
      'A catch-all `route.ts` of the App Router serves both transports wherever it is; without a catch-all, envelopes.',
    difference: 'Upstream has to be told its path, and answers envelopes alone.',
  },
  'adapters.next.pages-router': {
    source: 'v1 5.1, 5.3',
    behaviour:
      'An API route of the Pages Router does the same, with the body parser of Next.js off or on.',
    difference: 'Upstream has to be told its path, and answers envelopes alone.',
  },
  'adapters.next.disconnect': {
    source: 'v1 5.3',
    behaviour: 'A client that leaves is noticed in both routers, as the runtime’s policy has it.',
    difference: 'Upstream’s Pages Router handler does not notice.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
