import type {
  PromptMessage,
  ProviderOptions,
  ReasoningPart,
  TextPart,
  ToolCallPart,
  ToolResultPart,
} from '../model/prompt.js';
import type { AgentLogger } from '../options/agent-options.js';
import type {
  AguiToolCall,
  AssistantMessage,
  ReasoningMessage,
  ToolMessage,
} from './agui-message.js';
import { openMetadata, providerFamily } from './envelope.js';
import { settleItemIds } from './item-ids.js';
import { isBare } from './bare-reasoning.js';
import { parseArguments } from './parse-arguments.js';
import { executedByProvider, withoutMark } from './provider-executed.js';

export type AssistantContent = Extract<PromptMessage, { role: 'assistant' }>['content'];

export interface AssistantTurn {
  readonly messages: readonly (AssistantMessage | ReasoningMessage)[];
  /** By the id of the call. */
  readonly results: ReadonlyMap<string, ToolMessage>;
  /** Whether no user message follows. */
  readonly isCurrent: boolean;
}

export interface AssistantPartsOptions {
  readonly provider: string;
  readonly reasoningRoundTrip: boolean;
  readonly logger: Pick<AgentLogger, 'debug'>;
}

/**
 * One turn of the assistant, which may be several AG-UI messages, as the content of one prompt message:
 * reasoning and texts in their order, then the tool calls, whose results follow. Reasoning stays only
 * where its envelope is of this provider's family, and unsigned reasoning while the turn goes on.
 */
export function assistantParts(
  turn: AssistantTurn,
  options: AssistantPartsOptions,
): AssistantContent {
  const parts = turn.messages.flatMap((message) => messageParts(message, turn, options));
  const calls = parts.filter((part) => part.type === 'tool-call' && part.providerExecuted !== true);
  const said = parts.filter((part) => !calls.includes(part));
  // Providers refuse reasoning that leads to nothing: the rest of a run that was stopped.
  if (calls.length === 0) while (said.at(-1)?.type === 'reasoning') said.pop();
  return settleItemIds([...said, ...calls], turn.isCurrent);
}

function messageParts(
  message: AssistantMessage | ReasoningMessage,
  turn: AssistantTurn,
  options: AssistantPartsOptions,
): AssistantContent {
  const metadata = attached(message.encryptedValue, options);
  if (message.role === 'reasoning') return reasoningPart(message, metadata, turn);
  const { content = '', toolCalls = [] } = message;
  const text: TextPart[] =
    content.trim() === '' ? [] : [{ type: 'text', text: content, ...metadata }];
  return [...text, ...toolCalls.flatMap((call) => callParts(call, turn, options))];
}

function callParts(
  call: AguiToolCall,
  { results, isCurrent }: AssistantTurn,
  options: AssistantPartsOptions,
): (ToolCallPart | ToolResultPart)[] {
  const part = callPart(call, options);
  const executed = executedByProvider(call, results.get(call.id), options.provider);
  if (executed === null) return [part];
  const mayBeGone = !isCurrent && storesItems(options.provider);
  return mayBeGone ? [] : [{ ...part, providerExecuted: true }, executed];
}

/** Whether the provider's package gives back what its tools did by naming stored items, which may be gone. */
function storesItems(provider: string): boolean {
  return ['openai', 'azure'].includes(providerFamily(provider));
}

function reasoningPart(
  { content }: ReasoningMessage,
  { providerOptions }: { providerOptions?: ProviderOptions },
  { isCurrent }: AssistantTurn,
): ReasoningPart[] {
  if (providerOptions === undefined || !isSigned(providerOptions)) return [];
  if (isBare(providerOptions)) return isCurrent ? [{ type: 'reasoning', text: content }] : [];
  return [{ type: 'reasoning', text: content, providerOptions }];
}

/** Anthropic refuses thinking without its signature, wherever the model is hosted. */
function isSigned(metadata: ProviderOptions): boolean {
  const values = Object.entries(metadata);
  if (values.length === 0) return false;
  return values.every(
    ([key, value]) =>
      !['anthropic', 'bedrock'].includes(key) ||
      [value['signature'], value['redactedData']].some(
        (proof) => typeof proof === 'string' && proof !== '',
      ),
  );
}

function callPart(call: AguiToolCall, options: AssistantPartsOptions): ToolCallPart {
  return {
    type: 'tool-call',
    toolCallId: call.id,
    toolName: call.function.name,
    input: parseArguments(call, options.logger),
    ...attached(call.encryptedValue, options),
  };
}

function attached(
  value: string | undefined,
  { provider, reasoningRoundTrip }: AssistantPartsOptions,
): { providerOptions?: ProviderOptions } {
  const metadata = reasoningRoundTrip ? openMetadata(value, provider) : null;
  return metadata === null ? {} : { providerOptions: withoutMark(metadata) };
}
