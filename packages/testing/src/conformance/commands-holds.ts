import {
  answer,
  runFinished,
  runStarted,
  textDelta,
  textEnd,
  textStart,
} from '../agents/events.js';
import type { Gate } from '../agents/gate.js';
import type { AgentRun } from '../agents/scripted-agent.js';
import type { Command } from './command.js';
import { openEverything } from './commands-failures.js';

/** A held run goes on by itself after this long, so that an interrupted test leaves nothing behind. */
const PATIENCE_MS = 30_000;

/** Commands that wait for `release` with the same key, sent on another thread. */
export function createHolds(gateOf: (key: string) => Gate): Readonly<Record<string, Command>> {
  const opened = async (key: string): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, PATIENCE_MS).unref();
    });
    await Promise.race([gateOf(key).opened, patience]);
    clearTimeout(timer);
  };
  return {
    hold: (run, key) => hold(run, () => opened(key)),
    wedge: (run, key) => {
      run.ignoreAbort();
      return hold(run, () => opened(key));
    },
    async *'hold-open'({ input }, key) {
      yield runStarted(input);
      yield* openEverything(input);
      await opened(key);
      yield runFinished(input);
    },
    async *silent({ input }, key) {
      await opened(key);
      yield* answer(input, 'at last');
    },
    release({ input }, key) {
      gateOf(key).open();
      return answer(input, 'released');
    },
  };
}

async function* hold({ input }: AgentRun, opened: () => Promise<void>): AsyncGenerator<unknown> {
  const messageId = `${input.runId}-message`;
  yield runStarted(input);
  yield textStart(messageId);
  yield textDelta(messageId, 'held');
  await opened();
  yield textDelta(messageId, ' and released');
  yield textEnd(messageId);
  yield runFinished(input);
}
