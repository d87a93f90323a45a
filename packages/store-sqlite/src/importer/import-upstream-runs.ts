import { UNSCOPED } from '@flightdeck/store';
import type { RunLease, Scope, StoreEngine } from '@flightdeck/store';

import type { SqliteDriverName } from '../driver/open-driver.js';
import { Orphanage } from './orphanage.js';
import { agentOf, broughtIds, toScript, type RunScript } from './run-script.js';
import { UpstreamFile, type UpstreamRunKey } from './upstream-file.js';

export interface ImportUpstreamRunsOptions {
  /** The file of upstream's SQLite runner. It is copied and never opened; nothing may write to it meanwhile. */
  readonly file: string;
  /** Where the runs go: any engine that no runtime uses yet. It is started, and left open. */
  readonly into: StoreEngine;
  /**
   * Whose threads they become: the file knows no users.
   *
   * @default those of nobody, in the tenant `''`
   */
  readonly scope?: Scope;
  /**
   * The agent that the threads are listed under, where the input of a run does not name it.
   *
   * @default `default`
   */
  readonly agentId?: string;
  /** Told after every run. Must not throw. */
  readonly onProgress?: (counts: ImportCounts) => void;
  /** What reads the file, see `sqliteThreads`. @default `auto` */
  readonly driver?: SqliteDriverName;
  /**
   * How long to wait for a run that an interrupted import has left behind, until its lease ends.
   *
   * @default 15000
   */
  readonly orphanTimeoutMs?: number;
}

export interface ImportCounts {
  readonly threads: number;
  /** Runs that were written. */
  readonly imported: number;
  /** Runs that were there already. */
  readonly skipped: number;
  /** Among the imported ones those without an end, which have failed with `INCOMPLETE_STREAM`. */
  readonly incomplete: number;
  readonly failed: readonly FailedImport[];
}

export interface FailedImport {
  readonly threadId: string;
  readonly runId: string;
  readonly reason: string;
}

const EVENTS_PER_APPEND = 2_000;

/**
 * Brings the runs of upstream's SQLite runner into a store engine, thread by thread, each run behind
 * the one that it goes on from. Runs that are there already are skipped, so an import that was
 * interrupted is just begun again. Threads count as used at the time of the import.
 *
 * @throws StoreError if the file cannot be read, or the engine cannot be used
 */
export async function importUpstreamRuns(
  options: ImportUpstreamRunsOptions,
): Promise<ImportCounts> {
  const { file, into, driver = 'auto' } = options;
  const upstream = await UpstreamFile.open(file, driver);
  try {
    const orphans = new Orphanage();
    await into.coordinator.start({ onOrphan: (orphan) => orphans.take(orphan) });
    return await new UpstreamImport(upstream, orphans, options).run();
  } finally {
    await upstream.close();
  }
}

class UpstreamImport {
  readonly #upstream: UpstreamFile;
  readonly #orphans: Orphanage;
  readonly #options: ImportUpstreamRunsOptions;
  #counts: ImportCounts = { threads: 0, imported: 0, skipped: 0, incomplete: 0, failed: [] };

  constructor(upstream: UpstreamFile, orphans: Orphanage, options: ImportUpstreamRunsOptions) {
    this.#upstream = upstream;
    this.#orphans = orphans;
    this.#options = options;
  }

  async run(): Promise<ImportCounts> {
    for (const threadId of this.#upstream.threadIds()) {
      for (const key of this.#upstream.runsOf(threadId)) {
        this.#count(await this.#import(key));
        this.#options.onProgress?.(this.#counts);
      }
      this.#count({ threads: this.#counts.threads + 1 });
    }
    return this.#counts;
  }

  #count(change: Partial<ImportCounts>): void {
    this.#counts = { ...this.#counts, ...change };
  }

  async #import(key: UpstreamRunKey): Promise<Partial<ImportCounts>> {
    const { into, scope = UNSCOPED, agentId = 'default' } = this.#options;
    const run = this.#upstream.read(key);
    if (run.events === null) return this.#failure(key, 'its events are not a JSON array');
    const { threadId, runId, parentRunId } = key;
    const request = {
      threadId,
      runId,
      agentId: agentOf(run) ?? agentId,
      ...(parentRunId === null ? null : { parentRunId }),
    };
    const lease = await this.#lease(scope, request);
    if (typeof lease === 'string') return this.#failure(key, lease);
    if (lease === null) return { skipped: this.#counts.skipped + 1 };
    const known = await into.log.knownMessageIds(lease.threadPk, broughtIds(run));
    const script = toScript(run, known);
    const outcome = await this.#write(lease, script);
    if (outcome !== null) return this.#failure(key, outcome);
    const { imported, incomplete } = this.#counts;
    return { imported: imported + 1, incomplete: incomplete + (script.incomplete ? 1 : 0) };
  }

  /** The right to write the run with what is there of it; `null` if it is there, or why there is none. */
  async #lease(
    scope: Scope,
    request: { threadId: string; runId: string; agentId: string; parentRunId?: string },
  ): Promise<HeldRun | string | null> {
    const { into, orphanTimeoutMs = 15_000 } = this.#options;
    const result = await into.coordinator.acquire(scope, request);
    if (result.kind === 'acquired') return { ...placeOf(result.lease), written: 0 };
    if (result.kind === 'not-found') return 'its thread belongs to somebody else';
    if (result.kind === 'draining') return 'the engine shuts down';
    if (result.kind === 'busy') return `its thread is busy with the run ${result.activeRunId}`;
    if (result.status !== 'running') return null;
    const { threadId, runId } = request;
    const orphan = await this.#orphans.wait(threadId, runId, orphanTimeoutMs);
    if (orphan === null) return 'it is running';
    const written = orphan.lease.firstSeq - orphan.run.firstSeq;
    return { ...placeOf(orphan.lease), written };
  }

  /** Why it could not be written, or `null`. */
  async #write(lease: HeldRun, { events, messageIds, close }: RunScript): Promise<string | null> {
    const { threadPk, runPk, fence, written } = lease;
    for (let done = written; done < events.length; done += EVENTS_PER_APPEND) {
      const part = events.slice(done, done + EVENTS_PER_APPEND);
      const last = done + part.length === events.length;
      const item = { threadPk, runPk, fence, firstSeq: lease.firstSeq + done - written };
      const more = last ? { messageIds, close } : { messageIds: [] };
      const [outcome] = await this.#options.into.log.append([{ ...item, events: part, ...more }]);
      if (outcome?.kind !== 'ok') return 'another process took it over';
    }
    return null;
  }

  #failure({ threadId, runId }: UpstreamRunKey, reason: string): Partial<ImportCounts> {
    return { failed: [...this.#counts.failed, { threadId, runId, reason }] };
  }
}

type Place = Pick<RunLease, 'threadPk' | 'runPk' | 'fence' | 'firstSeq'>;

interface HeldRun extends Place {
  /** How many of its events are there. */
  readonly written: number;
}

function placeOf({ threadPk, runPk, fence, firstSeq }: RunLease): Place {
  return { threadPk, runPk, fence, firstSeq };
}
