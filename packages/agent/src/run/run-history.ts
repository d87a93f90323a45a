import type { AguiMessage, ToolMessage } from '../messages/agui-message.js';
import { parseMessages } from '../messages/parse-messages.js';
import { repairHistory } from '../messages/repair-history.js';
import { resumedCalls, type ResumedCall } from '../messages/resumed-calls.js';
import { withResumeAnswers } from '../messages/resume-answers.js';
import type { PromptContext } from '../options/agent-options.js';
import type { ResolvedAgentOptions } from '../options/resolve-agent-options.js';
import type { RunRequest } from './run-request.js';
import { untilAborted } from './until-aborted.js';

export interface RunHistory {
  /** Sound, and answered as far as the request does. */
  readonly messages: readonly AguiMessage[];
  /** The ids of all tool calls of the thread, as clients know them. */
  readonly callIds: readonly string[];
  /** Whether the run goes on after the results of tools. */
  readonly continues: boolean;
  /** Calls of server tools that people have answered: they have no result yet. */
  readonly resumed: readonly ResumedCall[];
  /** The messages with the results of such calls. */
  withResults(results: readonly ToolMessage[]): readonly AguiMessage[];
}

/**
 * The conversation so far. Calls of server tools are told apart that go on with an answer of
 * `input.resume`. Any other answer that `input.resume` brings is also told as the result of its call:
 * later turns find it in the history, where otherwise the call would have no answer.
 *
 * @throws a `HistoryError`, what `compactHistory` throws, or the reason of an abort
 */
export async function runHistory(
  { input, signal, emit }: RunRequest,
  options: ResolvedAgentOptions,
  context: PromptContext,
): Promise<RunHistory> {
  const { logger, newId, historyRepair } = options;
  const known = parseMessages(input.messages, logger);
  const { calls: resumed, rest } = resumedCalls(known, input.resume, (toolName) =>
    isExecutable(options, toolName),
  );
  const answered = withResumeAnswers(known, rest);
  const callIds = answered.flatMap((message) =>
    message.role === 'assistant' ? (message.toolCalls ?? []).map(({ id }) => id) : [],
  );
  const sent = new Set(known);
  const called = new Set(callIds);
  for (const message of answered) {
    if (message.role !== 'tool' || sent.has(message)) continue;
    const { toolCallId, content } = message;
    if (typeof content !== 'string' || !called.has(toolCallId)) continue;
    emit({ type: 'TOOL_CALL_RESULT', messageId: newId(), toolCallId, role: 'tool', content });
  }
  const kept = await untilAborted(compacted(input.messages, options, context), signal);
  const shown =
    kept === input.messages ? answered : withResumeAnswers(parseMessages(kept, logger), rest);
  const pending = new Set(resumed.map(({ toolCallId }) => toolCallId));
  // Of several questions some may be answered: the others are still open.
  if (hasEntries(input.resume)) for (const id of unanswered(answered)) pending.add(id);
  const withResults: RunHistory['withResults'] = (results) =>
    repairHistory([...shown, ...results], historyRepair, { logger, pending });
  const last = answered.at(-1)?.role;
  return {
    messages: withResults([]),
    callIds,
    continues: last === 'tool' || (resumed.length > 0 && last === 'assistant'),
    resumed,
    withResults,
  };
}

/** Server tools come first, whoever else has one of that name. */
function isExecutable({ tools }: ResolvedAgentOptions, toolName: string): boolean {
  const tool = tools.find(({ name }) => name === toolName);
  return tool?.execute !== undefined && tool.interrupt !== true;
}

function hasEntries(resume: unknown): boolean {
  return Array.isArray(resume) && resume.length > 0;
}

/** Calls since the user's last words that have no result. */
function unanswered(messages: readonly AguiMessage[]): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const message of messages) {
    if (message.role === 'user') ids.clear();
    else if (message.role === 'tool') ids.delete(message.toolCallId);
    else if (message.role === 'assistant') {
      for (const { id } of message.toolCalls ?? []) ids.add(id);
    }
  }
  return ids;
}

async function compacted(
  messages: unknown,
  { compactHistory, logger }: ResolvedAgentOptions,
  context: PromptContext,
): Promise<unknown> {
  if (compactHistory === undefined || !Array.isArray(messages)) return messages;
  const kept: unknown = await compactHistory([...messages], context);
  if (Array.isArray(kept)) return kept;
  logger.warn('compactHistory did not return an array: the whole history is used');
  return messages;
}
