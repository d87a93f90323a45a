import { EventType, type BaseEvent } from '@ag-ui/core';

/** An event with the fields by which events of one step belong together. */
type StepEvent = BaseEvent & {
  readonly messageId?: string;
  readonly parentMessageId?: string;
  readonly toolCallId?: string;
  readonly delta?: unknown;
};

const ID_FIELDS = ['messageId', 'parentMessageId', 'toolCallId'] as const;

/** What is stored of the step in which a run was cut off: everything behind the last result of a tool. */
export function cutOffStep(stored: readonly BaseEvent[]): readonly BaseEvent[] {
  const settled = stored.findLastIndex(({ type }) => type === EventType.TOOL_CALL_RESULT);
  return stored.slice(settled + 1);
}

/** The call that has changed the state in these events, and has not been answered in them. */
export function callThatChanged(stored: readonly BaseEvent[]): string | null {
  if (!stored.some(({ type }) => type === EventType.STATE_DELTA)) return null;
  const call: StepEvent | undefined = stored.findLast(
    ({ type }) => type === EventType.TOOL_CALL_START,
  );
  return call?.toolCallId ?? null;
}

/** Ids of the messages and calls that have begun in these events, in this order. */
export function idsOf(events: readonly BaseEvent[]): readonly string[] {
  return [...new Set(events.filter(isSaid).flatMap((event) => ownIds(event)))];
}

/**
 * Turns the events of a step that is told once more into those that are missing: what is stored is
 * left out, to the character, and what follows goes on under the stored ids. Good for a model that
 * says the same again.
 */
export function restOfRun(
  stored: readonly BaseEvent[],
): (again: BaseEvent) => readonly BaseEvent[] {
  const rest = new RestOfRun(stored);
  return (again) => rest.of(again);
}

class RestOfRun {
  readonly #storedIds: readonly string[];
  readonly #ids = new Map<string, string>();
  /** How much of what the model says is stored, in characters and events. */
  #left: number;
  #called = false;
  readonly #snapshotIsStored: boolean;

  constructor(stored: readonly BaseEvent[]) {
    this.#storedIds = idsOf(stored);
    this.#left = stored.filter(isSaid).reduce((sum, event) => sum + sizeOf(event), 0);
    const called = stored.findIndex(({ type }) => type === EventType.TOOL_CALL_END);
    const snapshot = stored.findLastIndex(({ type }) => type === EventType.STATE_SNAPSHOT);
    this.#snapshotIsStored = called >= 0 && snapshot > called;
  }

  of(again: BaseEvent): readonly BaseEvent[] {
    const { type } = again;
    if (type === EventType.RUN_STARTED) return [];
    if (type === EventType.TOOL_CALL_RESULT) this.#called = false;
    if (type === EventType.TOOL_CALL_END) this.#called = true;
    if (type === EventType.STATE_SNAPSHOT && this.#isKnownState()) return [];
    return isSaid(again) ? this.#unsaid(again) : [this.#renamed(again)];
  }

  /** What the page has brought stands before all calls; what a tool changes, behind its call. */
  #isKnownState(): boolean {
    return !this.#called || this.#snapshotIsStored;
  }

  #unsaid(again: BaseEvent): readonly BaseEvent[] {
    for (const id of ownIds(again)) {
      if (!this.#ids.has(id)) this.#ids.set(id, this.#storedIds[this.#ids.size] ?? id);
    }
    const size = sizeOf(again);
    const skipped = Math.min(this.#left, size);
    this.#left -= skipped;
    if (skipped === size) return [];
    return [this.#renamed(skipped === 0 ? again : withoutStart(again, skipped))];
  }

  /** Wherever an id stands: interrupts have that of their call, too. */
  #renamed(event: BaseEvent): BaseEvent {
    const known = (_: string, value: unknown): unknown =>
      typeof value === 'string' ? (this.#ids.get(value) ?? value) : value;
    return JSON.parse(JSON.stringify(event), known) as BaseEvent;
  }
}

/** Whether the model itself has said it; only this is counted. */
function isSaid({ type }: BaseEvent): boolean {
  return (
    type.startsWith('TEXT_MESSAGE_') ||
    (type.startsWith('TOOL_CALL_') && type !== EventType.TOOL_CALL_RESULT)
  );
}

function ownIds(event: StepEvent): readonly string[] {
  return ID_FIELDS.flatMap((field) => event[field] ?? []);
}

/** The characters of a delta, however they were cut; one for everything else. */
function sizeOf({ delta }: StepEvent): number {
  return typeof delta === 'string' ? delta.length : 1;
}

function withoutStart(event: StepEvent, characters: number): BaseEvent {
  return { ...event, delta: String(event.delta).slice(characters) } as BaseEvent;
}
