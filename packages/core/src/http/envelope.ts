import { invalidEnvelope, methodNotAllowed, routeNotFound } from '../errors/wire-errors.js';
import { RuntimeError } from '../errors/runtime-error.js';
import { queryOf, pathOf } from './base-path.js';
import type { RouteMatcher } from './match-route.js';
import { envelopeBody, type RequestBody } from './request-body.js';
import { ROUTES, type RouteAction, type RouteMethod, type RouteParams } from './route-table.js';

/** A request after its transport has been taken off. */
export interface ResolvedRoute {
  readonly action: RouteAction;
  readonly params: RouteParams;
  /** Made on demand: most operations look at no query. */
  readonly query: () => URLSearchParams;
  readonly body: RequestBody;
  readonly isEnvelope: boolean;
  /** The path that hooks are told, where it is not the URL's own. */
  readonly path?: string;
}

interface Envelope {
  readonly method: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly body: unknown;
  readonly hasBody: boolean;
}

/** Methods that make no sense without a body. */
const NEEDS_BODY: ReadonlySet<RouteMethod> = new Set([
  'agent/run',
  'agent/suggest',
  'agent/connect',
  'transcribe',
]);

/** The method of a document that looks like an envelope we know, else `null`. */
export function envelopeMethodOf(document: unknown): string | null {
  if (!isObject(document) || typeof document.method !== 'string') return null;
  const { method } = document;
  return method === 'resource/request' || BY_METHOD.has(method) ? method : null;
}

/**
 * Resolves a single-route envelope (protocol.md 6) to the route it stands for.
 *
 * @throws RuntimeError with the documented envelope bodies
 */
export async function resolveEnvelope(
  contentType: string | null,
  body: RequestBody,
  match: RouteMatcher,
): Promise<ResolvedRoute> {
  if (!(contentType ?? '').toLowerCase().includes('application/json')) {
    throw invalidEnvelope('Single-route endpoint expects JSON payloads', 415);
  }
  const envelope = toEnvelope(await readDocument(body));
  if (envelope.method === 'resource/request') return resolveResource(envelope, match);
  const found = BY_METHOD.get(envelope.method);
  if (found === undefined) throw invalidEnvelope(`Unsupported method '${envelope.method}'`);
  const { action, names } = found;
  const params = Object.fromEntries(names.map((name) => [name, stringParam(envelope, name)]));
  return {
    action,
    params,
    query: () => new URLSearchParams(),
    body: envelopeBody(requiredBody(envelope, action.method)),
    isEnvelope: true,
  };
}

async function readDocument(body: RequestBody): Promise<unknown> {
  try {
    return await body.json();
  } catch (error) {
    if (RuntimeError.is(error) && error.code !== 'invalid_request') throw error;
    throw invalidEnvelope('Invalid JSON payload');
  }
}

function toEnvelope(document: unknown): Envelope {
  if (document === undefined) throw invalidEnvelope('Invalid JSON payload');
  if (!isObject(document) || typeof document.method !== 'string' || document.method === '') {
    throw invalidEnvelope('Missing method field');
  }
  return {
    method: document.method,
    params: isObject(document.params) ? document.params : {},
    body: document.body,
    hasBody: Object.hasOwn(document, 'body'),
  };
}

interface Addressed {
  readonly action: RouteAction;
  /** Of its parameters. */
  readonly names: readonly string[];
}

/** What envelopes reach by its own method; of several actions with one method, the first. */
const BY_METHOD: ReadonlyMap<string, Addressed> = new Map(
  ROUTES.flatMap(({ path, actions }) => {
    const segments = path.split('/').filter((segment) => segment.startsWith(':'));
    const names = segments.map((name) => name.slice(1));
    return Object.values(actions).map((action): [string, Addressed] => [
      action.method,
      { action, names },
    ]);
  })
    .filter(([, { action }]) => action.envelope === 'method')
    .toReversed(),
);

function requiredBody({ body, hasBody }: Envelope, method: RouteMethod): unknown {
  const missing = hasBody ? body === null : NEEDS_BODY.has(method);
  if (missing) throw invalidEnvelope('Missing request body for JSON handler');
  return body;
}

/** Tunnels a thread route: only those that the table marks may be reached this way. */
function resolveResource(envelope: Envelope, match: RouteMatcher): ResolvedRoute {
  const target = relativeTarget(stringParam(envelope, 'path'));
  const verb = stringParam(envelope, 'httpMethod').toUpperCase();
  const found = match(verb, pathOf(target));
  if (found.kind === 'wrong-verb') throw resourceVerbError(match, target, found.allow);
  if (found.kind === 'none' || found.action.envelope !== 'resource') throw routeNotFound();
  return {
    action: found.action,
    params: found.params,
    query: () => queryOf(target),
    body: envelopeBody(envelope.body),
    isEnvelope: true,
    path: pathOf(target),
  };
}

/** 405 for a resource, 404 for what cannot be tunnelled under any verb. */
function resourceVerbError(
  match: RouteMatcher,
  target: string,
  allow: readonly string[],
): RuntimeError {
  const other = match(allow[0] ?? '', pathOf(target));
  const tunnelled = other.kind === 'match' && other.action.envelope === 'resource';
  return tunnelled ? methodNotAllowed(allow) : routeNotFound();
}

const DUMMY_ORIGIN = 'http://runtime.invalid';

/** A runtime-relative path and query with `.` and `..` resolved; anything that names a host is refused. */
function relativeTarget(path: string): string {
  const refusal = invalidEnvelope('Resource path must be Runtime-relative');
  if (!path.startsWith('/') || path.startsWith('//') || path.includes('\\')) throw refusal;
  if (!URL.canParse(path, DUMMY_ORIGIN)) throw refusal;
  const url = new URL(path, DUMMY_ORIGIN);
  if (url.origin !== DUMMY_ORIGIN || url.pathname.startsWith('//')) throw refusal;
  return `${url.pathname}${url.search}`;
}

function stringParam({ params }: Envelope, name: string): string {
  const value = Object.hasOwn(params, name) ? params[name] : undefined;
  if (typeof value === 'string' && value.trim() !== '') return value;
  throw invalidEnvelope(`Missing or invalid parameter '${name}'`);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
