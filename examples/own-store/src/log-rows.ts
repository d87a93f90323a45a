import {
  decodeSegment,
  type AppendRow,
  type AppendRowOutcome,
  type LogRows,
} from '@flightdeck/store/engine';

import type { Run, Tables, Thread } from './tables.js';

export function logRows(db: Tables): LogRows {
  const thread = (threadPk: number): Thread | undefined => db.threads.get(threadPk);
  const older = (limit: number, isDue: (run: Run, thread: Thread) => boolean): Run[] => {
    const all = [...db.threads.values()];
    return all.flatMap((each) => each.runs.filter((run) => isDue(run, each))).slice(0, limit);
  };
  return {
    append: async (rows) => rows.map((row) => append(db, row)),
    async read(threadPk, after, limit) {
      const rest = thread(threadPk)?.segments.filter(({ lastSeq }) => lastSeq > after) ?? [];
      let [left, count] = [limit, 0];
      while (count < rest.length && left > 0) left -= rest[count++]?.body.length ?? 0;
      const segments = rest.slice(0, count).map(({ body, ...segment }) => ({
        ...segment,
        events: decodeSegment(body),
      }));
      return { segments, upToDate: count === rest.length };
    },
    heads: async (threadPks) => threadPks.flatMap((threadPk) => thread(threadPk)?.head ?? []),
    async cursorFacts(threadPk, seq) {
      const found = thread(threadPk);
      if (found === undefined) return null;
      const segment = found.segments.find((row) => row.firstSeq <= seq && seq <= row.lastSeq);
      const run = found.runs.findLast(({ row }) => row.firstSeq <= seq && seq < found.nextSeq);
      return { head: found.head, segmentFence: segment?.fence ?? null, run: run?.row ?? null };
    },
    async runs(threadPk, afterRunPk, limit) {
      const rows = thread(threadPk)?.runs.map(({ row }) => row) ?? [];
      return rows.filter(({ runPk }) => runPk > afterRunPk).slice(0, limit);
    },
    run: async (runPk) => db.run(runPk)?.row ?? null,
    archive: async (runPk) => db.run(runPk)?.archive ?? null,
    async writeArchive({ runPk }, archive) {
      const run = db.run(runPk);
      if (run === undefined || run.archive !== null) return;
      Object.assign(run, { archive, archivedAt: db.now(), row: { ...run.row, compacted: true } });
    },
    runsToCompact: async (minAgeMs, limit) =>
      older(
        limit,
        ({ row }) => !row.compacted && (row.endedAt ?? Infinity) < db.now() - minAgeMs,
      ).map(({ row }) => row),
    async dropRaw(minAgeMs, limit) {
      const due = older(limit, ({ row, archive, archivedAt }, { segments }) => {
        const isOld = archive !== null && archivedAt < db.now() - minAgeMs;
        return isOld && segments.some(({ runPk }) => runPk === row.runPk);
      });
      const dropped = new Set(due.map(({ row }) => row.runPk));
      for (const each of db.threads.values()) {
        each.segments = each.segments.filter(({ runPk }) => !dropped.has(runPk));
      }
      return dropped.size;
    },
    knownMessageIds: async (threadPk, ids) =>
      new Set(ids.filter((id) => thread(threadPk)?.messageIds.has(id))),
  };
}

function append(db: Tables, row: AppendRow): AppendRowOutcome {
  const thread = db.threads.get(row.threadPk);
  if (thread === undefined) return { kind: 'fenced', currentFence: 0 };
  const { runPk, fence, firstSeq } = row;
  const { active, stop } = thread;
  if (active?.row.runPk !== runPk || thread.fence !== fence || thread.nextSeq !== firstSeq) {
    return repeated(thread, row);
  }
  thread.segments.push(...row.segments.map((segment) => ({ ...segment, runPk, fence })));
  thread.nextSeq = row.lastSeq + 1;
  for (const id of row.messageIds) thread.messageIds.add(id);
  if (row.close !== undefined) {
    const { status, errorCode = null, errorMessage = null } = row.close;
    const end = { status, errorCode, errorMessage, lastSeq: row.lastSeq, endedAt: db.now() };
    active.row = { ...active.row, ...end };
    Object.assign(thread, { active: null, ownerNode: null, stop: null });
  }
  return { kind: 'ok', stop };
}

function repeated(thread: Thread, { firstSeq, runPk, fence }: AppendRow): AppendRowOutcome {
  const stored = thread.segments.find((segment) => segment.firstSeq === firstSeq);
  if (stored?.runPk !== runPk || stored.fence !== fence) {
    return { kind: 'fenced', currentFence: thread.fence };
  }
  return { kind: 'ok', stop: thread.active?.row.runPk === runPk ? thread.stop : null };
}
