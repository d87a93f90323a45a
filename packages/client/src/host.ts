type Fetch = typeof globalThis.fetch;

/** What the surroundings give to a resumable fetch: the network, time and chance. */
export interface Host {
  readonly fetch: Fetch;
  /** Epoch milliseconds. */
  now(): number;
  /** Calls back once after `ms`; the returned function cancels. */
  after(ms: number, run: () => void): () => void;
  /** A number from 0 up to 1, as `Math.random`. */
  random(): number;
  /** Calls back whenever trying again looks promising; the returned function unsubscribes. */
  onWake(run: () => void): () => void;
}

/** The browser, or any other place with a global `fetch`. */
export function systemHost(fetch?: Fetch): Host {
  return {
    // Looked up anew for each request, so that whatever has replaced it since is used.
    fetch: fetch ?? ((input, init) => globalThis.fetch(input, init)),
    now: () => Date.now(),
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    random: () => Math.random(),
    onWake,
  };
}

/** The network is back, or the user is looking at the page again. */
function onWake(run: () => void): () => void {
  const page = typeof document === 'undefined' ? null : document;
  const whenVisible = (): void => {
    if (page?.visibilityState === 'visible') run();
  };
  // Not everywhere where `fetch` is: Node has neither of them.
  globalThis.addEventListener?.('online', run);
  page?.addEventListener('visibilitychange', whenVisible);
  return () => {
    globalThis.removeEventListener?.('online', run);
    page?.removeEventListener('visibilitychange', whenVisible);
  };
}
