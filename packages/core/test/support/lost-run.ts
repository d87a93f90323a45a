import { UNSCOPED, type BaseEvent } from '@flightdeck/store';
import { FakeClock } from '@flightdeck/testing';
import { CopilotRuntime, type CopilotRuntimeOptions } from '../../src/index.js';
import { connectThread } from '../../src/runs/connect-thread.js';
import { SILENT_LOGGER } from '../../src/runtime/logger.js';
import { settle } from './fault-bench.js';
import { SharedStore, type TakeOver } from './shared-store.js';
import { startEngine, type EngineUnderTest } from './start-engine.js';

export const USER = { id: 'u', role: 'user', content: 'Hello?' };
export const BEGUN = [
  { type: 'TEXT_MESSAGE_START', messageId: 'm', role: 'assistant' },
  { type: 'TEXT_MESSAGE_CONTENT', messageId: 'm', delta: 'begun' },
];

/** A process that has begun a run and is gone, and another one that takes it over. */
export async function lostRun(
  options: Partial<CopilotRuntimeOptions> = {},
  said: readonly unknown[] = BEGUN,
  before: (start: EngineUnderTest['start']) => Promise<void> = async () => undefined,
  input: object = {},
) {
  const shared = new SharedStore();
  const [first, second] = [shared.node('first'), shared.node('second')];
  const lost = startEngine(first.store);
  const clock = new FakeClock();
  const logged: string[] = [];
  const runtime = new CopilotRuntime({
    agents: {},
    threads: second.store,
    logger: { ...SILENT_LOGGER, warn: (message) => void logged.push(message) },
    clock,
    ...options,
  });
  await runtime.ready();
  const { engine } = runtime;
  if (engine === null) throw new Error('no engine');
  await before(lost.start);
  const run = await lost.start(
    async function* script() {
      yield* said;
      await new Promise(() => undefined);
    },
    {},
    { runId: 'r', messages: [USER], ...input },
  );
  await settle();
  await run.settled();
  const connect = async (cursor?: string) => {
    const request = { scope: UNSCOPED, threadId: 't', hasMessages: false };
    const resume = cursor === undefined ? { canResume: false } : { canResume: true, cursor };
    const connection = await connectThread(engine, { ...request, ...resume }, SILENT_LOGGER);
    if (connection === null) throw new Error('no thread');
    return connection.source;
  };
  const stored = async (): Promise<BaseEvent[]> => {
    const { segments } = await shared.base.log.read(run.threadPk, { after: 0 });
    return segments.flatMap(({ events }) => events.map((json) => JSON.parse(json) as BaseEvent));
  };
  const takeOver = (more?: TakeOver) => shared.takeOver('t', second, more);
  // Somebody reads, so that the raw events stay.
  shared.base.bus.follow(run.threadPk, () => undefined);
  return { shared, first, second, runtime, engine, clock, logged, run, connect, stored, takeOver };
}
