import type { HeaderView } from './request-source.js';

/** Which headers of a request are passed on to the agent. Entries are trimmed, case does not matter. */
export interface ForwardHeadersConfig {
  /**
   * Whether headers that proxies and platforms add, and keys meant for this runtime, are held back.
   * Has no effect with `allow`.
   *
   * @default true
   */
  readonly useDefaultDenylist?: boolean;
  /** Header names that are never passed on, in addition to the default ones. */
  readonly deny?: readonly string[];
  /** Beginnings of header names that are never passed on, in addition to the default ones. */
  readonly denyPrefixes?: readonly string[];
  /**
   * Passes on exactly these headers, whatever they are called (`cookie` included), except for those
   * in `deny` and `denyPrefixes`. Without an entry, `authorization` and every `x-*` header that is
   * not denied are passed on.
   */
  readonly allow?: readonly string[];
}

export interface ForwardHeadersPolicy {
  /** `null`: `authorization` and `x-*`. */
  readonly allow: ReadonlySet<string> | null;
  readonly deny: ReadonlySet<string>;
  readonly denyPrefixes: readonly string[];
}

const DEFAULT_DENY = [
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
  'x-forwarded-port',
  'x-forwarded-server',
  'x-real-ip',
  'x-amzn-trace-id',
  'x-amz-cf-id',
  'x-cloud-trace-context',
  'x-cache',
  'x-served-by',
  'x-request-id',
  'x-copilotcloud-public-api-key',
];

const DEFAULT_DENY_PREFIXES = [
  'x-amz-',
  'x-azure-',
  'x-fastly-',
  'x-vercel-',
  'x-middleware-',
  'x-copilotcloud-',
];

export function resolveForwardHeaders(config: ForwardHeadersConfig = {}): ForwardHeadersPolicy {
  const allow = normalised(config.allow);
  const builtIn = allow.length === 0 && config.useDefaultDenylist !== false;
  return {
    allow: allow.length === 0 ? null : new Set(allow),
    deny: new Set([...(builtIn ? DEFAULT_DENY : []), ...normalised(config.deny)]),
    denyPrefixes: [...(builtIn ? DEFAULT_DENY_PREFIXES : []), ...normalised(config.denyPrefixes)],
  };
}

/** The headers of a request that may reach an agent, with lower-case names. */
export function forwardableHeaders(
  policy: ForwardHeadersPolicy,
  headers: HeaderView,
): Record<string, string> {
  const kept: [string, string][] = [];
  headers.forEach((value, rawName) => {
    const name = rawName.toLowerCase();
    if (isForwardable(policy, name)) kept.push([name, value]);
  });
  return Object.fromEntries(kept);
}

/**
 * The headers an agent sends: its own ones, and those of the request that it does not have itself.
 * Names are compared without regard to case; the first of two own headers counts.
 */
export function mergeAgentHeaders(
  own: Readonly<Record<string, string>> | undefined,
  inbound: Readonly<Record<string, string>>,
): Record<string, string> {
  const merged = new Map<string, [string, string]>();
  for (const source of [own ?? {}, inbound]) {
    for (const entry of Object.entries(source)) {
      const key = entry[0].toLowerCase();
      if (!merged.has(key)) merged.set(key, entry);
    }
  }
  return Object.fromEntries(merged.values());
}

function isForwardable({ allow, deny, denyPrefixes }: ForwardHeadersPolicy, name: string): boolean {
  const eligible =
    allow === null ? name === 'authorization' || name.startsWith('x-') : allow.has(name);
  return eligible && !deny.has(name) && !denyPrefixes.some((prefix) => name.startsWith(prefix));
}

function normalised(names: readonly string[] = []): string[] {
  return names.map((name) => name.trim().toLowerCase()).filter((name) => name !== '');
}
