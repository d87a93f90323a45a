/** The text of anything that was thrown; never empty, never throws itself. */
export function errorMessage(error: unknown): string {
  try {
    return textOf(error) || 'Unknown error';
  } catch {
    // A getter or a proxy that throws when it is looked at.
    return 'Unknown error';
  }
}

function textOf(error: unknown): string {
  if (typeof error === 'string') return error;
  if (typeof error !== 'object' || error === null || !('message' in error)) return '';
  return typeof error.message === 'string' ? error.message : '';
}
