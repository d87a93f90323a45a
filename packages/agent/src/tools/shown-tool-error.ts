import { maskSecrets } from '../model/mask-secrets.js';
import { redacted, type ErrorPolicy } from '../options/error-policy.js';

const HIDDEN = 'The tool failed';

/** The text that model and browser may see of what a tool has thrown. Never throws. */
export function shownToolError(error: unknown, { isDevelopment, redact }: ErrorPolicy): string {
  if (redact !== undefined) return redacted(redact, error) ?? HIDDEN;
  return isDevelopment && error instanceof Error && error.message !== ''
    ? maskSecrets(error.message)
    : HIDDEN;
}
