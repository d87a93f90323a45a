import { MessageIdScout, type BaseEvent, type RunClose } from '@flightdeck/store';

import type { UpstreamRun } from './upstream-file.js';

type Fields = Readonly<Record<string, unknown>>;

/** What a run leaves in a log. */
export interface RunScript {
  readonly events: readonly string[];
  /** Ids of messages that the events mention. */
  readonly messageIds: readonly string[];
  readonly close: RunClose;
  /** Whether the file has no end of it. */
  readonly incomplete: boolean;
}

/** Ids of the messages that a run brought; the log may know some of them. */
export function broughtIds(run: UpstreamRun): string[] {
  return messagesOf(run).flatMap(({ id }) => (typeof id === 'string' ? [id] : []));
}

/**
 * A run as it would have been recorded here: it begins with RUN_STARTED, which tells the messages
 * that are new to the thread and nothing else that the caller said, and it has an end.
 *
 * @param known ids that the thread's log mentions already
 */
export function toScript(run: UpstreamRun, known: ReadonlySet<string>): RunScript {
  const own = ownEvents(run);
  const body = own.filter(({ type }) => type !== 'RUN_STARTED');
  const ended = body.findIndex(({ type }) => type === 'RUN_FINISHED' || type === 'RUN_ERROR');
  const events: BaseEvent[] = [
    startOf(
      run,
      known,
      own.find(({ type }) => type === 'RUN_STARTED'),
    ),
    ...(ended < 0 ? [...body, INCOMPLETE] : body.slice(0, ended + 1)),
  ];
  const last = events.at(-1) ?? INCOMPLETE;
  const scout = new MessageIdScout();
  return {
    events: events.map((event) => JSON.stringify(event)),
    messageIds: events.flatMap((event) => scout.newIds(event)),
    close: closeOf(last),
    incomplete: ended < 0,
  };
}

const INCOMPLETE: BaseEvent = {
  type: 'RUN_ERROR',
  message: 'The imported run has no end',
  code: 'INCOMPLETE_STREAM',
};

function startOf(run: UpstreamRun, known: ReadonlySet<string>, own?: BaseEvent): BaseEvent {
  const { threadId, runId, parentRunId } = run;
  const ids = { threadId, runId, ...(parentRunId === null ? null : { parentRunId }) };
  const messages = messagesOf(run).filter(({ id }) => typeof id === 'string' && !known.has(id));
  // Clients up to AG-UI 0.0.59 require tools and context to be there.
  return {
    ...own,
    type: 'RUN_STARTED',
    ...ids,
    input: { ...ids, messages, tools: [], context: [] },
  };
}

/** What the run brought: as its first event tells it, or else as it was asked for. */
function messagesOf(run: UpstreamRun): readonly Fields[] {
  const told = ownEvents(run).find(({ type }) => type === 'RUN_STARTED')?.['input'];
  for (const source of [told, run.input]) {
    if (!isFields(source)) continue;
    const { messages } = source;
    if (Array.isArray(messages)) return messages.filter(isFields);
  }
  return [];
}

function closeOf(last: BaseEvent): RunClose {
  if (last.type === 'RUN_FINISHED') return { status: 'succeeded' };
  const { code, message } = last;
  return {
    status: 'failed',
    ...(typeof code === 'string' ? { errorCode: code } : null),
    ...(typeof message === 'string' ? { errorMessage: message } : null),
  };
}

function ownEvents({ events }: UpstreamRun): readonly BaseEvent[] {
  return (events ?? []).filter(isEvent);
}

/** The agent of a run. The file has no column for it; a caller may have passed it on. */
export function agentOf({ input }: UpstreamRun): string | null {
  const agentId = isFields(input) ? input['agentId'] : null;
  return typeof agentId === 'string' ? agentId : null;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isEvent(value: unknown): value is BaseEvent {
  return isFields(value) && typeof value['type'] === 'string';
}
