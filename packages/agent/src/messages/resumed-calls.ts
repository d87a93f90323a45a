import { isRecord } from '../tools/is-record.js';
import { readQuestionId, type CallAnswers, type ToolAnswer } from '../tools/tool-question.js';
import type { AguiMessage, AguiToolCall } from './agui-message.js';
import { toToolAnswer } from './call-answers.js';

/** A call of the history that goes on, because people have answered what it asked. */
export interface ResumedCall {
  readonly toolCallId: string;
  readonly toolName: string;
  /** The arguments as the history has them: JSON text, perhaps invalid. */
  readonly input: string;
  /** All that were given, in this run and in earlier ones. */
  readonly answers: CallAnswers;
  /** Those of earlier runs alone. */
  readonly earlier: CallAnswers;
  /** Of the call and the earlier answers, if the agent signs. */
  readonly signature: string | undefined;
  /** The opaque value of the call, without the answers. */
  readonly encryptedValue: string | undefined;
}

export interface Resumption {
  /** In the order of the history. */
  readonly calls: readonly ResumedCall[];
  /** The entries of `input.resume` that are the results of calls themselves. */
  readonly rest: readonly unknown[];
}

const NONE: CallAnswers = new Map();

/**
 * Finds the calls that `input.resume` lets go on: those of tools that the server executes, without a
 * result, to whose questions an entry is the answer (see `questionId`).
 */
export function resumedCalls(
  messages: readonly AguiMessage[],
  resume: unknown,
  isExecutable: (toolName: string) => boolean,
): Resumption {
  const entries: readonly unknown[] = Array.isArray(resume) ? resume : [];
  if (entries.length === 0) return { calls: [], rest: [] };
  const open = openCalls(messages, isExecutable);
  const given = new Map<string, Map<number, ToolAnswer>>();
  const rest = entries.filter((entry) => {
    if (!isRecord(entry) || typeof entry.interruptId !== 'string') return false;
    const found = findQuestion(entry.interruptId, open);
    if (found === null) return true;
    const answers = given.get(found.toolCallId) ?? new Map<number, ToolAnswer>();
    given.set(found.toolCallId, answers.set(found.position, toToolAnswer(entry)));
    return false;
  });
  const calls = [...open.values()].flatMap((call): ResumedCall[] => {
    const answers = given.get(call.id);
    if (answers === undefined) return [];
    const { id: toolCallId, function: called, answers: earlier = NONE } = call;
    return [
      {
        toolCallId,
        toolName: called.name,
        input: called.arguments,
        answers: new Map([...earlier, ...answers]),
        earlier,
        signature: call.signature,
        encryptedValue: call.encryptedValue,
      },
    ];
  });
  return { calls, rest };
}

function findQuestion(
  id: string,
  open: ReadonlyMap<string, AguiToolCall>,
): { readonly toolCallId: string; readonly position: number } | null {
  // A call may itself have an id that looks like that of a question.
  if (open.has(id)) return { toolCallId: id, position: 1 };
  const found = readQuestionId(id);
  return found !== null && open.has(found.toolCallId) ? found : null;
}

function openCalls(
  messages: readonly AguiMessage[],
  isExecutable: (toolName: string) => boolean,
): ReadonlyMap<string, AguiToolCall> {
  const open = new Map<string, AguiToolCall>();
  for (const message of messages) {
    if (message.role === 'tool') open.delete(message.toolCallId);
    if (message.role !== 'assistant') continue;
    for (const call of message.toolCalls ?? []) {
      const isOurs = call.providerExecuted !== true && isExecutable(call.function.name);
      // Of calls that share an id, an answer belongs to the last one.
      open.delete(call.id);
      if (isOurs) open.set(call.id, call);
    }
  }
  return open;
}
