import type { BaseEvent, Message } from '@flightdeck/store';
import { CHUNK_TYPES, ChunkLanes, type ChunkItem, type ChunkType } from './chunk-lanes.js';
import { EventOwners, tagOf, type OwnedKind } from './event-owners.js';
import { without } from './field-rules.js';
import { OpenItems } from './open-items.js';

/** The event to emit, or why it has no place here; `SILENTLY` where nobody need know. */
export type Verdict = BaseEvent | string;

export const SILENTLY = '';

type PlacementRule = (run: EventSequence, event: BaseEvent) => Verdict;

type BracketKind = 'text' | 'call' | 'reasoning' | 'span';
type BracketRule = readonly [kind: BracketKind, phase: 'start' | 'content' | 'end'];

const BRACKETS: ReadonlyMap<string, BracketRule> = new Map<string, BracketRule>([
  ['TEXT_MESSAGE_START', ['text', 'start']],
  ['TEXT_MESSAGE_CONTENT', ['text', 'content']],
  ['TEXT_MESSAGE_END', ['text', 'end']],
  ['TOOL_CALL_START', ['call', 'start']],
  ['TOOL_CALL_ARGS', ['call', 'content']],
  ['TOOL_CALL_END', ['call', 'end']],
  ['REASONING_MESSAGE_START', ['reasoning', 'start']],
  ['REASONING_MESSAGE_CONTENT', ['reasoning', 'content']],
  ['REASONING_MESSAGE_END', ['reasoning', 'end']],
  ['REASONING_START', ['span', 'start']],
  ['REASONING_END', ['span', 'end']],
]);

const OWNED_AS: Readonly<Record<BracketKind, OwnedKind>> = {
  text: 'message',
  call: 'toolCall',
  reasoning: 'reasoning',
  span: 'reasoning',
};

/** Events between which clients go on putting an item together from chunks. */
const LEAVES_CHUNKS_OPEN: ReadonlySet<string> = new Set([
  'RAW',
  'ACTIVITY_SNAPSHOT',
  'ACTIVITY_DELTA',
  'REASONING_ENCRYPTED_VALUE',
  'SUBAGENT_STARTED',
]);

/**
 * The order of a run's events between RUN_STARTED and its end: what may follow what, by the rules of
 * all client versions at once. Expects events that `conformEvent` has passed.
 */
export class EventSequence {
  readonly open = new OpenItems();
  readonly #lanes = new ChunkLanes();
  readonly #owners: EventOwners;
  readonly #endedSubagents = new Set<string>();

  constructor(history: readonly Message[]) {
    this.#owners = new EventOwners(history);
  }

  /** Whether nothing but explicit START and END events decides what is open. */
  get plain(): boolean {
    return this.#lanes.empty;
  }

  place(event: BaseEvent): Verdict {
    const bracket = BRACKETS.get(event.type);
    if (bracket !== undefined) return this.#bracket(event, bracket);
    const chunk = CHUNK_TYPES.get(event.type);
    if (chunk !== undefined) return this.#chunk(event, chunk);
    const verdict = EventSequence.#rules.get(event.type)?.(this, event) ?? event;
    return typeof verdict === 'string' ? verdict : this.#endChunks(verdict);
  }

