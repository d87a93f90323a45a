/**
 * Every code with which the runtime answers a request that it does not carry out, and its status.
 * `status` is what the adapter writes; a body may be shaped for compatibility (see `wire-errors.ts`).
 */
export const ERROR_STATUS = {
  /** A body or a parameter does not have the documented form. */
  invalid_request: 400,
  /** `identifyUser` is configured and named nobody. */
  unauthenticated: 401,
  forbidden: 403,
  /** Reading threads needs `identifyUser` outside development. */
  identity_required: 403,
  agent_not_found: 404,
  thread_not_found: 404,
  route_not_found: 404,
  method_not_allowed: 405,
  /** The thread has an active run and the busy policy is `reject`. */
  run_in_progress: 409,
  /** The thread has had a run with this id. */
  duplicate_run: 409,
  /** The tool call or interrupt that the run answers has an answer. */
  already_answered: 409,
  /** A resume cursor does not fit the log. */
  cursor_invalid: 412,
  payload_too_large: 413,
  unsupported_media_type: 415,
  /** Well-formed, but not available in this configuration. */
  unprocessable: 422,
  rate_limited: 429,
  internal: 500,
  not_implemented: 501,
  upstream_failed: 502,
  /** Shutting down, or the store cannot be reached. */
  unavailable: 503,
  timeout: 504,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;
