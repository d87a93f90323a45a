import type { Message, Tool } from '@flightdeck/core';
import type { GenerateInput, LegacyAction, LegacyMetaEvent } from './generate-input.js';
import { withoutMessages } from '../wire/without-messages.js';
import { toAguiMessages } from './to-agui-messages.js';

/** The body of the run that a request of the old wire stands for. */
export interface RunBody {
  readonly threadId: string;
  readonly runId: string;
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  readonly context: GenerateInput['context'];
  readonly state?: Readonly<Record<string, unknown>>;
  readonly forwardedProps: Readonly<Record<string, unknown>>;
  readonly resume?: readonly ResumeItem[];
}

export interface ResumeItem {
  readonly interruptId: string;
  readonly status: 'resolved';
  readonly payload: unknown;
}

export interface RunIds {
  readonly threadId: string;
  readonly runId: string;
}

/** Who is asked: `default` answers whoever is in no session with an agent. */
export function agentIdOf({ agentSession }: GenerateInput): string {
  return agentSession?.agentName ?? 'default';
}

/** v1.md 11.4, from clients to agents. */
export function toRunBody(
  input: GenerateInput,
  ids: RunIds,
  resume: readonly ResumeItem[],
): RunBody {
  const { agentSession, actions } = input;
  const own = input.agentStates.find(({ agentName }) => agentName === agentIdOf(input));
  return {
    ...ids,
    messages: toAguiMessages(input.messages),
    tools: actions.filter((action) => isOffered(action, agentSession !== undefined)).map(toTool),
    // Whoever talks to no agent has it in its instructions already.
    context: agentSession === undefined ? [] : input.context,
    ...(own?.state === undefined ? {} : { state: withoutMessages(own.state) }),
    forwardedProps: forwardedPropsOf(input, own?.config),
    ...(resume.length > 0 ? { resume } : {}),
  };
}

function isOffered({ available }: LegacyAction, isAgentMode: boolean): boolean {
  return available === 'enabled' || (available === 'remote' && isAgentMode);
}

const NO_PARAMETERS = { type: 'object', properties: {} };

function toTool({ name, description, parameters = NO_PARAMETERS }: LegacyAction): Tool {
  return { name, description, parameters };
}

function forwardedPropsOf(
  { properties, forwardedParameters, agentSession, metaEvents }: GenerateInput,
  config: Readonly<Record<string, unknown>> | undefined,
): Record<string, unknown> {
  const { streamSubgraphs, ...ownConfig } = config ?? {};
  const answered = metaEvents.find(({ response }) => response !== undefined);
  return {
    ...properties,
    ...modelParameters(forwardedParameters),
    ...(agentSession?.nodeName === undefined ? {} : { nodeName: agentSession.nodeName }),
    ...(config === undefined ? {} : { config: ownConfig }),
    ...(streamSubgraphs === undefined ? {} : { streamSubgraphs }),
    ...(answered === undefined ? {} : { command: commandOf(answered) }),
  };
}

function commandOf({ value, response }: LegacyMetaEvent): Record<string, unknown> {
  return { resume: response, ...(value === undefined ? {} : { interruptEvent: value }) };
}

/** As they came, and in the words of today's agents where these differ. */
function modelParameters(given: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const told = Object.entries(given).filter(([, value]) => value !== null && value !== undefined);
  const parameters = Object.fromEntries(told);
  const { maxTokens, stop, toolChoice, toolChoiceFunctionName: name } = parameters;
  return {
    ...parameters,
    ...(maxTokens === undefined ? {} : { maxOutputTokens: maxTokens }),
    ...(stop === undefined ? {} : { stopSequences: stop }),
    ...(toolChoice === 'function' ? { toolChoice: { type: 'function', function: { name } } } : {}),
  };
}
