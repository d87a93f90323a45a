import { ConfigError } from '../errors/config-error.js';
import type { Reply } from './reply.js';
import type { HeaderView } from './request-source.js';

/**
 * Decides about one origin: the origin to allow (usually the one given), or `null` for none.
 * A decision that fails allows nothing.
 */
export type CorsOriginDecision = (
  origin: string,
) => string | null | undefined | Promise<string | null | undefined>;

/** Which other sites may call the runtime from a browser. */
export interface CopilotCorsConfig {
  /**
   * One origin, a list of them, or a function that decides.
   *
   * @default '*'
   */
  readonly origin?: string | readonly string[] | CorsOriginDecision;
  /**
   * Whether browsers may send cookies. Needs an `origin` that names whom to trust.
   *
   * @default false
   */
  readonly credentials?: boolean;
  /** @default GET, HEAD, PUT, POST, DELETE, PATCH, OPTIONS */
  readonly allowMethods?: readonly string[];
  /** Request headers that may be sent. By default whatever the browser asks for. */
  readonly allowHeaders?: readonly string[];
  /** Response headers that scripts may read beyond the safelisted ones. */
  readonly exposeHeaders?: readonly string[];
  /** Seconds for which a browser may remember a preflight. */
  readonly maxAge?: number;
}

export interface ResolvedCors {
  readonly origin: string | ReadonlySet<string> | CorsOriginDecision;
  readonly credentials: boolean;
  readonly allowMethods: string;
  /** `null`: those that the preflight asks for. */
  readonly allowHeaders: string | null;
  readonly exposeHeaders: string | null;
  readonly maxAge: string | null;
}

const DEFAULT_METHODS = ['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'PATCH', 'OPTIONS'];
const HEADER_NAME = /^[\w!#$%&'*+.^`|~-]+$/;

/**
 * The CORS rules of a mount, or `null` for none at all.
 *
 * @throws ConfigError for `credentials` without an explicit origin, which would let every site act
 *   in the name of its visitors
 */
export function resolveCors(option: boolean | CopilotCorsConfig | undefined): ResolvedCors | null {
  if (option === undefined || option === false) return null;
  const config = option === true ? {} : option;
  const origin = resolveOriginRule(config.origin);
  if (config.credentials === true && origin === '*') {
    throw new ConfigError('cors: credentials need an explicit origin instead of the wildcard');
  }
  if (config.maxAge !== undefined && !Number.isInteger(config.maxAge)) {
    throw new ConfigError('cors: maxAge must be a whole number of seconds');
  }
  return {
    origin,
    credentials: config.credentials === true,
    allowMethods: joined(config.allowMethods) ?? DEFAULT_METHODS.join(', '),
    allowHeaders: joined(config.allowHeaders),
    exposeHeaders: joined(config.exposeHeaders),
    maxAge: config.maxAge === undefined ? null : String(config.maxAge),
  };
}

/** The answer to an `OPTIONS` request. A disallowed origin gets one, too, but without permission. */
export async function preflightReply(cors: ResolvedCors, headers: HeaderView): Promise<Reply> {
  const fields: [string, string][] = [
    ...originFields(cors, await allowedOrigin(cors, headers.get('origin'))),
    ['access-control-allow-methods', cors.allowMethods],
    ['access-control-allow-headers', cors.allowHeaders ?? requestedHeaders(headers)],
  ];
  if (cors.maxAge !== null) fields.push(['access-control-max-age', cors.maxAge]);
  const vary = ['Access-Control-Request-Headers', 'Access-Control-Request-Method'];
  if (cors.origin !== '*') vary.push('Origin');
  fields.push(['vary', vary.join(', ')]);
  return { status: 204, headers: fields, body: null };
}

/** The reply with CORS headers added; one that is there already is left as it is. */
export async function withCors(
  cors: ResolvedCors,
  headers: HeaderView,
  reply: Reply,
): Promise<Reply> {
  return addCors(cors, headers, reply);
}

/** The same, at once where no function decides about the origin. */
export function addCors(
  cors: ResolvedCors,
  headers: HeaderView,
  reply: Reply,
): Reply | Promise<Reply> {
  // Whoever has decided about the origin has decided about credentials, too.
  if (hasHeader(reply, 'access-control-allow-origin')) return withFields(cors, reply, []);
  const allowed = allowedOrigin(cors, headers.get('origin'));
  if (allowed === null || typeof allowed === 'string') {
    return withFields(cors, reply, originFields(cors, allowed));
  }
  return allowed.then((origin) => withFields(cors, reply, originFields(cors, origin)));
}

function withFields(
  cors: ResolvedCors,
  reply: Reply,
  added: readonly (readonly [string, string])[],
): Reply {
  const { status, body } = reply;
  const headers = [...reply.headers];
  for (const field of added) if (!hasHeader(reply, field[0])) headers.push(field);
  const { exposeHeaders, origin } = cors;
  if (exposeHeaders !== null && !hasHeader(reply, 'access-control-expose-headers')) {
    headers.push(['access-control-expose-headers', exposeHeaders]);
  }
  return { status, headers: origin === '*' ? headers : varyingByOrigin(headers), body };
}

function hasHeader({ headers }: Reply, wanted: string): boolean {
  return headers.some(([name]) => name === wanted);
}

function resolveOriginRule(origin: CopilotCorsConfig['origin'] = '*'): ResolvedCors['origin'] {
  if (typeof origin === 'string' || typeof origin === 'function') return origin;
  return origin.includes('*') ? '*' : new Set(origin);
}

function originFields(cors: ResolvedCors, allowed: string | null): [string, string][] {
  if (allowed === null) return [];
  const fields: [string, string][] = [['access-control-allow-origin', allowed]];
  if (cors.credentials) fields.push(['access-control-allow-credentials', 'true']);
  return fields;
}

function allowedOrigin(
  cors: ResolvedCors,
  origin: string | null,
): string | null | Promise<string | null> {
  const rule = cors.origin;
  if (typeof rule === 'string') return rule;
  if (origin === null) return null;
  if (typeof rule !== 'function') return rule.has(origin) ? origin : null;
  return decidedOrigin(cors, rule, origin);
}

async function decidedOrigin(
  cors: ResolvedCors,
  rule: CorsOriginDecision,
  origin: string,
): Promise<string | null> {
  try {
    const decision = await rule(origin);
    return typeof decision !== 'string' || (cors.credentials && decision === '*') ? null : decision;
  } catch {
    return null;
  }
}

/** `*` would not cover `Authorization`, which is why the requested names are repeated. */
function requestedHeaders(headers: HeaderView): string {
  const requested = headers.get('access-control-request-headers') ?? '';
  const names = requested.split(',').map((name) => name.trim());
  return names.every((name) => HEADER_NAME.test(name)) ? names.join(', ') : '*';
}

function varyingByOrigin(fields: readonly (readonly [string, string])[]): Reply['headers'] {
  const names = fields
    .flatMap(([name, value]) => (name === 'vary' ? value.split(',') : []))
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const covered = names.some((name) => name === '*' || name.toLowerCase() === 'origin');
  const vary = covered ? names : [...names, 'Origin'];
  return [...fields.filter(([name]) => name !== 'vary'), ['vary', vary.join(', ')]];
}

function joined(names: readonly string[] | undefined): string | null {
  return names === undefined || names.length === 0 ? null : names.join(', ');
}
