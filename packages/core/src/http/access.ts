import { identityRequired, unauthenticated, unsupportedMediaType } from '../errors/wire-errors.js';
import type { CopilotRuntime } from '../runtime/copilot-runtime.js';
import type { Identity } from '../runtime/identity.js';
import type { RequestSource } from './request-source.js';
import type { RouteAction, RouteMethod } from './route-table.js';

/**
 * Whether the caller may use a route at all. Which threads it may touch is a matter of its scope.
 *
 * @throws RuntimeError `unauthenticated`, `identity_required`
 */
export function checkAccess(
  { settings, identifiesUsers }: CopilotRuntime,
  { access }: RouteAction,
  identity: Identity | null,
): void {
  if (access === 'public' || identity !== null) return;
  if (identifiesUsers) throw unauthenticated();
  if (access === 'thread-owner' && !settings.isDevelopment) throw identityRequired();
}

/** Content types that a page of any origin can send with cookies and without a preflight. */
const FORM_TYPES = ['', 'text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data'];

/**
 * Refuses what another site could make a logged-in browser send: a POST with cookies whose content
 * type needs no preflight. Only a recording may come as a form, because transcribing changes nothing.
 *
 * @throws RuntimeError `unsupported_media_type`
 */
export function refuseForgeable(
  { method, headers }: RequestSource,
  route: RouteMethod | undefined,
): void {
  if (method !== 'POST' || headers.get('cookie') === null) return;
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
  if (!FORM_TYPES.includes(type)) return;
  if (route === 'transcribe' && type === 'multipart/form-data') return;
  throw unsupportedMediaType('Requests with cookies need content-type application/json');
}
