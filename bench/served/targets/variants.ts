import type { CopilotRuntimeHooks, CopilotRuntimeOptions, RunMiddleware } from '@flightdeck/core';

/** What a variant gives to a runtime, and to the handler that serves it. */
interface Variant {
  readonly runtime?: Partial<CopilotRuntimeOptions>;
  readonly hooks?: CopilotRuntimeHooks;
}

/** A middleware that changes nothing. */
const PASSING: RunMiddleware = {
  name: 'passing',
  begin: (input) => ({ input, push: (event) => [event], end: () => [] }),
};

/** Options whose cost is of interest, one at a time. */
export const VARIANTS = {
  identifyUser: {
    runtime: {
      identifyUser: (request: Request) => ({ id: request.headers.get('x-user') ?? 'somebody' }),
    },
  },
  beforeRequestMiddleware: { runtime: { beforeRequestMiddleware: () => undefined } },
  afterRequestMiddleware: { runtime: { afterRequestMiddleware: () => undefined } },
  onRequest: { hooks: { onRequest: () => undefined } },
  onResponse: { hooks: { onResponse: () => undefined } },
  'an agents factory': {},
  'a middleware': { runtime: { middlewares: [PASSING] } },
  'the debug feed': { runtime: { debug: true } },
  'fastPath: false': { runtime: { fastPath: false } },
} as const satisfies Readonly<Record<string, Variant>>;

export type VariantName = keyof typeof VARIANTS;

export function variantOf(name: VariantName | undefined): Variant {
  return name === undefined ? {} : VARIANTS[name];
}
