/**
 * The path below the base path, as it was sent: the last segments of the URL, as many as the
 * matched pattern has. What is before them depends on prefixes that only the framework knows.
 */
export function routePathOf(url: string, pattern: string): string {
  const count = segmentsOf(pattern).length;
  // `slice(-0)` would be all of them.
  return count === 0 ? '/' : `/${segmentsOf(url).slice(-count).join('/')}`;
}

function segmentsOf(url: string): string[] {
  const [path = ''] = url.split('?', 1);
  return path.split('/').filter((segment) => segment !== '');
}
