import { wrapAgent, type Message, type RunAgentInput, type RuntimeAgent } from '@flightdeck/core';
import { isRecord } from '../internal/is-record.js';

/**
 * The id of the instructions that clients before 1.50 send first, under a new id each time: with one
 * id for all, a thread keeps them once. v1.md 11.3.
 */
export const SYSTEM_MESSAGE_ID = 'v1-system';

/** Where they travel beside the messages, which threads keep and tell to other clients. */
const ASIDE = 'flightdeck:v1-instructions';

interface Asked {
  readonly messages: readonly Message[];
  readonly forwardedProps?: unknown;
}

/** The same request with its instructions beside its messages. {@link withInstructions} has them back. */
export function instructionsAside<T extends Asked>(body: T): T {
  const [first, ...messages] = body.messages;
  if (first?.id !== SYSTEM_MESSAGE_ID) return body;
  const props = isRecord(body.forwardedProps) ? body.forwardedProps : {};
  return { ...body, messages, forwardedProps: { ...props, [ASIDE]: first.content } };
}

/** The same input with its instructions in front of its messages; those without any are returned as they are. */
export function instructionsInFront(input: RunAgentInput): RunAgentInput {
  if (!isRecord(input.forwardedProps)) return input;
  const { [ASIDE]: content, ...forwardedProps } = input.forwardedProps;
  if (typeof content !== 'string') return input;
  const system: Message = { id: SYSTEM_MESSAGE_ID, role: 'system', content };
  return { ...input, messages: [system, ...input.messages], forwardedProps };
}

/**
 * The same agent, which is told the instructions of old clients although its thread is not: today's
 * clients would say them again with every turn, and what they tell of a page is soon out of date.
 */
export function withInstructions(agent: RuntimeAgent, fastPath = true): RuntimeAgent {
  return wrapAgent(agent, {
    fastPath,
    run: ({ input, drive, emit }) =>
      drive(instructionsInFront(input), (event) => {
        emit(withoutInstructions(event));
      }),
  });
}

/** Agents repeat the whole conversation in snapshots. */
function withoutInstructions(event: unknown): unknown {
  if (!isRecord(event) || event.type !== 'MESSAGES_SNAPSHOT') return event;
  if (!Array.isArray(event.messages)) return event;
  const messages = event.messages.filter(
    (message: unknown) => !isRecord(message) || message.id !== SYSTEM_MESSAGE_ID,
  );
  return { ...event, messages };
}
