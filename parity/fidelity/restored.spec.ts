import { EventType } from '@ag-ui/client';
import { EventType as EventType1 } from 'ag-ui-client-1';
import { guardConsole, type ConsoleGuard } from '../support/console-guard.js';
import { installWindow } from '../support/copilot-core.js';
import { createGate } from '../support/gate.js';
import { describeStores, type TestDatabase } from '../support/stores.js';
import { until } from '../support/until.js';
import { CLIENT_KINDS, type RestoringClient } from './restoring-client.js';
import type { FidelityScript, RecordedRun } from './script.js';
import { serveScripts, type ScriptedServer } from './scripted-server.js';
import { SCRIPTS } from './scripts/index.js';

function endingOf({ events }: RecordedRun): string {
  return events.some(({ type }) => type === 'RUN_ERROR') ? 'failed' : 'succeeded';
}

/** Clients write failed runs to the console themselves. */
const REPORTED = /^error: Agent execution failed/;

describe('the recorded scripts', () => {
  it('are at least thirty, each with a name of its own', () => {
    expect(new Set(SCRIPTS.map(({ name }) => name)).size).toBe(SCRIPTS.length);
    expect(SCRIPTS.length).toBeGreaterThanOrEqual(30);
  });

  it('have every event of AG-UI 0.0.59 and 1.0.0, and no other', () => {
    const known = new Set<string>([...Object.values(EventType), ...Object.values(EventType1)]);
    const used = new Set(
      SCRIPTS.flatMap(({ runs }) => runs.flatMap(({ events }) => events.map(({ type }) => type))),
    );
    expect([...used].toSorted()).toEqual([...known].toSorted());
  });
});

await describeStores('what a client restores', (createDatabase) => {
  let database: TestDatabase;
  let server: ScriptedServer;
  let guard: ConsoleGuard;
  let removeWindow: () => void;
  let threads = 0;

  beforeAll(async () => {
    removeWindow = installWindow();
    database = await createDatabase();
    server = await serveScripts(database.engine());
  });
  afterAll(async () => {
    await server.served.close();
    await database.dispose();
    removeWindow();
  });
  beforeEach(() => {
    guard = guardConsole();
  });
  afterEach(() => guard.release());

  describe.each(CLIENT_KINDS.map((kind) => [kind.name, kind] as const))('%s', (_name, kind) => {
    const create = (threadId: string, known?: RestoringClient): Promise<RestoringClient> =>
      kind.create(server.served.url, threadId, known);

    /** Plays all runs but the last ones, with the client that is there from the beginning. */
    const playBefore = async (script: FidelityScript, last: number) => {
      threads += 1;
      const threadId = `thread-${threads}`;
      const live = await create(threadId);
      for (const run of script.runs.slice(0, script.runs.length - last)) {
        server.play(threadId, run);
        await live.run(run, script);
      }
      return { threadId, live };
    };

    const scripts = SCRIPTS.filter((script) => kind.understands(script));
    it.each(scripts.map((script) => [script.name, script] as const))(
      '%s: at once, compacted, on top of itself, and joined in the middle [fidelity.restored]',
      async (__, script) => {
        const { threadId, live } = await playBefore(script, 0);
        const expected = live.view();
        expect(await server.endings(threadId)).toEqual(script.runs.map(endingOf));
        expect(expected.messages).not.toEqual([]);
        const late = await create(threadId);
        await late.connect();
        expect(late.view()).toEqual(expected);

        await server.compact(threadId);
        const later = await create(threadId);
        await later.connect();
        expect(later.view()).toEqual(expected);

        const again = await create(threadId, live);
        await again.connect();
        expect(again.view()).toEqual(expected);

        const during = await playBefore(script, 1);
        const run = script.runs.at(-1);
        if (run === undefined) throw new Error('A script without runs');
        const gate = createGate();
        server.play(during.threadId, run, gate);
        const running = during.live.run(run, script);
        const { engine } = server.served.runtime;
        await until('the run', () => engine?.isRunning(during.threadId));
        const joiner = await create(during.threadId);
        const joining = joiner.connect();
        await until('the joiner', () => server.joinedBy(during.threadId) === 1);
        gate.open();
        await Promise.all([running, joining]);
        expect(joiner.view()).toEqual(during.live.view());
        guard.expectSilence(REPORTED);
      },
    );
  });
});
