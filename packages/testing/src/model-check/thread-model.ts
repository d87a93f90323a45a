import type { RunStatus } from '@flightdeck/store';

/** The right of a run to append, as its holder remembers it: it may have been lost long ago. */
export interface ModelLease {
  readonly threadPk: number;
  readonly runPk: number;
  readonly fence: number;
  readonly node: string;
  /** The number of the next event, as far as the holder knows. */
  nextSeq: number;
  /** The last item that was stored, for repeating it. */
  last: ModelItem | null;
}

export interface ModelItem {
  readonly firstSeq: number;
  readonly events: readonly string[];
  readonly closes: boolean;
}

export interface ModelRun {
  readonly runPk: number;
  readonly runId: string;
  readonly firstSeq: number;
  status: RunStatus;
  lastSeq: number | null;
}

/** What a thread must look like after everything that was done to it. */
export class ThreadModel {
  readonly threadId: string;
  readonly threadPk: number;
  readonly runs: ModelRun[] = [];
  /** `log[i]` has the number `i + 1`. */
  readonly log: { readonly text: string; readonly fence: number; readonly runPk: number }[] = [];
  fence = 0;
  active: ModelRun | null = null;
  ownerNode: string | null = null;
  stop: 'stop' | 'superseded' | null = null;

  constructor(threadId: string, threadPk: number) {
    this.threadId = threadId;
    this.threadPk = threadPk;
  }

  get nextSeq(): number {
    return this.log.length + 1;
  }

  begin(run: Pick<ModelRun, 'runPk' | 'runId'>, lease: { fence: number; node: string }): void {
    this.active = { ...run, firstSeq: this.nextSeq, status: 'running', lastSeq: null };
    this.runs.push(this.active);
    this.fence = lease.fence;
    this.ownerNode = lease.node;
    this.stop = null;
  }

  takeOver(fence: number, node: string): void {
    this.fence = fence;
    this.ownerNode = node;
  }

  /** What an append has to be answered with; carries it out if that is `ok`. */
  append(lease: ModelLease, item: ModelItem): 'ok' | 'fenced' {
    if (!this.#holds(lease) || item.firstSeq !== this.nextSeq) return this.#repeated(lease, item);
    const { fence, runPk } = lease;
    for (const text of item.events) this.log.push({ text, fence, runPk });
    if (item.closes) this.#close();
    return 'ok';
  }

  #holds({ runPk, fence }: ModelLease): boolean {
    return this.active?.runPk === runPk && this.fence === fence;
  }

  /** Only what was stored exactly so is taken for a repetition. */
  #repeated({ last }: ModelLease, item: ModelItem): 'ok' | 'fenced' {
    return item === last ? 'ok' : 'fenced';
  }

  #close(): void {
    if (this.active === null) return;
    this.active.status = 'succeeded';
    this.active.lastSeq = this.log.length;
    this.active = null;
    this.ownerNode = null;
    this.stop = null;
  }
}
