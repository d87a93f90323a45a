import { maskSecrets } from '../model/mask-secrets.js';
import { ModelFailure, type ModelFailureCode } from '../model/model-failure.js';
import type { TokenUsage } from '../options/agent-options.js';
import { redacted, type ErrorPolicy } from '../options/error-policy.js';
import type { AgentEvent } from './agent-event.js';

/** The `code` of `RUN_ERROR` (agent.md 18.3). */
export type RunErrorCode = ModelFailureCode | 'tool_failure';

const TEXTS: Readonly<Record<RunErrorCode, string>> = {
  invalid_model: 'The configured model cannot be used.',
  auth_failed: 'The model provider did not accept the credentials of this server.',
  rate_limited: 'The model provider is receiving too many requests. Please try again later.',
  context_length: 'The conversation is too long for the model.',
  content_filter: 'The model provider refused to answer.',
  provider_unavailable: 'The model provider is not available. Please try again later.',
  timeout: 'The model provider did not answer in time.',
  bad_request: 'The model provider did not understand the request.',
  incomplete_stream: 'The answer of the model was cut off.',
  tool_failure: 'A tool failed.',
  internal: 'The agent failed.',
};

/**
 * What a run has failed with: what `runAgent` rejects with after the RUN_ERROR event. For the server's
 * eyes; AG-UI prints it, so printing it does not print `cause`, which may hold the conversation (D14).
 */
export class AgentRunError extends Error {
  override readonly name = 'AgentRunError';
  readonly code: RunErrorCode;

  constructor(code: RunErrorCode, message: string, cause: unknown) {
    super(message, { cause });
    this.code = code;
  }

  /** What Node prints for the failure: all but the cause. */
  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `${this.stack ?? `${this.name}: ${this.message}`} { code: '${this.code}' }`;
  }
}

export function toRunError(error: unknown): AgentRunError {
  if (error instanceof AgentRunError) return error;
  const message = error instanceof Error ? error.message : 'The agent threw what is no error';
  return new AgentRunError(codeOf(error), maskSecrets(message), error);
}

function codeOf(error: unknown): RunErrorCode {
  if (error instanceof ModelFailure) return error.code;
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && Object.hasOwn(TEXTS, code)
    ? (code as RunErrorCode)
    : 'internal';
}

/** The text that a browser may see of a failed run. */
export function shownMessage(error: AgentRunError, { isDevelopment, redact }: ErrorPolicy): string {
  if (redact !== undefined) return redacted(redact, error.cause) ?? TEXTS[error.code];
  return isDevelopment ? error.message || TEXTS[error.code] : TEXTS[error.code];
}

export function runError(
  error: AgentRunError,
  policy: ErrorPolicy,
  usage: readonly TokenUsage[],
): AgentEvent {
  return {
    type: 'RUN_ERROR',
    message: shownMessage(error, policy),
    code: error.code,
    ...(usage.length === 0 ? {} : { usage }),
  };
}
