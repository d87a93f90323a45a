import {
  interruptMark,
  isStandIn,
  toolMark,
  type BaseEvent,
  type Message,
  type RunAgentInput,
  type RunHistory,
  type StoreEngine,
} from '@flightdeck/store';
import { isRecord } from '../internal/is-record.js';
import { callIdsOf } from './message-roles.js';

/** Answers that a run brings to what somebody else has answered before. */
export interface LateAnswers {
  /** By the id of the tool call: the id of the message. */
  readonly results: ReadonlyMap<string, string>;
  readonly interruptIds: ReadonlySet<string>;
  /** Whether the thread has a run of that id: before it has begun, it is one that was sent twice. */
  readonly runIsKnown: boolean;
}

export const NO_LATE_ANSWERS: LateAnswers = {
  results: new Map(),
  interruptIds: new Set(),
  runIsKnown: false,
};

/** Whether a run brings anything that might be an answer. */
export function mayAnswer({ messages, resume = [] }: RunAgentInput): boolean {
  return resume.length > 0 || messages.some(({ role }) => role === 'tool');
}

/** Everything of a run that the thread's index may know: ids of messages, and marks of answers. */
export function indexedIds({ messages, resume = [] }: RunAgentInput): string[] {
  const ids: string[] = [];
  for (const { id, role, toolCallId } of messages) {
    ids.push(id);
    if (role === 'tool' && toolCallId !== undefined) ids.push(toolMark(toolCallId));
  }
  for (const { interruptId } of resume) ids.push(interruptMark(interruptId));
  return ids;
}

/**
 * The answers of a run that come too late. The index tells at once of most runs that there are none;
 * only if it knows of an earlier answer, the thread is read: call and interrupt ids may be used
 * again, and an interrupt is open again when the run that answered it has failed.
 *
 * @param known what the thread's index knows of {@link indexedIds}
 * @throws StoreError
 */
export async function findLateAnswers(
  store: StoreEngine,
  threadPk: number,
  input: RunAgentInput,
  known: ReadonlySet<string>,
): Promise<LateAnswers> {
  const results = newResults(input.messages, known);
  const interruptIds = (input.resume ?? [])
    .map(({ interruptId }) => interruptId)
    .filter((id) => known.has(interruptMark(id)));
  if (results.size === 0 && interruptIds.length === 0) return NO_LATE_ANSWERS;
  const runs: RunSummary[] = [];
  const answered = new Set<string>();
  for await (const history of store.log.history(threadPk)) {
    runs.push(summaryOf(history, answered));
  }
  return {
    results: new Map([...results].filter(([toolCallId]) => answered.has(toolCallId))),
    interruptIds: await answeredInterrupts({ store, threadPk, runs, interruptIds }),
    runIsKnown: runs.some(({ runId }) => runId === input.runId),
  };
}

/**
 * Results that the thread does not have, of calls that it has a result of. A client that tells the
 * whole conversation under ids of its own, calls included, is not answering.
 */
function newResults(
  messages: readonly Message[],
  known: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const retold = new Set(messages.filter(({ id }) => !known.has(id)).flatMap(callIdsOf));
  const found = new Map<string, string>();
  for (const { id, role, toolCallId } of messages) {
    if (role !== 'tool' || toolCallId === undefined || retold.has(toolCallId)) continue;
    if (!known.has(id) && known.has(toolMark(toolCallId))) found.set(toolCallId, id);
  }
  return found;
}

/** Whether a run was started with answers to interrupts, which are stored nowhere. @throws StoreError */
export async function bringsAnswers(
  { log }: StoreEngine,
  threadPk: number,
  runId: string,
): Promise<boolean> {
  const marks = new Set<string>();
  for await (const { events } of log.history(threadPk)) {
    const last = events.at(-1);
    if (last === undefined) continue;
    for (const id of interruptsOf(JSON.parse(last.json) as BaseEvent)) {
      marks.add(interruptMark(String(id), runId));
    }
  }
  return (await log.knownMessageIds(threadPk, [...marks])).size > 0;
}

interface RunSummary {
  readonly runId: string;
  readonly failed: boolean;
  /** The interrupts with which it ended. */
  readonly raised: ReadonlySet<unknown>;
}

/** Sums a run up, and keeps the calls that have a result in `answered` up to date. */
function summaryOf({ run, events }: RunHistory, answered: Set<string>): RunSummary {
  let raised: ReadonlySet<unknown> = new Set();
  for (const { json } of events) {
    const event = JSON.parse(json) as BaseEvent;
    noteCalls(event, answered);
    if (event.type === 'RUN_FINISHED') raised = interruptsOf(event);
  }
  return { runId: run.runId, failed: run.status === 'failed', raised };
}

function noteCalls(event: BaseEvent, answered: Set<string>): void {
  const { type, toolCallId, messageId, input } = event;
  if (type === 'TOOL_CALL_START' || type === 'TOOL_CALL_CHUNK') answered.delete(String(toolCallId));
  if (type === 'TOOL_CALL_RESULT' && !isStandIn(messageId, toolCallId)) {
    answered.add(String(toolCallId));
  }
  if (type !== 'RUN_STARTED' || !isRecord(input) || !Array.isArray(input.messages)) return;
  for (const message of input.messages.filter(isRecord)) {
    const { id, role, toolCallId: callId } = message;
    if (role === 'tool' && !isStandIn(id, callId)) answered.add(String(callId));
  }
}

/** The ids of the interrupts with which a run ends. */
export function interruptsOf({ outcome }: BaseEvent): ReadonlySet<unknown> {
  if (!isRecord(outcome) || !Array.isArray(outcome.interrupts)) return new Set();
  return new Set(outcome.interrupts.filter(isRecord).map(({ id }) => id));
}

/** Those that a run has answered which did not fail, and that were not raised again since. */
async function answeredInterrupts({
  store,
  threadPk,
  runs,
  interruptIds,
}: {
  readonly store: StoreEngine;
  readonly threadPk: number;
  readonly runs: readonly RunSummary[];
  readonly interruptIds: readonly string[];
}): Promise<ReadonlySet<string>> {
  const marks = interruptIds.flatMap((id) => runs.map(({ runId }) => interruptMark(id, runId)));
  const known = await store.log.knownMessageIds(threadPk, marks);
  return new Set(
    interruptIds.filter((id) => {
      let answered = false;
      for (const { runId, failed, raised } of runs) {
        if (!failed && known.has(interruptMark(id, runId))) answered = true;
        if (raised.has(id)) answered = false;
      }
      return answered;
    }),
  );
}
