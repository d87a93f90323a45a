import { ConfigError } from '../errors/config-error.js';

/** Scheme and host of an absolute URL. */
const ORIGIN = /^[^/]*:\/\/[^/]*/;

/** A base path in the form `/a/b`, or `/` for everything below the mount point. */
export function normalizeBasePath(basePath: string): string {
  const trimmed = basePath.trim();
  if (trimmed === '')
    throw new ConfigError('basePath must not be empty; use "/" for the mount point');
  if (/[?#]/.test(trimmed)) throw new ConfigError(`basePath '${basePath}' must be a plain path`);
  const path = trimmed.startsWith('/') ? trimmed : `/${trimmed}`;
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}

/** The path below the base path, starting with `/`; `null` when `path` lies outside. */
export function stripBasePath(path: string, basePath: string): string | null {
  if (basePath === '/') return path;
  if (!path.startsWith(basePath)) return null;
  const rest = path.slice(basePath.length);
  if (rest === '') return '/';
  return rest.startsWith('/') ? rest : null;
}

/** The path of an absolute URL or of a request target, as it was sent: not decoded, no query. */
export function pathOf(url: string): string {
  const [beforeQuery = ''] = url.split(/[?#]/, 1);
  const path = beforeQuery.startsWith('/') ? beforeQuery : beforeQuery.replace(ORIGIN, '');
  return path === '' ? '/' : path;
}

/** The query of a URL as it was sent; empty without one. */
export function queryOf(url: string): URLSearchParams {
  const begin = url.indexOf('?');
  if (begin < 0) return new URLSearchParams();
  const end = url.indexOf('#', begin);
  return new URLSearchParams(end < 0 ? url.slice(begin + 1) : url.slice(begin + 1, end));
}
