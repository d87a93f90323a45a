import { setMaxListeners } from './node-builtins.js';

/** Calls back when the signal aborts, or at once if it has; returns how to stop listening. */
export function onShutdown(signal: AbortSignal | undefined, callback: () => void): () => void {
  if (signal === undefined) return () => undefined;
  if (signal.aborted) callback();
  // Each open stream listens to the same signal, which Node would take for a leak.
  setMaxListeners(0, signal);
  signal.addEventListener('abort', callback, { once: true });
  return () => signal.removeEventListener('abort', callback);
}
