import type { RunAgentInput } from '@ag-ui/client';
import { parseMessages } from '../messages/parse-messages.js';
import { repairHistory } from '../messages/repair-history.js';
import { withResumeAnswers } from '../messages/resume-answers.js';
import type { AguiMessage } from '../messages/agui-message.js';
import type { AgentLogger } from '../options/agent-options.js';
import type { RunInput } from '../run/run-request.js';

/**
 * The input for a factory that sends the history on to a model, which takes no call without a result:
 * answers of `input.resume` become tool messages, calls that nobody answered get a result that says
 * so (agent.md 6). A history in which nothing is missing is passed on as it came.
 */
export function factoryInput(input: RunInput, logger: AgentLogger): RunAgentInput {
  const parsed = parseMessages(input.messages, logger);
  const answered = withResumeAnswers(parsed, input.resume);
  // Both are inputs of a run; the messages are a superset of what each AG-UI version declares.
  if (answered.length === parsed.length && isComplete(parsed)) return input as RunAgentInput;
  return { ...input, messages: repairHistory(answered, 'synthesize') } as RunAgentInput;
}

/** The ids of all tool calls in the history. */
export function callIdsOf(input: RunInput, logger: AgentLogger): string[] {
  return parseMessages(input.messages, logger).flatMap(idsOfCalls);
}

function isComplete(messages: readonly AguiMessage[]): boolean {
  const calls = messages.flatMap(idsOfCalls);
  const answers = messages.flatMap((message) =>
    message.role === 'tool' ? [message.toolCallId] : [],
  );
  return calls.length === answers.length && calls.every((id, index) => answers[index] === id);
}

function idsOfCalls(message: AguiMessage): string[] {
  return message.role === 'assistant' ? (message.toolCalls ?? []).map(({ id }) => id) : [];
}
