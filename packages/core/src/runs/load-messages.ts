import { ThreadFold, type Message, type StoreEngine } from '@flightdeck/store';
import type { BaseEvent } from '@flightdeck/store';
import { completeHistory } from './complete-history.js';
import type { HistoryMode } from './history-mode.js';
import { holdsLastTurn, lastTurn } from './last-turn.js';
import { isTalk } from './message-roles.js';
import { repairMessages } from './repair-messages.js';

export interface MessagesWanted {
  readonly store: StoreEngine;
  readonly threadPk: number;
  /** The number of the run's own first event: the thread's messages are those before it. */
  readonly firstSeq: number;
  readonly mode: HistoryMode;
  readonly sent: readonly Message[];
  /** Whether the thread did not have a message. */
  readonly isNew: (messageId: string) => boolean;
  /** Calls whose answer comes with the run, though not as a message. */
  readonly awaited: ReadonlySet<string>;
  /** Calls whose stored answer has to stand for the one that the client sent. */
  readonly answeredBefore: ReadonlySet<string>;
}

/**
 * The messages for the agent. The stored ones are read only if the client has left some out: it costs
 * a client that sends everything no more than a look at the thread's first event.
 *
 * @throws StoreError
 */
export async function loadMessages(wanted: MessagesWanted): Promise<readonly Message[]> {
  const { mode, sent, awaited, isNew } = wanted;
  if (mode === 'none') return sent;
  if (wanted.firstSeq <= 1) return messagesOfFirstRun(wanted);
  if (mode === 'full') return repairMessages(await completed(wanted), awaited);
  const enough = wanted.answeredBefore.size === 0 && holdsLastTurn(sent);
  return lastTurn(repairMessages(enough ? sent : await completed(wanted), awaited), isNew);
}

/** What {@link loadMessages} answers where the thread has none, so that nothing need be read. */
export function messagesOfFirstRun({
  mode,
  sent,
  awaited,
  isNew,
}: Pick<MessagesWanted, 'mode' | 'sent' | 'awaited' | 'isNew'>): readonly Message[] {
  if (mode === 'none') return sent;
  const repaired = repairMessages(sent, awaited);
  return mode === 'full' ? repaired : lastTurn(repaired, isNew);
}

async function completed(wanted: MessagesWanted): Promise<readonly Message[]> {
  const { store, threadPk, firstSeq, sent, answeredBefore } = wanted;
  if (answeredBefore.size === 0 && (await holdsBeginning(wanted))) return sent;
  const fold = new ThreadFold();
  await foldHistory(store, threadPk, { upTo: firstSeq - 1, fold, until: () => false });
  const stored = fold.messages();
  const answers = stored.filter(
    ({ role, toolCallId = '' }) => role === 'tool' && answeredBefore.has(toolCallId),
  );
  return completeHistory(stored, answers.length === 0 ? sent : [...sent, ...answers]);
}

/** Whether the client has sent the first message of the conversation, and so all that it wants of it. */
async function holdsBeginning(wanted: MessagesWanted): Promise<boolean> {
  const { store, threadPk, firstSeq, sent } = wanted;
  const ids = new Set(sent.filter(isTalk).map(({ id }) => id));
  if (ids.size === 0) return false;
  const fold = new ThreadFold();
  const until = (): boolean => fold.messages().some(isTalk);
  // The user's first words come with the very first event, unless the agent speaks first.
  await foldHistory(store, threadPk, { upTo: 1, fold, until: () => true });
  if (!until()) await foldHistory(store, threadPk, { upTo: firstSeq - 1, fold, until });
  const first = fold.messages().find(isTalk);
  return first === undefined || ids.has(first.id);
}

interface FoldRange {
  readonly upTo: number;
  readonly fold: ThreadFold;
  /** Asked after every run whether that is enough. */
  readonly until: () => boolean;
}

async function foldHistory(
  { log }: StoreEngine,
  threadPk: number,
  { upTo, fold, until }: FoldRange,
): Promise<void> {
  for await (const { events } of log.history(threadPk, { upTo })) {
    for (const { json } of events) fold.apply(JSON.parse(json) as BaseEvent);
    if (until()) return;
  }
}
