import { holdsCallAnswers, openCallAnswers, sealCallAnswers } from '../messages/call-answers.js';
import { parseMessages } from '../messages/parse-messages.js';
import { resumedCalls, type ResumedCall, type Resumption } from '../messages/resumed-calls.js';
import { isRecord } from '../tools/is-record.js';
import type { ToolSet } from '../tools/tool-set.js';
import type { ToolResult } from './answer-calls.js';
import type { StepInput } from './inner-step.js';
import type { LooseEvent } from './step-log.js';

const SILENT = { debug: () => undefined };

/** The calls of server tools that people have answered, and the answers that are the agent's own affair. */
export function findResumed({ messages, resume }: StepInput, tools: ToolSet): Resumption {
  if (!Array.isArray(resume) || resume.length === 0) return { calls: [], rest: [] };
  return resumedCalls(parseMessages(messages, SILENT), resume, (toolName) => {
    const tool = tools.get(toolName);
    return tool?.execute !== undefined && tool.interrupt === undefined;
  });
}

/** Tells the answers to a call that has asked something else, for the next run: see `sealCallAnswers`. */
export function tellCallAnswers(
  { toolCallId, answers, encryptedValue }: ResumedCall,
  emit: (event: LooseEvent) => void,
): void {
  const sealed = sealCallAnswers({ answers, encryptedValue });
  if (sealed === null) return;
  emit({
    type: 'REASONING_ENCRYPTED_VALUE',
    subtype: 'tool-call',
    entityId: toolCallId,
    encryptedValue: sealed,
  });
}

/** The input of a first step that begins with results: each behind the message of its call. */
export function resumedInput(
  given: StepInput,
  results: readonly ToolResult[],
  rest: readonly unknown[],
): StepInput {
  const { resume: _answered, ...input } = given;
  const waiting = new Map(results.map((result) => [result.toolCallId, result]));
  const messages = input.messages.toReversed().flatMap((message) => {
    const ids = callsOf(message).map(({ id }) => String(id));
    const own = ids.flatMap((id) => waiting.get(id) ?? []);
    for (const id of ids) waiting.delete(id);
    return [...own.toReversed(), message];
  });
  return {
    ...input,
    messages: messages.toReversed(),
    ...(rest.length === 0 ? {} : { resume: rest }),
  };
}

function callsOf(message: unknown): readonly Record<string, unknown>[] {
  if (!isRecord(message) || message.role !== 'assistant') return [];
  return Array.isArray(message.toolCalls) ? message.toolCalls.filter(isRecord) : [];
}

/** The messages without the answers that travel with calls: agents take an opaque value for their provider's. */
export function withoutCallAnswers(messages: readonly unknown[]): readonly unknown[] {
  const holding = (message: unknown): boolean =>
    callsOf(message).some(({ encryptedValue }) => holdsCallAnswers(encryptedValue));
  if (!messages.some(holding)) return messages;
  return messages.map((message) =>
    isRecord(message) && holding(message)
      ? { ...message, toolCalls: callsOf(message).map(withOwnValue) }
      : message,
  );
}

function withOwnValue(call: Readonly<Record<string, unknown>>): unknown {
  const { encryptedValue, ...rest } = call;
  if (!holdsCallAnswers(encryptedValue)) return call;
  const own = openCallAnswers(encryptedValue).encryptedValue;
  return own === undefined ? rest : { ...rest, encryptedValue: own };
}
