import {
  formatCursor,
  parseCursor,
  type HistoryEvent,
  type RunHistory,
  type Scope,
  type StoreEngine,
  type ThreadHead,
  type ThreadRecord,
} from '@flightdeck/store';
import { cursorInvalid, threadNotFound } from '../errors/wire-errors.js';
import type { FrameSource } from '../http/reply.js';
import type { Clock } from '../internal/clock.js';
import type { Wakeup } from '../internal/wakeup.js';
import type { Logger } from '../runtime/logger.js';
import { followRun } from './follow-run.js';
import { guardStore } from './guard-store.js';
import { createFrameStream } from './frame-stream.js';
import type { LocalRun } from './local-run.js';
import { patientHistory } from './patient-history.js';
import { replayEvents, replaySnapshot, type ReplayShape } from './replay.js';
import type { RunEngine } from './run-engine.js';
import { joinFrames, toFrame } from './thread-frames.js';

export interface ConnectRequest {
  readonly scope: Scope;
  readonly threadId: string;
  /** Whether the client already shows messages of this thread. */
  readonly hasMessages: boolean;
  /** The last cursor that the client has seen. */
  readonly cursor?: string;
  /** Whether the client's parser goes on where it was cut off, so that only the rest may be sent. */
  readonly canResume: boolean;
}

export interface ThreadConnection {
  readonly source: FrameSource;
  readonly shape: ReplayShape;
  /** The end of the log when the connection was made. */
  readonly cursor: string;
}

/**
 * Joins a thread: what is stored in the shape that fits the client, then the active run live until
 * it ends. Resolves to `null` for a thread that does not exist, except to whoever resumes it.
 *
 * @throws RuntimeError `thread_not_found` for somebody else's thread, `cursor_invalid` for a resume
 *   that cannot be exact
 */
export async function connectThread(
  engine: RunEngine,
  request: ConnectRequest,
  logger: Logger,
): Promise<ThreadConnection | null> {
  const { store } = engine;
  // Or this instance would not hear of what others write, nor end the run of one that is gone.
  await guardStore(engine.open());
  const thread = await findThread(store, request);
  if (thread === null) return null;
  const { threadPk } = thread;
  // Before anything is read: following keeps the log from being compacted under the reader.
  const { wakeup, alsoFollow, unfollow } = engine.followers.follow(threadPk);
  try {
    const { shape, after, fence } = await chooseShape(store, threadPk, request);
    const [head] = await store.log.heads([threadPk]);
    const execution = head?.activeRunId
      ? engine.executionOf(threadPk, head.activeRunId)
      : undefined;
    alsoFollow(execution?.view);
    const leave = execution?.viewers.add();
    const { clock } = engine;
    const tell = { store, threadPk, threadId: thread.threadId, head, shape, after, clock };
    const source = createFrameStream(
      {
        produce: () => tellThread({ ...tell, fence, local: execution?.view }, wakeup),
        onClosed: () => {
          unfollow();
          leave?.();
        },
        logger,
      },
      wakeup,
    );
    return { source, shape, cursor: formatCursor(head?.fence ?? 0, (head?.nextSeq ?? 1) - 1) };
  } catch (error) {
    unfollow();
    throw error;
  }
}

async function findThread(
  { threads }: StoreEngine,
  { scope, threadId, cursor, canResume }: ConnectRequest,
): Promise<ThreadRecord | null> {
  const thread = await threads.get(scope, threadId);
  if (thread !== null) return thread;
  if (await threads.isForeign(scope, threadId)) throw threadNotFound(threadId);
  // To whoever goes on with a stream, an empty one would look like its end.
  if (cursor !== undefined && canResume) throw cursorInvalid('ahead');
  return null;
}

async function chooseShape(
  store: StoreEngine,
  threadPk: number,
  { cursor, canResume, hasMessages }: ConnectRequest,
): Promise<{ shape: ReplayShape; after: number; fence: number | null }> {
  if (cursor !== undefined && canResume) {
    const verdict = await store.log.checkCursor(threadPk, cursor);
    if (!verdict.ok) throw cursorInvalid(verdict.reason);
    return { shape: 'resume', after: verdict.after, fence: parseCursor(cursor)?.fence ?? null };
  }
  return { shape: hasMessages ? 'rebase' : 'events', after: 0, fence: null };
}

