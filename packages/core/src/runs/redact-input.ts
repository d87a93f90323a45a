import type { Message, RunAgentInput } from '@flightdeck/store';
import { portableMessage } from './portable-message.js';

/** The part of an input that everybody may see. */
export interface StorableInput {
  readonly threadId: string;
  readonly runId: string;
  readonly parentRunId?: string;
  readonly messages: readonly Message[];
  readonly tools: readonly never[];
  readonly context: readonly never[];
}

/**
 * What RUN_STARTED tells about the input of its run, to the log and to every viewer: the ids, and
 * the messages that the thread did not have. What the caller said to the agent alone (forwarded
 * props, context, tools, state, answers to interrupts) is never part of it.
 *
 * `tools` and `context` are there, empty, because clients up to AG-UI 0.0.59 require them; `state`
 * and `forwardedProps` are absent, which every client version accepts.
 */
export function storableInput(input: RunAgentInput, known: ReadonlySet<string>): StorableInput {
  const { threadId, runId, parentRunId } = input;
  const messages: Message[] = [];
  for (const message of input.messages) {
    const told = known.has(message.id) ? null : portableMessage(message);
    if (told !== null) messages.push(told);
  }
  return parentRunId === undefined
    ? { threadId, runId, messages, tools: [], context: [] }
    : { threadId, runId, parentRunId, messages, tools: [], context: [] };
}
