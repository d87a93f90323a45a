/** What Next.js makes of a path with a folder of files. */
export interface FileRoute {
  /** The folder, such as `/api/copilotkit` or `/`. */
  readonly folder: string;
  /** Whether the file in it is `[[...slug]]`, which also takes the folder itself. */
  readonly catchAll: boolean;
}

/** The parameter of the catch-all segment, still encoded; `null` for a path that is not the file's. */
export function matchFile(path: string, { folder, catchAll }: FileRoute): string[] | null {
  const base = folder.replace(/\/+$/, '');
  if (path !== base && !path.startsWith(`${base}/`)) return null;
  const slug = path
    .slice(base.length)
    .split('/')
    .filter((segment) => segment !== '');
  return catchAll || slug.length === 0 ? slug : null;
}

/** As parameters: an optional catch-all without segments is missing. */
export function slugParams(slug: readonly string[], decode: boolean): Record<string, string[]> {
  if (slug.length === 0) return {};
  return { slug: slug.map((segment) => (decode ? decodeURIComponent(segment) : segment)) };
}
