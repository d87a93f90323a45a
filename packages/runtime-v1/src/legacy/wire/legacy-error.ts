import {
  ERROR_CONFIG,
  type CopilotKitErrorCode,
  type ErrorVisibility,
  type Severity,
} from '../../errors/copilot-kit-error-code.js';

export interface LegacyErrorExtensions {
  readonly code: CopilotKitErrorCode;
  readonly statusCode: number;
  readonly severity: Severity;
  readonly visibility: ErrorVisibility;
  /** What the runtime itself calls it. */
  readonly originalErrorType?: string;
}

export interface LegacyErrorOptions {
  /** @default the usual one of the code */
  readonly statusCode?: number;
  readonly originalErrorType?: string;
}

/** Something that a client before 1.50 is refused, in its terms. v1.md 10 and 11.3. */
export class LegacyError extends Error {
  readonly extensions: LegacyErrorExtensions;

  constructor(code: CopilotKitErrorCode, message: string, options: LegacyErrorOptions = {}) {
    super(message);
    this.name = 'LegacyError';
    const { statusCode, visibility, severity } = ERROR_CONFIG[code];
    const { originalErrorType } = options;
    this.extensions = {
      code,
      statusCode: options.statusCode ?? statusCode,
      severity,
      // Toasts are shown to nobody by some of these clients.
      visibility: visibility === 'toast' ? 'banner' : visibility,
      ...(originalErrorType === undefined ? {} : { originalErrorType }),
    };
  }
}

/** The code that says the most of a status with which the runtime answers. */
export function codeOfStatus(status: number, reason: string | undefined): CopilotKitErrorCode {
  if (reason === 'agent_not_found') return 'AGENT_NOT_FOUND';
  if (status === 401 || status === 403) return 'AUTHENTICATION_ERROR';
  if (status === 404) return 'NOT_FOUND';
  if (status === 400 || status === 415 || status === 422) return 'MISUSE';
  if (status === 502 || status === 503 || status === 504) return 'NETWORK_ERROR';
  return 'UNKNOWN';
}

/** The code of a RUN_ERROR: one of theirs where the agent uses it, else by what it stands for. */
export function codeOfRunError(code: unknown): CopilotKitErrorCode {
  if (typeof code !== 'string') return 'UNKNOWN';
  if (isCode(code)) return code;
  return NETWORK_CODES.has(code) ? 'NETWORK_ERROR' : 'UNKNOWN';
}

const NETWORK_CODES: ReadonlySet<string> = new Set([
  'RUN_TIMEOUT',
  'RUN_IDLE_TIMEOUT',
  'SERVER_SHUTDOWN',
  'STORE_UNAVAILABLE',
  'OWNER_LOST',
]);

function isCode(code: string): code is CopilotKitErrorCode {
  return Object.hasOwn(ERROR_CONFIG, code);
}
