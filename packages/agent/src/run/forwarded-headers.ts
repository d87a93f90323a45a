/**
 * The headers of a request that are allowed on, by name in whatever case. None is, unless it is listed:
 * a browser's `authorization` is not the model provider's business (agent.md 18.8).
 */
export function forwardedHeaders(
  headers: Readonly<Record<string, string>>,
  allowed: readonly string[],
): Readonly<Record<string, string>> | undefined {
  const names = new Set(allowed.map((name) => name.toLowerCase()));
  const kept = Object.entries(headers).filter(([name]) => names.has(name.toLowerCase()));
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}
