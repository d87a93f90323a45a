import { describe, expect, it } from '@jest/globals';
import type { RuntimeError } from '../src/index.js';
import type { RunExecution } from '../src/runs/run-execution.js';
import { settle } from './support/fault-bench.js';
import { SharedStore } from './support/shared-store.js';
import { pullUntil, readTypes, startEngine, type EngineUnderTest } from './support/start-engine.js';

/** Several processes on one store. */
function processes(count: number): { shared: SharedStore; engines: EngineUnderTest[] } {
  const shared = new SharedStore();
  const names = Array.from({ length: count }, (_, index) => `node ${index}`);
  return { shared, engines: names.map((name) => startEngine(shared.node(name).store)) };
}

async function* hang() {
  yield { type: 'STEP_STARTED', stepName: 's' };
  await new Promise(() => undefined);
}

const oneOf = (engines: readonly EngineUnderTest[], index: number): EngineUnderTest => {
  const engine = engines[index % engines.length];
  if (engine === undefined) throw new Error('no engine');
  return engine;
};

describe('a thread that several servers share [durable.one-run-per-thread]', () => {
  it('is given to one of twenty runs that come at once, and the others are told which', async () => {
    const { engines } = processes(3);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) =>
        oneOf(engines, index).start(hang, {}, { runId: `r${index}` }),
      ),
    );
    const accepted = results.flatMap((result) =>
      result.status === 'fulfilled' ? [result.value] : [],
    );
    expect(accepted).toHaveLength(1);
    const refusals = results.flatMap((result) =>
      result.status === 'rejected' ? [result.reason as RuntimeError] : [],
    );
    expect(refusals.map(({ code, body }) => [code, body.runId])).toEqual(
      Array.from({ length: 19 }, () => ['run_in_progress', accepted[0]?.runId]),
    );
  });

  it('carries out every enqueued run, one at a time, each server its own in order', async () => {
    const { engines, shared } = processes(2);
    const begun: string[] = [];
    let running = 0;
    let atOnce = 0;
    const script = (runId: string) =>
      async function* work() {
        begun.push(runId);
        running += 1;
        atOnce = Math.max(atOnce, running);
        yield { type: 'CUSTOM', name: 'working', value: runId };
        await settle();
        running -= 1;
        yield { type: 'RUN_FINISHED' };
      };
    const started: Promise<RunExecution>[] = [];
    for (let index = 0; index < 12; index += 1) {
      const runId = `${index % 2}-${String(index).padStart(2, '0')}`;
      const engine = oneOf(engines, index);
      started.push(engine.start(script(runId), { onBusy: 'enqueue' }, { runId }));
    }
    const runs = await Promise.all(started);
    await Promise.all(runs.map(({ ended }) => ended));
    expect(atOnce).toBe(1);
    expect(begun).toHaveLength(12);
    for (const server of ['0', '1']) {
      const own = begun.filter((runId) => runId.startsWith(server));
      expect(own).toEqual(own.toSorted());
    }
    const stored = [];
    for await (const { run } of shared.base.log.history(runs[0]?.threadPk ?? 0)) stored.push(run);
    expect(stored.map(({ status }) => status)).toEqual(Array(12).fill('succeeded'));
    expect(stored.map(({ runId }) => runId)).toEqual(begun);
  });

  it('is taken from a run of another server by one that supersedes it', async () => {
    const { engines } = processes(2);
    const [first, second] = [oneOf(engines, 0), oneOf(engines, 1)];
    const old = await first.start(hang, {}, { runId: 'old' });
    const viewer = first.engine.watch(old);
    await pullUntil(viewer, 'STEP_STARTED');
    const run = await second.start([{ type: 'RUN_FINISHED' }], { onBusy: 'supersede' });
    expect(await readTypes(viewer)).toEqual(['STEP_FINISHED', 'RUN_FINISHED']);
    expect(await readTypes(second.engine.watch(run))).toEqual(['RUN_STARTED', 'RUN_FINISHED']);
    await old.ended;
    expect(first.engine.activeRuns).toBe(0);
  });

  it('lets a run be stopped from any server', async () => {
    const { engines } = processes(2);
    const [first, second] = [oneOf(engines, 0), oneOf(engines, 1)];
    const run = await first.start(hang);
    const viewer = first.engine.watch(run);
    await pullUntil(viewer, 'STEP_STARTED');
    const stopping = await second.engine.stop({ tenantId: '', userId: null }, 't');
    expect(stopping).toEqual({ kind: 'stopping', runId: run.runId });
    expect(await readTypes(viewer)).toEqual(['STEP_FINISHED', 'RUN_FINISHED']);
  });
});
