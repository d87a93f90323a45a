import type { AguiMessage, ToolMessage } from './agui-message.js';
import { isRecord } from '../tools/is-record.js';
import { toSafeJson } from '../tools/safe-json.js';

/**
 * The history with the answers that `input.resume` gives to interrupts (agent.md 4.3): for each entry
 * `{ interruptId, status, payload? }` a tool message directly behind the call of that id, unless the
 * history has an answer. Its content is JSON: the payload, `{"status":"resolved"}` without one, or
 * `{"status":"cancelled"}`. An entry without a call goes to the end; of entries with the same id the
 * last one counts; what is no entry is ignored.
 */
export function withResumeAnswers(
  messages: readonly AguiMessage[],
  resume: unknown,
): AguiMessage[] {
  const answers = parseAnswers(resume);
  for (const message of messages) {
    if (message.role === 'tool') answers.delete(message.toolCallId);
  }
  if (answers.size === 0) return [...messages];
  const answered = messages.toReversed().flatMap((message) => {
    const ids = message.role === 'assistant' ? (message.toolCalls ?? []).map(({ id }) => id) : [];
    return [...ids.toReversed().flatMap((id) => take(answers, id)), message];
  });
  return [...answered.toReversed(), ...answers.values()];
}

function take(answers: Map<string, ToolMessage>, id: string): ToolMessage[] {
  const answer = answers.get(id);
  answers.delete(id);
  return answer === undefined ? [] : [answer];
}

function parseAnswers(resume: unknown): Map<string, ToolMessage> {
  const entries: readonly unknown[] = Array.isArray(resume) ? resume : [];
  return new Map(
    entries.flatMap((entry) => {
      const id = isRecord(entry) ? entry['interruptId'] : undefined;
      if (!isRecord(entry) || typeof id !== 'string' || id === '') return [];
      const message: ToolMessage = {
        id: `resume-${id}`,
        role: 'tool',
        toolCallId: id,
        content: toSafeJson(answerOf(entry)) ?? 'null',
      };
      return [[id, message] as const];
    }),
  );
}

function answerOf(entry: Readonly<Record<string, unknown>>): unknown {
  if (entry['status'] === 'cancelled') return { status: 'cancelled' };
  return entry['payload'] === undefined ? { status: 'resolved' } : entry['payload'];
}
