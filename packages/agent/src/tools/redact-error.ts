/** What is told of an error where nobody has said what may be told: its message in development, nothing of it otherwise. */
export function redactError(error: unknown): string {
  if (!isDevelopment()) return 'The tool failed';
  return error instanceof Error ? error.message : String(error);
}

/** `NODE_ENV`, where there is such a thing. */
function isDevelopment(): boolean {
  const environment = typeof process === 'undefined' ? undefined : process.env.NODE_ENV;
  return environment === 'development' || environment === 'test';
}
