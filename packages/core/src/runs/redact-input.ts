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
  const messages = input.messages
    .filter((message) => !known.has(message.id))
    .flatMap((message) => portableMessage(message) ?? []);
  return {
    threadId,
    runId,
    ...(parentRunId === undefined ? {} : { parentRunId }),
    messages,
    tools: [],
    context: [],
  };
}
