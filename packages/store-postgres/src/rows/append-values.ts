import { decodeFenceSpans, type AppendRow, type AppendRowOutcome } from '@flightdeck/store/engine';

import { integer, integerOrNull, rawText, type Row } from '../sql/row-fields.js';
import { toStored, toStoredKey } from '../sql/stored-text.js';

/** The arrays of the statement `append`, column by column. */
export function appendValues(batch: readonly AppendRow[]): unknown[] {
  // Heads are locked in the order of their keys by everybody who takes several.
  const rows = batch.toSorted((left, right) => left.threadPk - right.threadPk);
  const segments = rows.flatMap(({ threadPk, segments: own }) =>
    own.map((segment) => ({ threadPk, ...segment })),
  );
  const messages = rows.flatMap(({ threadPk, messageIds }) =>
    messageIds.map((id) => ({ threadPk, key: toStoredKey(id) })),
  );
  return [
    rows.map(({ threadPk }) => threadPk),
    rows.map(({ fence }) => fence),
    rows.map(({ firstSeq }) => firstSeq),
    rows.map(({ lastSeq }) => lastSeq),
    rows.map(({ runPk }) => runPk),
    rows.map(({ close }) => close?.status ?? null),
    rows.map(({ close }) => storedOrNull(close?.errorCode)),
    rows.map(({ close }) => storedOrNull(close?.errorMessage)),
    segments.map(({ threadPk }) => threadPk),
    segments.map(({ firstSeq }) => firstSeq),
    segments.map(({ lastSeq }) => lastSeq),
    segments.map(({ body }) => body),
    messages.map(({ threadPk }) => threadPk),
    messages.map(({ key }) => key),
  ];
}

/** The answer to an item that was not appended, from the row of `appended`. */
export function outcomeOfStored(item: AppendRow, facts: Row): AppendRowOutcome {
  const currentFence = integerOrNull(facts, 'fence') ?? 0;
  if (!isStored(item, facts)) return { kind: 'fenced', currentFence };
  return { kind: 'ok', stop: facts['active'] === true ? stopOf(facts) : null };
}

export function stopOf(row: Row): 'stop' | 'superseded' | null {
  if (row['stop'] === null) return null;
  return rawText(row, 'stop') === 'superseded' ? 'superseded' : 'stop';
}

/** Fences never fall: what begins and ends under the same one was written by one owner. */
function isStored({ fence, firstSeq, lastSeq }: AppendRow, facts: Row): boolean {
  const firstFence = integerOrNull(facts, 'firstFence');
  if (firstFence !== null) {
    return firstFence === fence && integerOrNull(facts, 'lastFence') === fence;
  }
  // Its raw events may be gone, and the archive says under which fences they were written.
  if (facts['fences'] === null || facts['fences'] === undefined) return false;
  if (firstSeq < integer(facts, 'firstSeq') || lastSeq > integer(facts, 'lastSeq')) return false;
  const spans = decodeFenceSpans(rawText(facts, 'fences'));
  const fenceAt = (seq: number): number | undefined => spans.findLast(([from]) => from <= seq)?.[1];
  return fenceAt(firstSeq) === fence && fenceAt(lastSeq) === fence;
}

function storedOrNull(value: string | undefined): string | null {
  return value === undefined ? null : toStored(value);
}
