import { RuntimeError } from './runtime-error.js';

/*
 * The bodies that unmodified clients know (protocol.md 2.2, 5, 6). Each is written once, here.
 */

export function routeNotFound(): RuntimeError {
  return new RuntimeError('route_not_found', 'Not found', { body: { error: 'Not found' } });
}

/** An envelope sent to a mount that serves REST only; clients append `message` to their own text. */
export function envelopeNotServed(method: string): RuntimeError {
  const message =
    `The request is a single-route envelope for '${method}', but nothing at this URL serves ` +
    `envelopes. Point the client's runtimeUrl at the base path, or unset useSingleEndpoint.`;
  return new RuntimeError('route_not_found', message, {
    body: {
      error: 'Not found',
      code: 'single_route_envelope_against_multi_route_runtime',
      message,
    },
  });
}

export function methodNotAllowed(allow: readonly string[]): RuntimeError {
  return new RuntimeError('method_not_allowed', 'Method not allowed', {
    body: { error: 'Method not allowed' },
    headers: { allow: allow.join(', ') },
  });
}

/** @param knownIds listed in the message when given, which only development may do */
export function agentNotFound(agentId: string, knownIds?: readonly string[]): RuntimeError {
  const known =
    knownIds === undefined ? '' : `. Registered agents: ${knownIds.join(', ') || 'none'}`;
  const message = `Agent '${agentId}' does not exist${known}`;
  return new RuntimeError('agent_not_found', message, {
    body: { error: 'Agent not found', message, code: 'agent_not_found' },
  });
}

export function threadNotFound(threadId: string): RuntimeError {
  const message = `Thread '${threadId}' does not exist`;
  return new RuntimeError('thread_not_found', message, {
    body: { error: 'Thread not found', message, code: 'thread_not_found' },
  });
}

export function invalidBody(details: string): RuntimeError {
  return new RuntimeError('invalid_request', 'Invalid request body', {
    body: { error: 'Invalid request body', details },
  });
}

/** A bad request with a body that consists of its text alone, as most thread routes have it. */
export function badRequest(message: string): RuntimeError {
  return new RuntimeError('invalid_request', message, { body: { error: message } });
}

export function invalidEnvelope(message: string, status?: 415): RuntimeError {
  return new RuntimeError(status === 415 ? 'unsupported_media_type' : 'invalid_request', message, {
    body: { error: 'invalid_request', message },
  });
}

export function payloadTooLarge(limitBytes: number): RuntimeError {
  return new RuntimeError('payload_too_large', 'Request body too large', {
    body: { error: 'Request body too large', code: 'payload_too_large', limitBytes },
  });
}

export function unsupportedMediaType(message: string): RuntimeError {
  return new RuntimeError('unsupported_media_type', message);
}

/** @param runId the active run, where it is known */
export function runInProgress(runId?: string): RuntimeError {
  return new RuntimeError('run_in_progress', 'Thread already running', {
    body: {
      error: 'Thread already running',
      code: 'run_in_progress',
      ...(runId === undefined ? {} : { runId }),
    },
  });
}

export function duplicateRun(runId: string): RuntimeError {
  return new RuntimeError('duplicate_run', 'Run id already used on this thread', {
    body: { error: 'Run id already used on this thread', code: 'duplicate_run', runId },
  });
}

export function alreadyAnswered(): RuntimeError {
  return new RuntimeError('already_answered', 'Already answered', {
    body: { error: 'Already answered', code: 'already_answered' },
  });
}

export function tooManyQueuedRuns(): RuntimeError {
  return new RuntimeError('rate_limited', 'Too many runs are waiting for this thread');
}

export function shuttingDown(): RuntimeError {
  return new RuntimeError('unavailable', 'The server is shutting down', {
    headers: { 'retry-after': '5' },
  });
}

export function storeUnavailable(cause: unknown): RuntimeError {
  return new RuntimeError('unavailable', 'The thread store is not available', { cause });
}

export function unauthenticated(): RuntimeError {
  return new RuntimeError('unauthenticated', 'Authentication required');
}

export function identityRequired(): RuntimeError {
  return new RuntimeError(
    'identity_required',
    'Reading threads needs identifyUser to be configured outside development',
  );
}

export function cursorInvalid(reason: string): RuntimeError {
  return new RuntimeError('cursor_invalid', 'The cursor does not fit the thread', {
    body: { error: 'cursor_invalid', reason },
  });
}

/** What only a hosted platform offers upstream, with the text that clients show. */
export function platformRequired(message: string): RuntimeError {
  return new RuntimeError('unprocessable', message, { body: { error: message } });
}
