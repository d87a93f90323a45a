import { ConfigError } from '../errors/config-error.js';

/** How threads reach other tabs and devices, once a socket server is attached to the runtime. */
export interface RealtimeOptions {
  /**
   * Signs join tokens and join codes; at least 32 characters. Instances behind one address need the
   * same, and with it clients come back after a restart, too.
   *
   * @default random, for this runtime alone
   */
  readonly secret?: string;
  /** Milliseconds for which a join token opens sockets. @default 86_400_000, a day */
  readonly tokenTtlMs?: number;
  /**
   * Origins of pages that may open sockets, such as `https://app.example.com`. Clients that send no
   * origin are no pages, and may in any case.
   *
   * @default the page that the token was given to, and pages on the server's own host
   */
  readonly allowedOrigins?: readonly string[];
  /**
   * Where clients open sockets, less `/websocket` at the end: a `ws:` or `wss:` URL, or a path on
   * the page's own host.
   *
   * @default `realtime` below the base path, at the host that the request was sent to
   */
  readonly url?: string;
  /** Open sockets per user and process; more are refused with 429. @default 100 */
  readonly maxSocketsPerUser?: number;
}

export interface RealtimeSettings {
  readonly secret: string | null;
  readonly tokenTtlMs: number;
  readonly allowedOrigins: ReadonlySet<string> | null;
  readonly url: string | null;
  readonly maxSocketsPerUser: number;
}

const MIN_SECRET_LENGTH = 32;
const DAY_MS = 86_400_000;

/** @throws ConfigError */
export function resolveRealtimeOptions(options: RealtimeOptions = {}): RealtimeSettings {
  const { secret, allowedOrigins, url } = options;
  if (secret !== undefined && !(typeof secret === 'string' && secret.length >= MIN_SECRET_LENGTH)) {
    throw new ConfigError(`realtime.secret must have at least ${MIN_SECRET_LENGTH} characters`);
  }
  if (url !== undefined && !/^(wss?:\/)?\/[^?#]+$/.test(url)) {
    throw new ConfigError(`realtime.url must be a ws: or wss: URL or a path, got '${url}'`);
  }
  return Object.freeze({
    secret: secret ?? null,
    tokenTtlMs: positive('tokenTtlMs', options.tokenTtlMs ?? DAY_MS),
    allowedOrigins: allowedOrigins === undefined ? null : new Set(allowedOrigins.map(originOf)),
    url: url ?? null,
    maxSocketsPerUser: positive('maxSocketsPerUser', options.maxSocketsPerUser ?? 100),
  });
}

function positive(name: string, value: number): number {
  if (Number.isFinite(value) && value > 0) return value;
  throw new ConfigError(`realtime.${name} must be a positive number, got ${String(value)}`);
}

/** In the form in which browsers send it, so that a slash at the end does no harm. */
function originOf(text: string): string {
  if (URL.canParse(text)) {
    const { origin } = new URL(text);
    return origin === 'null' ? text : origin;
  }
  throw new ConfigError(`realtime.allowedOrigins must be origins, got '${text}'`);
}
