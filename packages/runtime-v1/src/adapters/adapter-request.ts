import type { RunAgentInput } from '@ag-ui/client';
import type { Message as AguiMessage } from '@flightdeck/core';
import { isRecord } from '../internal/is-record.js';
import { TextMessage, type Message } from '../messages/message.js';
import { toV1Messages } from '../messages/to-v1-messages.js';
import { toForwardedParameters } from './forwarded-parameters.js';
import type { RuntimeEventSource } from './runtime-event-source.js';
import type { ActionInput, CopilotRuntimeChatCompletionRequest } from './service-adapter.js';

export interface AdapterTurn {
  readonly input: RunAgentInput;
  /** Under which name the adapter answers; `undefined` without a runtime. */
  readonly agentId: string | undefined;
  readonly eventSource: RuntimeEventSource;
  readonly signal: AbortSignal;
}

/** A run as adapters are asked for it. v1.md 6.1 and 11.4. */
export function toCompletionRequest({
  input,
  agentId,
  eventSource,
  signal,
}: AdapterTurn): CopilotRuntimeChatCompletionRequest {
  const { threadId, runId, tools } = input;
  const forwardedParameters = toForwardedParameters(input.forwardedProps);
  return {
    eventSource,
    // The same messages, of the version of AG-UI that core knows.
    messages: [...contextMessages(input), ...toV1Messages(input.messages as AguiMessage[])],
    actions: tools.map(toActionInput),
    threadId,
    runId,
    ...(forwardedParameters !== undefined && { forwardedParameters }),
    ...(forwardedParameters?.model !== undefined && { model: forwardedParameters.model }),
    ...agentOf(input, agentId),
    signal,
  };
}

function toActionInput({
  name,
  description,
  parameters,
}: RunAgentInput['tools'][number]): ActionInput {
  const schema: unknown = parameters ?? { type: 'object', properties: {} };
  return { name, description, jsonSchema: JSON.stringify(schema), available: 'enabled' };
}

/** What the page says of itself: clients before 1.50 have put it into a system message themselves. */
function contextMessages({ context }: RunAgentInput): Message[] {
  if (context.length === 0) return [];
  const entries = context.map(({ description, value }) => `${description}:\n${value}`);
  const content = ['## Context from the application', ...entries].join('\n\n');
  return [new TextMessage({ id: 'v1-context', role: 'system', content })];
}

/** For adapters that answer for agents as well: see `delegateAgentProcessingToServiceAdapter`. */
function agentOf(
  { threadId, state, forwardedProps }: RunAgentInput,
  agentName: string | undefined,
): Pick<CopilotRuntimeChatCompletionRequest, 'agentSession' | 'agentStates'> {
  if (agentName === undefined || agentName === 'default') return {};
  const { nodeName, config }: Record<string, unknown> = isRecord(forwardedProps)
    ? forwardedProps
    : {};
  return {
    agentSession: { agentName, threadId, ...(typeof nodeName === 'string' && { nodeName }) },
    agentStates: [{ agentName, state: state as unknown, ...(config !== undefined && { config }) }],
  };
}