  static readonly #rules: ReadonlyMap<string, PlacementRule> = new Map<string, PlacementRule>([
    ['TOOL_CALL_RESULT', (run, event) => run.#result(event)],
    ['STEP_STARTED', (run, event) => run.#step(event, true)],
    ['STEP_FINISHED', (run, event) => run.#step(event, false)],
    ['SUBAGENT_STARTED', (run, event) => run.#subagentStart(event)],
    ['SUBAGENT_FINISHED', (run, event) => run.#subagentEnd(event)],
    ['SUBAGENT_ERROR', (run, event) => run.#subagentEnd(event)],
    ['THINKING_START', (run, event) => run.#thinking(event, true)],
    ['THINKING_END', (run, event) => run.#thinking(event, false)],
    ['THINKING_TEXT_MESSAGE_START', (run, event) => run.#thinkingMessage(event, true)],
    ['THINKING_TEXT_MESSAGE_CONTENT', (run, event) => run.#thinkingContent(event)],
    ['THINKING_TEXT_MESSAGE_END', (run, event) => run.#thinkingMessage(event, false)],
    ['ACTIVITY_SNAPSHOT', (run, event) => run.#owners.claimActivity(idOf(event), event)],
    ['ACTIVITY_DELTA', (run, event) => run.#owners.follow('activity', idOf(event), event)],
    [
      'REASONING_ENCRYPTED_VALUE',
      (run, event) => run.#owners.followEncrypted(String(event.entityId), event),
    ],
    ['MESSAGES_SNAPSHOT', (run, event) => run.#snapshot(event)],
  ]);

  #bracket(event: BaseEvent, [kind, phase]: BracketRule): Verdict {
    const id = kind === 'call' ? String(event.toolCallId) : idOf(event);
    if (phase === 'start') return this.#start(event, kind, id);
    if (!this.#isOpen(kind, id)) return this.#orphan(event, kind, id);
    if (phase === 'content' && event.delta === '' && event.metadata === undefined) return SILENTLY;
    const agreed = this.#endChunks(this.#owners.follow(OWNED_AS[kind], id, event));
    if (phase === 'end') this.#end(kind, id);
    return agreed;
  }

  #start(event: BaseEvent, kind: BracketKind, id: string): Verdict {
    if (this.#isOpen(kind, id) || (kind !== 'span' && this.#lanes.laneOf(kind, id) !== null)) {
      return `${event.type} of '${id}', which is open already`;
    }
    const claimed = this.#claim(event, kind, id);
    this.#endChunks(claimed);
    if (kind === 'call') this.#openCall(id, claimed, false);
    else this.#opened(kind).add(id);
    return claimed;
  }

  #claim(event: BaseEvent, kind: BracketKind, id: string): BaseEvent {
    return kind === 'call'
      ? this.#owners.claimCall(id, event)
      : this.#owners.claim(OWNED_AS[kind], id, event);
  }

  #orphan(event: BaseEvent, kind: BracketKind, id: string): string {
    const chunked = kind === 'call' && this.#lanes.laneOf('call', id) !== null;
    if (chunked && event.type === 'TOOL_CALL_END') this.open.endCall(id);
    return `${event.type} of '${id}', which no START has opened`;
  }

  #end(kind: BracketKind, id: string): void {
    if (kind === 'call') this.open.endCall(id);
    else this.#opened(kind).delete(id);
  }

  #opened(kind: Exclude<BracketKind, 'call'>): Set<string> {
    const { texts, reasoningMessages, reasoningSpans } = this.open;
    return { text: texts, reasoning: reasoningMessages, span: reasoningSpans }[kind];
  }

  #isOpen(kind: BracketKind, id: string): boolean {
    return kind === 'call' ? this.open.takesArguments(id) : this.#opened(kind).has(id);
  }

  #openCall(id: string, event: BaseEvent, chunked: boolean): void {
    const name = String(event.toolCallName);
    const state = { ended: false, answered: false };
    this.open.calls.set(id, { name, tag: tagOf(event), chunked, ...state });
  }

  #chunk(event: BaseEvent, type: ChunkType): Verdict {
    const plan = this.#lanes.plan(type, event);
    if (plan.step === 'continue') return plan.event;
    if (plan.step === 'refuse') return plan.reason;
    const { kind } = type;
    const { id } = plan;
    if (this.#isOpen(kind, id)) return `${event.type} of '${id}', which a START has opened`;
    if (kind === 'call' && event.toolCallName === undefined) {
      return `the first TOOL_CALL_CHUNK of '${id}' has no toolCallName`;
    }
    const opener = this.#claim(event, kind, id);
    this.#ended(this.#lanes.close(tagOf(opener)));
    this.#lanes.open({ kind, id, opener });
    if (kind === 'call') this.#openCall(id, opener, true);
    return opener;
  }

  /** Keeps track of the items that clients end by themselves when they see this event. */
  #endChunks(event: BaseEvent): BaseEvent {
    if (this.#lanes.empty || LEAVES_CHUNKS_OPEN.has(event.type)) return event;
    const { type } = event;
    const ended =
      type === 'MESSAGES_SNAPSHOT' ? this.#lanes.closeAll() : [this.#lanes.close(tagOf(event))];
    for (const item of ended) this.#ended(item);
    return event;
  }

  #ended(item: ChunkItem | null): void {
    if (item?.kind === 'call') this.open.endCall(item.id);
  }

  #result(event: BaseEvent): BaseEvent {
    const toolCallId = String(event.toolCallId);
    this.open.answerCall(toolCallId);
    const lane = this.#lanes.laneOf('text', idOf(event));
    // The result would take over a message that clients go on writing in the name of its subagent.
    const clash = lane !== null && lane.tag !== tagOf(event);
    const fitting = clash ? { ...event, messageId: `${toolCallId}-result` } : event;
    return this.#owners.claimResult(idOf(fitting), fitting);
  }

  #step(event: BaseEvent, starts: boolean): Verdict {
    const stepName = String(event.stepName);
    const tag = tagOf(event);
    const key = JSON.stringify([stepName, tag ?? null]);
    const { steps } = this.open;
    if (steps.has(key) === starts) {
      return `${event.type} of '${stepName}', which is ${starts ? 'open already' : 'not open'}`;
    }
    if (starts) steps.set(key, { stepName, tag });
    else steps.delete(key);
    return event;
  }

  #subagentStart(event: BaseEvent): Verdict {
    const id = String(event.subagentRunId);
    const { subagents } = this.open;
    const known = (subagent: unknown): boolean =>
      subagents.has(String(subagent)) || this.#endedSubagents.has(String(subagent));
    if (known(id)) return `SUBAGENT_STARTED of '${id}', which has started before`;
    const { parentSubagentRunId: parent } = event;
    subagents.add(id);
    return parent === undefined || (known(parent) && parent !== id)
      ? event
      : without(event, 'parentSubagentRunId');
  }

  #subagentEnd(event: BaseEvent): Verdict {
    const id = String(event.subagentRunId);
    if (!this.open.subagents.delete(id)) return `${event.type} of '${id}', which is not running`;
    this.#endedSubagents.add(id);
    return event;
  }

  #thinking(event: BaseEvent, starts: boolean): Verdict {
    if (this.open.thinking === starts) return `${event.type} out of place`;
    this.open.thinking = starts;
    return without(event, 'subagentRunId');
  }

  #thinkingMessage(event: BaseEvent, starts: boolean): Verdict {
    const misplaced = this.open.thinkingMessage === starts || (starts && !this.open.thinking);
    if (misplaced) return `${event.type} out of place`;
    this.open.thinkingMessage = starts;
    return without(event, 'subagentRunId');
  }

  #thinkingContent(event: BaseEvent): Verdict {
    if (!this.open.thinkingMessage) return `${event.type} out of place`;
    return event.delta === '' ? SILENTLY : without(event, 'subagentRunId');
  }

  #snapshot(event: BaseEvent): BaseEvent {
    // Holds because `conformEvent` has checked every message.
    this.#owners.replaceAll(event.messages as readonly Message[]);
    return event;
  }
}

function idOf(event: BaseEvent): string {
  return String(event.messageId);
}
