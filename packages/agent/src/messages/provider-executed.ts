import type { ProviderOptions, ToolResultPart } from '../model/prompt.js';
import type { AguiToolCall, ToolMessage } from './agui-message.js';
import { openMetadata } from './envelope.js';

/** Beside the provider's own metadata in an envelope, for clients that keep no `metadata` of tool calls. */
const OWN_KEY = 'flightdeck';

/** Metadata of a tool call that the provider has run itself, to be sealed. */
export function markProviderExecuted(metadata: ProviderOptions): ProviderOptions {
  return { ...metadata, [OWN_KEY]: { providerExecuted: true } };
}

/** What the provider gets to see of opened metadata. */
export function withoutMark(metadata: ProviderOptions): ProviderOptions {
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => key !== OWN_KEY));
}

/**
 * The result of a tool that the provider has run itself, as it belongs into the assistant's own message.
 * `null` when it was no such call, or when it cannot be given back as one: another family of providers,
 * no envelope, a failed or unreadable result. Then it is replayed like any other call.
 */
export function executedByProvider(
  call: AguiToolCall,
  result: ToolMessage | undefined,
  provider: string,
): ToolResultPart | null {
  const metadata = openMetadata(call.encryptedValue, provider);
  const isMarked =
    call.providerExecuted === true || metadata?.[OWN_KEY]?.['providerExecuted'] === true;
  if (metadata === null || !isMarked) return null;
  if (result?.error !== undefined || typeof result?.content !== 'string') return null;
  try {
    const value = JSON.parse(result.content) as unknown;
    const output = { type: 'json', value } as const;
    return { type: 'tool-result', toolCallId: call.id, toolName: call.function.name, output };
  } catch {
    return null;
  }
}
