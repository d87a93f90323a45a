/**
 * The path below the folder of a catch-all segment, as it was sent: the last segments of the URL,
 * as many as the catch-all parameter has. Without such a parameter, the handler's own path: `/`.
 *
 * @param path of the request, without its query
 * @param params of the route, whose values may be decoded or not; they may be mixed with those of
 *   the query, as in the Pages Router
 */
export function catchAllPath(path: string, params: Readonly<Record<string, unknown>>): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  const lengths = Object.values(params).map((value) => matchedLength(segments, value));
  // A repeated query parameter may look like a part of the path, but not like a longer one.
  const length = Math.max(0, ...lengths);
  // `slice(-0)` would be all of them.
  return length === 0 ? '/' : `/${segments.slice(-length).join('/')}`;
}

/** How many segments at the end of a path are the parameter; 0 if they are something else. */
function matchedLength(segments: readonly string[], param: unknown): number {
  if (!Array.isArray(param) || param.length > segments.length) return 0;
  const end = segments.slice(segments.length - param.length);
  const matches = end.every((raw, index) => raw === param[index] || decoded(raw) === param[index]);
  return matches ? param.length : 0;
}

function decoded(segment: string): string | null {
  try {
    return decodeURIComponent(segment);
  } catch {
    return null;
  }
}
