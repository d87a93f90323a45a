import {
  ThreadFold,
  type BaseEvent,
  type Message,
  type OpenItem,
  type RunHistory,
} from '@flightdeck/store';
import { isRecord } from '../internal/is-record.js';
import { without } from './field-rules.js';
import { CHUNK_UNITS, toFrame, toUnnumberedFrame } from './thread-frames.js';

/**
 * How a stored thread is told to a client that connects: every event (`events`), a snapshot that
 * may be applied on top of what the client has (`rebase`), or only what it has missed (`resume`).
 * durability.md 7.3.
 */
export type ReplayShape = 'events' | 'rebase' | 'resume';

/**
 * All runs back to back, compacted, in texts of many frames. A RUN_ERROR that later runs follow is told
 * as RUN_FINISHED, because clients up to AG-UI 0.0.57 accept nothing after an error.
 */
export async function* replayEvents(runs: AsyncIterable<RunHistory>): AsyncGenerator<string, void> {
  // Joined here, and not frame by frame in a generator: that costs more than the frames.
  let text = '';
  let held: { readonly history: RunHistory; readonly frame: string } | null = null;
  let open: OpenInterrupts | null = null;
  for await (const history of runs) {
    if (held !== null) text += asFinished(held.history, open) ?? held.frame;
    held = null;
    open = openAfter(history, open);
    const last = history.run.status === 'failed' ? history.events.at(-1) : undefined;
    for (const event of history.events) {
      const frame = toFrame(event.fence ?? history.run.fence, event.seq, event.json);
      if (event === last) {
        held = { history, frame };
        continue;
      }
      text += frame;
      if (text.length < CHUNK_UNITS) continue;
      yield text;
      text = '';
    }
  }
  if (held !== null) text += held.frame;
  if (text !== '') yield text;
}

/** What a run has left to the user. */
interface OpenInterrupts {
  readonly runId: string;
  readonly outcome: object;
}

/** Clients keep open interrupts until a run ends without an error, whatever it has answered. */
function openAfter(
  { run, events }: RunHistory,
  before: OpenInterrupts | null,
): OpenInterrupts | null {
  const last = events.at(-1);
  if (last === undefined || run.status === 'running' || run.status === 'failed') return before;
  const { outcome } = JSON.parse(last.json) as BaseEvent;
  return isRecord(outcome) && outcome.type === 'interrupt' ? { runId: run.runId, outcome } : null;
}

/** The frame that stands for the error at the end of a failed run: what was open still is. */
function asFinished({ run, events }: RunHistory, open: OpenInterrupts | null): string | null {
  const last = events.at(-1);
  if (last === undefined) return null;
  const { threadId } = JSON.parse(events[0]?.json ?? '{}') as { threadId?: unknown };
  const ids = { threadId: threadId ?? '', runId: run.runId };
  const finished = {
    type: 'RUN_FINISHED',
    ...ids,
    ...(open === null ? {} : { outcome: open.outcome }),
  };
  return toFrame(last.fence ?? run.fence, last.seq, JSON.stringify(finished));
}

/**
 * The thread as a snapshot: messages without those still being written, state, what the last run
 * said beside messages, and the open items re-opened with all their text. Interrupts that an
 * earlier run has left open come first, as that run's end. Applying it once or twice makes no
 * difference.
 */
export async function* replaySnapshot(
  threadId: string,
  runs: AsyncIterable<RunHistory>,
): AsyncGenerator<string, void> {
  const fold = new ThreadFold();
  let last: { readonly history: RunHistory; readonly events: readonly BaseEvent[] } | null = null;
  let runFollows = false;
  let open: OpenInterrupts | null = null;
  for await (const history of runs) {
    open = openAfter(history, open);
    const events = history.events.map(({ json }) => JSON.parse(json) as BaseEvent);
    for (const event of events) fold.apply(event);
    // A run that has just got its thread tells its own RUN_STARTED, live.
    runFollows = events.length === 0;
    if (!runFollows) last = { history, events };
  }
  if (last === null) return;
  const { run } = last.history;
  yield* earlierInterrupts(threadId, run.runId, open);
  yield toUnnumberedFrame({ type: 'RUN_STARTED', threadId, runId: run.runId });
  yield* snapshotFrames(fold);
  for (const event of last.events) {
    if (event.type === 'CUSTOM') yield toUnnumberedFrame(event);
  }
  for (const event of stillOpen(last.events)) yield toUnnumberedFrame(event);
  yield* reopenedItems(fold, last.events);
  const ending = endingFrame(last.history, runFollows, open);
  if (ending !== null) yield ending;
}

/** The run that has left interrupts open, unless it is the one that is told anyway. */
function* earlierInterrupts(
  threadId: string,
  runId: string,
  open: OpenInterrupts | null,
): Generator<string> {
  if (open === null || open.runId === runId) return;
  const ids = { threadId, runId: open.runId };
  yield toUnnumberedFrame({ type: 'RUN_STARTED', ...ids });
  yield toUnnumberedFrame({ type: 'RUN_FINISHED', ...ids, outcome: open.outcome });
}

