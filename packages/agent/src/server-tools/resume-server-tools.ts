import { openCallAnswers, sealCallAnswers } from '../messages/call-answers.js';
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
    return [...own.toReversed(), withoutAnswers(message)];
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

/** Agents take an opaque value for their provider's. */
function withoutAnswers(message: unknown): unknown {
  const calls = callsOf(message);
  if (!isRecord(message) || calls.every(({ encryptedValue }) => encryptedValue === undefined)) {
    return message;
  }
  const toolCalls = calls.map(({ encryptedValue, ...call }) => {
    const own =
      typeof encryptedValue === 'string'
        ? openCallAnswers(encryptedValue).encryptedValue
        : encryptedValue;
    return own === undefined ? call : { ...call, encryptedValue: own };
  });
  return { ...message, toolCalls };
}
