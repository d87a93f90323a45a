import {
  ERROR_CONFIG,
  type CopilotKitErrorCode,
  type ErrorVisibility,
  type Severity,
} from './copilot-kit-error-code.js';

const BRAND = Symbol.for('flightdeck.CopilotKitError');

export interface CopilotKitErrorFields extends ErrorOptions {
  readonly message?: string;
  readonly code: CopilotKitErrorCode;
  /** @default that of the code */
  readonly severity?: Severity;
  /** @default that of the code */
  readonly visibility?: ErrorVisibility;
}

/**
 * A failure with a code that clients of v1 know. A plain `Error`, unlike upstream's, which is one of
 * GraphQL; the fields are the same, but `extensions` holds no stack. v1.md 10.
 */
export class CopilotKitError extends Error {
  readonly code: CopilotKitErrorCode;
  readonly statusCode: number;
  readonly severity: Severity;
  readonly visibility: ErrorVisibility;
  /** What the GraphQL-shaped wire tells of it. */
  readonly extensions: Readonly<Record<string, unknown>>;
  /** Recognises the class across copies of this package. */
  readonly [BRAND] = true;

  constructor({
    message = 'Unknown error',
    code,
    severity,
    visibility,
    ...options
  }: CopilotKitErrorFields) {
    super(message, options);
    const config = ERROR_CONFIG[code];
    this.name = config.name;
    this.code = code;
    this.statusCode = config.statusCode;
    this.severity = severity ?? config.severity;
    this.visibility = visibility ?? config.visibility;
    this.extensions = Object.freeze({
      name: 'CopilotError',
      code,
      statusCode: this.statusCode,
      visibility: this.visibility,
      severity: this.severity,
    });
  }

  static is(value: unknown): value is CopilotKitError {
    return typeof value === 'object' && value !== null && BRAND in value;
  }
}
