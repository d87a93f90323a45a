/** How prominently clients show an error. v1.md 10. */
type Visibility = 'banner' | 'toast' | 'dev_only';

interface ErrorKind {
  readonly statusCode: number;
  readonly visibility: Visibility;
}

const KINDS = {
  NETWORK_ERROR: { statusCode: 503, visibility: 'banner' },
  NOT_FOUND: { statusCode: 404, visibility: 'banner' },
  AGENT_NOT_FOUND: { statusCode: 500, visibility: 'banner' },
  API_NOT_FOUND: { statusCode: 404, visibility: 'banner' },
  AUTHENTICATION_ERROR: { statusCode: 401, visibility: 'banner' },
  CONFIGURATION_ERROR: { statusCode: 400, visibility: 'banner' },
  MISUSE: { statusCode: 400, visibility: 'dev_only' },
  // A toast upstream, which these clients show to nobody.
  UNKNOWN: { statusCode: 500, visibility: 'banner' },
} as const satisfies Record<string, ErrorKind>;

/** The codes that clients before 1.50 know what to make of. */
export type LegacyErrorCode = keyof typeof KINDS;

export interface LegacyErrorExtensions {
  readonly code: LegacyErrorCode;
  readonly statusCode: number;
  readonly severity: 'critical';
  readonly visibility: Visibility;
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

  constructor(code: LegacyErrorCode, message: string, options: LegacyErrorOptions = {}) {
    super(message);
    this.name = 'LegacyError';
    const { statusCode, visibility } = KINDS[code];
    const { originalErrorType } = options;
    this.extensions = {
      code,
      statusCode: options.statusCode ?? statusCode,
      severity: 'critical',
      visibility,
      ...(originalErrorType === undefined ? {} : { originalErrorType }),
    };
  }
}

/** The code that says the most of a status with which the runtime answers. */
export function codeOfStatus(status: number, reason: string | undefined): LegacyErrorCode {
  if (reason === 'agent_not_found') return 'AGENT_NOT_FOUND';
  if (status === 401 || status === 403) return 'AUTHENTICATION_ERROR';
  if (status === 404) return 'NOT_FOUND';
  if (status === 400 || status === 415 || status === 422) return 'MISUSE';
  if (status === 502 || status === 503 || status === 504) return 'NETWORK_ERROR';
  return 'UNKNOWN';
}

/** The code of a RUN_ERROR: one of theirs where the agent uses it, else by what it stands for. */
export function codeOfRunError(code: unknown): LegacyErrorCode {
  if (typeof code !== 'string') return 'UNKNOWN';
  if (Object.hasOwn(KINDS, code)) return code as LegacyErrorCode;
  return NETWORK_CODES.has(code) ? 'NETWORK_ERROR' : 'UNKNOWN';
}

const NETWORK_CODES: ReadonlySet<string> = new Set([
  'RUN_TIMEOUT',
  'RUN_IDLE_TIMEOUT',
  'SERVER_SHUTDOWN',
  'STORE_UNAVAILABLE',
  'OWNER_LOST',
]);
