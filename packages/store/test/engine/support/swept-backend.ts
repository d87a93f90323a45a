import { ownBackend } from '../../../../../examples/own-store/src/own-backend.js';
import type { Run, Tables, Thread } from '../../../../../examples/own-store/src/tables.js';
import type { StoreBackend } from '../../../src/engine.js';

/** The example's backend with what keeps a database small, which the example does without. */
export function sweptBackend(db: Tables): StoreBackend {
  const inner = ownBackend(db);
  const due = (limit: number, isDue: (run: Run, thread: Thread) => boolean): Run[] =>
    db
      .all()
      .flatMap((thread) => thread.runs.filter((run) => isDue(run, thread)))
      .slice(0, limit);
  return {
    ...inner,
    log: {
      ...inner.log,
      runsToCompact: async (minAgeMs, limit) => {
        const before = db.now() - minAgeMs;
        const ended = ({ row }: Run) => !row.compacted && (row.endedAt ?? Infinity) < before;
        return due(limit, ended).map(({ row }) => row);
      },
      dropRaw: async (minAgeMs, limit) => {
        const before = db.now() - minAgeMs;
        const isOld = ({ row, archive }: Run, { segments }: Thread) =>
          archive !== null &&
          (row.endedAt ?? Infinity) < before &&
          segments.some((s) => s.runPk === row.runPk);
        const dropped = new Set(due(limit, isOld).map(({ row }) => row.runPk));
        for (const thread of db.all()) {
          thread.segments = thread.segments.filter(({ runPk }) => !dropped.has(runPk));
        }
        return dropped.size;
      },
    },
  };
}