interface Tell {
  readonly store: StoreEngine;
  readonly threadPk: number;
  readonly threadId: string;
  readonly head: ThreadHead | undefined;
  readonly shape: ReplayShape;
  readonly after: number;
  /** The fence of the client's cursor, if it has one. */
  readonly fence: number | null;
  readonly local: LocalRun | undefined;
  readonly clock: Clock;
}

async function* tellThread(tell: Tell, wakeup: Wakeup): AsyncGenerator<string, void> {
  const { store, threadPk, threadId, head, shape, local, clock } = tell;
  if (head === undefined) return;
  const upTo = head.nextSeq - 1;
  const live: { run: RunHistory['run'] | null } = { run: null };
  const isWanted = (): boolean => !wakeup.closed;
  const history = patientHistory(store.log, { threadPk, upTo, clock, isWanted });
  const runs = asOf(head, history, live);
  if (shape === 'events') yield* replayEvents(runs);
  else if (shape === 'rebase')
    yield* joinFrames(numberLast(replaySnapshot(threadId, runs), formatCursor(head.fence, upTo)));
  else yield* joinFrames(replayMissed(tell, runs));
  const { run } = live;
  if (run === null) return;
  const { runPk, runId } = run;
  yield* followRun(
    store,
    { ...placeOf(tell, run, head), threadPk, runPk, runId, local, clock },
    wakeup,
  );
}

/** Where the live part of a connection begins. */
function placeOf(
  { shape, after, fence }: Tell,
  run: RunHistory['run'],
  head: ThreadHead,
): { readonly after: number; readonly fence: number | null } {
  const place =
    shape === 'resume' ? { after, fence } : { after: head.nextSeq - 1, fence: head.fence };
  return place.after < run.firstSeq ? { after: run.firstSeq - 1, fence: null } : place;
}

/**
 * Passes the runs on as they were when the connection was made, and notes which one was active. It
 * may have ended since, before its viewer read anything: following it tells how.
 */
async function* asOf(
  { activeRunId, nextSeq }: ThreadHead,
  runs: AsyncIterable<RunHistory>,
  live: { run: RunHistory['run'] | null },
): AsyncGenerator<RunHistory, void> {
  for await (const { run, events } of runs) {
    if (run.runId === activeRunId) {
      live.run = { ...run, status: 'running', lastSeq: null };
      yield { run: live.run, events };
    } else if (run.status !== 'running' && run.firstSeq < nextSeq) {
      yield { run, events };
    }
  }
}

/**
 * Numbers the last frame of a reconstruction, so that a stream that is cut behind it can be resumed.
 * What ended runs wrote has its own number already.
 */
async function* numberLast(
  frames: AsyncIterable<string>,
  cursor: string,
): AsyncGenerator<string, void> {
  let held: string | null = null;
  for await (const frame of frames) {
    if (held !== null) yield held;
    held = frame;
  }
  if (held !== null) yield held.startsWith('id:') ? held : `id: ${cursor}\n${held}`;
}

/** What ended runs wrote after the cursor; the active run is followed from there instead. */
async function* replayMissed(
  { store, threadPk, after }: Tell,
  runs: AsyncIterable<RunHistory>,
): AsyncGenerator<string, void> {
  for await (const { run, events } of runs) {
    if (run.status === 'running' || (run.lastSeq ?? 0) <= after) continue;
    const missed = events.filter(({ seq }) => seq > after);
    const inside = run.firstSeq <= after;
    const raw = inside ? await readRawEvents(store, threadPk, run.runPk, after) : [];
    // Merged events would repeat what the cursor covers, so raw ones come first where there are any.
    for (const { seq, json, fence = run.fence } of raw.length > 0 ? raw : missed) {
      yield toFrame(fence, seq, json);
    }
  }
}

async function readRawEvents(
  store: StoreEngine,
  threadPk: number,
  runPk: number,
  after: number,
): Promise<HistoryEvent[]> {
  const { segments } = await store.log.read(threadPk, { after, limitBytes: Infinity });
  return segments
    .filter((segment) => segment.runPk === runPk)
    .flatMap(({ firstSeq, fence, events }) =>
      events.map((json, index) => ({ seq: firstSeq + index, fence, json })),
    );
}
