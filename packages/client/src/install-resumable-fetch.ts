import { resumableFetch, type ResumableFetchOptions } from './resumable-fetch.js';

export interface InstallResumableFetchOptions extends Omit<ResumableFetchOptions, 'fetch'> {
  /**
   * Which requests may be made resumable: those whose URL begins with this text, such as the
   * `runtimeUrl` of a provider, or those for which this function says so.
   *
   * @default every request that runs an agent or joins a thread
   */
  readonly match?: string | ((url: string) => boolean);
}

/**
 * Makes the global `fetch` resumable, for providers that offer no option for theirs. Everything
 * that is no run and no connect is passed through untouched.
 *
 * @returns puts the former `fetch` back; streams that are open go on
 */
export function installResumableFetch(options: InstallResumableFetchOptions = {}): () => void {
  const { match = () => true, ...rest } = options;
  const former = globalThis.fetch;
  const matches =
    typeof match === 'function'
      ? match
      : (url: string) => absolute(url).startsWith(absolute(match));
  // A browser's `fetch` insists on being called on its window.
  const plain: typeof fetch = (input, init) => former.call(globalThis, input, init);
  const resumable = resumableFetch({ ...rest, fetch: plain });
  let installed = true;
  const replacement: typeof fetch = (input, init) => {
    const isUrl = typeof input === 'string' || input instanceof URL;
    const isOurs = installed && isUrl && matches(String(input));
    return isOurs ? resumable(input, init) : plain(input, init);
  };
  globalThis.fetch = replacement;
  return () => {
    installed = false;
    // Somebody may have wrapped it since, and would be cut out.
    if (globalThis.fetch === replacement) globalThis.fetch = former;
  };
}

/** Relative to the page, where there is one. */
function absolute(url: string): string {
  const base = typeof location === 'undefined' ? undefined : location.href;
  return URL.canParse(url, base) ? new URL(url, base).href : url;
}
