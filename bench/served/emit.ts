import type { Scenario } from './scenarios.js';

/**
 * Takes items one by one, in the turns that a scenario asks for, until there are no more or `emit`
 * answers `false`. Resolves when the last one was taken.
 */
export async function emitInTurns<T>(
  items: Iterable<T>,
  { turns }: Scenario,
  emit: (item: T) => boolean,
): Promise<void> {
  let sent = 0;
  for (const item of items) {
    if (!emit(item)) return;
    sent += 1;
    if (turns === 'promise') await Promise.resolve();
    else if (turns === 'sixteen') {
      if (sent % 16 === 0) await new Promise((resolve) => setImmediate(resolve));
    } else if (turns !== 'one' && sent > 1) await pause(turns.everyMs);
  }
}

/**
 * Ends beside the timers: a busy process goes on with timers that have become due meanwhile, and a thousand
 * agents with the same pause would keep it from its connections, which agents with a model behind them
 * do not.
 */
function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(() => setImmediate(resolve), ms);
  });
}
