export interface SignalOptions {
  /** @default ['SIGTERM', 'SIGINT'] */
  readonly signals?: readonly NodeJS.Signals[];
}

/**
 * Shuts down at the first signal. The process then ends by itself once nothing keeps it; a second
 * signal ends it at once, as if there had been no listener.
 *
 * @returns stops listening for signals
 */
export function shutdownOnSignals(
  shutdown: () => Promise<void>,
  { signals = ['SIGTERM', 'SIGINT'] }: SignalOptions = {},
): () => void {
  const stop = (): void => {
    for (const signal of signals) process.off(signal, onSignal);
  };
  const onSignal = (): void => {
    stop();
    // Whoever needs to know of a failure handles it in the function passed here.
    shutdown().catch(() => undefined);
  };
  for (const signal of signals) process.on(signal, onSignal);
  return stop;
}
