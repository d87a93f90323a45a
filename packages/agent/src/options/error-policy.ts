/** What may be told of a failure. */
export interface ErrorPolicy {
  /** Whether messages are told as they are where there is no `redact`. */
  readonly isDevelopment: boolean;
  readonly redact?: ((error: unknown) => string) | undefined;
}

/** The words of `redact`; `undefined` if it has none, or fails itself. */
export function redacted(redact: (error: unknown) => string, error: unknown): string | undefined {
  try {
    const text: unknown = redact(error);
    return typeof text === 'string' && text !== '' ? text : undefined;
  } catch {
    return undefined;
  }
}