/** How a run has ended, as {@link replayEvents} tells it; `null` for the active one. */
function endingFrame(
  history: RunHistory,
  runFollows: boolean,
  open: OpenInterrupts | null,
): string | null {
  const { run, events } = history;
  const ending = events.at(-1);
  if (run.status === 'running' || ending === undefined) return null;
  const mended = runFollows && run.status === 'failed' ? asFinished(history, open) : null;
  return mended ?? toFrame(ending.fence ?? run.fence, ending.seq, ending.json);
}

function* snapshotFrames(fold: ThreadFold): Generator<string> {
  // Open reasoning stays in the snapshot: re-opening it adds only what comes from now on.
  const open = new Set(
    fold.openItems().flatMap((item) => (item.kind === 'reasoning' ? [] : [item.id])),
  );
  const messages = fold.messages().flatMap((message) => settledPart(message, open) ?? []);
  yield toUnnumberedFrame({ type: 'MESSAGES_SNAPSHOT', messages });
  if (fold.state !== undefined) {
    yield toUnnumberedFrame({ type: 'STATE_SNAPSHOT', snapshot: fold.state });
  }
}

/** The message without its open text and open tool calls; `null` if nothing is left of it. */
function settledPart(message: Message, open: ReadonlySet<string>): Message | null {
  const { content, toolCalls = [], ...rest } = message;
  const settledCalls = toolCalls.filter((call) => !open.has(call.id));
  if (!open.has(message.id) && settledCalls.length === toolCalls.length) return message;
  const keepsText = !open.has(message.id) && content !== undefined && content !== '';
  if (!keepsText && settledCalls.length === 0) return null;
  return {
    ...rest,
    ...(keepsText ? { content } : {}),
    ...(settledCalls.length > 0 ? { toolCalls: settledCalls } : {}),
  };
}

const CONTENT_TYPE = { text: 'TEXT_MESSAGE_CONTENT', tool: 'TOOL_CALL_ARGS' } as const;

const CHUNK_TYPE = {
  text: 'TEXT_MESSAGE_CHUNK',
  tool: 'TOOL_CALL_CHUNK',
  reasoning: 'REASONING_MESSAGE_CHUNK',
} as const;

function* reopenedItems(fold: ThreadFold, events: readonly BaseEvent[]): Generator<string> {
  const chunked: OpenItem[] = [];
  for (const item of fold.openItems()) {
    if (!wasStarted(item, events)) {
      chunked.push(item);
      continue;
    }
    const { kind, id, start, text } = item;
    yield toUnnumberedFrame(start);
    if (kind === 'reasoning' || text === '') continue;
    yield toUnnumberedFrame({ type: CONTENT_TYPE[kind], [keyOf(item)]: id, delta: text });
  }
  // Last, because any other event would end them; as chunks, because more chunks are to follow.
  for (const { kind, start, text } of chunked) {
    const type = CHUNK_TYPE[kind];
    // A chunk of reasoning has no role; what is known of its text is in the snapshot.
    if (kind === 'reasoning')
      yield toUnnumberedFrame({ ...without(start, 'role'), type, delta: '' });
    else yield toUnnumberedFrame({ ...start, type, delta: text });
  }
}

function keyOf({ kind }: OpenItem): 'messageId' | 'toolCallId' {
  return kind === 'tool' ? 'toolCallId' : 'messageId';
}

/** Whether an event of its own began the item, and not its first chunk. */
function wasStarted(item: OpenItem, events: readonly BaseEvent[]): boolean {
  const { type } = item.start;
  const key = keyOf(item);
  return events.some((event) => event.type === type && event[key] === item.id);
}

/** Spans that an active run has opened and not closed: their ends are yet to come and need a start. */
const SPANS: Readonly<Record<string, { readonly end: readonly string[]; readonly key: string }>> = {
  STEP_STARTED: { end: ['STEP_FINISHED'], key: 'stepName' },
  REASONING_START: { end: ['REASONING_END'], key: 'messageId' },
  SUBAGENT_STARTED: { end: ['SUBAGENT_FINISHED', 'SUBAGENT_ERROR'], key: 'subagentRunId' },
};

function stillOpen(events: readonly BaseEvent[]): BaseEvent[] {
  const open = new Map<string, BaseEvent>();
  for (const event of events) {
    for (const [start, { end, key }] of Object.entries(SPANS)) {
      const id = `${start}:${String(event[key])}`;
      if (event.type === start) open.set(id, event);
      else if (end.includes(event.type)) open.delete(id);
    }
    if (event.type === 'RUN_FINISHED' || event.type === 'RUN_ERROR') open.clear();
  }
  return [...open.values()];
}
