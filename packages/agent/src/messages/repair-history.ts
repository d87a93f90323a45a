import type { AgentLogger } from '../options/agent-options.js';
import type { AguiMessage, AssistantMessage, ToolMessage } from './agui-message.js';
import { HistoryError } from './history-error.js';
import { uniqueToolCalls, type CallInHistory } from './unique-tool-calls.js';

/**
 * What becomes of a tool call that nobody answered: `synthesize` answers it with a text that says so,
 * `drop` takes the call out, `error` throws a {@link HistoryError}.
 */
export type HistoryRepair = 'synthesize' | 'drop' | 'error';

export interface RepairOptions {
  /** Ids of calls that a person may still answer: they get an answer that says so in every mode. */
  readonly pending?: ReadonlySet<string> | undefined;
  /** Told of dropped results, without contents. */
  readonly logger?: Pick<AgentLogger, 'debug'> | undefined;
}

const UNANSWERED =
  'The tool call was not answered: it was interrupted, or the user went on without it.';
const PENDING = 'The tool call has not been answered yet.';

/**
 * A history that every provider takes (agent.md 18.4): each tool call has exactly one result, which
 * stands right behind the assistant's turn that made the call, and each result has a call. Of several
 * results the last one counts. Assistant messages with neither text nor calls, and activities, are
 * left out. Ids of calls are unique afterwards; those of messages are kept.
 *
 * @throws {HistoryError} for an unanswered call in the mode `error`.
 */
export function repairHistory(
  messages: readonly AguiMessage[],
  mode: HistoryRepair,
  options: RepairOptions = {},
): AguiMessage[] {
  const calls = uniqueToolCalls(messages);
  const results = matchResults(messages, calls, options);
  const answered = calls.flatMap((call) => {
    const answer = results.get(call) ?? standIn(call, mode, options);
    return answer === null ? [] : [{ ...call, answer }];
  });
  const byMessage = groupByMessage(answered);
  const repaired: AguiMessage[] = [];
  let due: ToolMessage[] = [];
  for (const [at, message] of messages.entries()) {
    if (message.role === 'activity') continue;
    if (message.role === 'reasoning') {
      repaired.push(message);
    } else if (message.role === 'assistant') {
      const own = byMessage.get(at) ?? [];
      due.push(...own.map(({ answer }) => answer));
      repaired.push(...withCalls(message, own));
    } else {
      repaired.push(...due);
      due = [];
      if (message.role !== 'tool') repaired.push(message);
    }
  }
  return [...repaired, ...due];
}

interface AnsweredCall extends CallInHistory {
  readonly answer: ToolMessage;
}

/** Of calls that share an id, a result belongs to the last one before it. */
function matchResults(
  messages: readonly AguiMessage[],
  calls: readonly CallInHistory[],
  { logger }: RepairOptions,
): Map<CallInHistory, ToolMessage> {
  const byId = new Map<string, CallsOfOneId>();
  for (const call of calls) {
    const sharing = byId.get(call.originalId);
    if (sharing === undefined) byId.set(call.originalId, { calls: [call], before: 0 });
    else sharing.calls.push(call);
  }
  const results = new Map<CallInHistory, ToolMessage>();
  for (const [at, message] of messages.entries()) {
    if (message.role !== 'tool') continue;
    const owner = ownerOf(byId.get(message.toolCallId), at);
    if (owner === undefined) logger?.debug('A tool result without its call is left out.', { at });
    else results.set(owner, { ...message, toolCallId: owner.call.id });
  }
  return results;
}

interface CallsOfOneId {
  /** In their order. */
  readonly calls: CallInHistory[];
  /** How many of them stand before the result that was looked at last: results are looked at in order. */
  before: number;
}

function ownerOf(sharing: CallsOfOneId | undefined, at: number): CallInHistory | undefined {
  if (sharing === undefined) return undefined;
  const { calls } = sharing;
  while ((calls[sharing.before]?.at ?? Infinity) < at) sharing.before += 1;
  return calls[Math.max(0, sharing.before - 1)];
}

function standIn(
  { originalId, call }: CallInHistory,
  mode: HistoryRepair,
  { pending }: RepairOptions,
): ToolMessage | null {
  const message = { id: `unanswered-${call.id}`, role: 'tool', toolCallId: call.id } as const;
  if (pending?.has(originalId) === true) return { ...message, content: PENDING };
  if (mode === 'drop') return null;
  if (mode === 'synthesize') return { ...message, content: UNANSWERED, error: UNANSWERED };
  throw new HistoryError(
    `The history has a call of the tool "${call.function.name}" (${originalId}) without a result.`,
  );
}

function groupByMessage(calls: readonly AnsweredCall[]): Map<number, AnsweredCall[]> {
  const groups = new Map<number, AnsweredCall[]>();
  for (const call of calls) {
    const group = groups.get(call.at);
    if (group === undefined) groups.set(call.at, [call]);
    else group.push(call);
  }
  return groups;
}

function withCalls(
  message: AssistantMessage,
  calls: readonly AnsweredCall[],
): [] | [AssistantMessage] {
  if (calls.length > 0) return [{ ...message, toolCalls: calls.map(({ call }) => call) }];
  const { toolCalls: _, ...rest } = message;
  return (message.content ?? '').trim() === '' ? [] : [rest];
}
