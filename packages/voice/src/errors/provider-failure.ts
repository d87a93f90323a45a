/** What is known of a failure, for the category of the answer (agent.md 18.11). */
export interface ProviderFailureFacts {
  /** The HTTP status that the provider answered with. */
  readonly status?: number;
  /** The provider's code, or the one of the failed connection such as `ECONNREFUSED`. */
  readonly code?: string;
  /** Seconds that the provider asks to wait. */
  readonly retryAfterSeconds?: number;
}

/**
 * A transcription that a provider refused, or that did not reach it. `status` and `code` say which:
 *
 * - `status` with the provider's own `code`, where it sent one,
 * - `ETIMEDOUT` when the time was up, `ABORT_ERR` when the caller gave up,
 * - a connection code such as `ECONNREFUSED` or `ENOTFOUND`,
 * - `missing_api_key` with status 401, before anything was sent,
 * - `invalid_response` for an answer without a transcript.
 *
 * The message is for developers. It holds neither keys, headers and queries nor a document that a
 * proxy sent.
 */
export class ProviderFailure extends Error {
  readonly status?: number;
  readonly code?: string;
  /** The wish to wait, as a header, which is where the runtime looks for it. */
  readonly headers?: Readonly<Record<string, string>>;

  constructor(message: string, facts: ProviderFailureFacts = {}) {
    super(message);
    this.name = 'ProviderFailure';
    if (facts.status !== undefined) this.status = facts.status;
    if (facts.code !== undefined) this.code = facts.code;
    if (facts.retryAfterSeconds !== undefined) {
      this.headers = { 'retry-after': String(facts.retryAfterSeconds) };
    }
  }
}
