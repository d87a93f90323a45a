import type { Identity } from '@flightdeck/core';

/** Who sends a request, seen from the thread that it is about. */
export type Caller = 'owner' | 'somebody else' | 'nobody' | 'a namesake in another tenant';

export const CALLERS: readonly Caller[] = [
  'owner',
  'somebody else',
  'nobody',
  'a namesake in another tenant',
];

const IDENTITIES: Readonly<Record<Caller, Identity | null>> = {
  owner: { id: 'ada', tenantId: 'one' },
  'somebody else': { id: 'bob', tenantId: 'one' },
  nobody: null,
  'a namesake in another tenant': { id: 'ada', tenantId: 'two' },
};

const HEADER = 'x-caller';

export function headersOf(caller: Caller): Record<string, string> {
  return { [HEADER]: encodeURIComponent(caller) };
}

/** The `identifyUser` of the matrix: it believes a header. */
export function identifyCaller(request: Request): Identity | null {
  const caller = decodeURIComponent(request.headers.get(HEADER) ?? '');
  return CALLERS.find((known) => known === caller) === undefined
    ? null
    : IDENTITIES[caller as Caller];
}
