import { providerFamily } from '../messages/envelope.js';
import type { PromptMessage, ProviderOptions } from './prompt.js';

const MARK: ProviderOptions = { anthropic: { cacheControl: { type: 'ephemeral' } } };

/**
 * The prompt with two of the four marks that Anthropic takes: behind the system messages, which are
 * the same in all runs, and behind the last message, with which the next question begins.
 */
export function withCacheMarks(
  prompt: readonly PromptMessage[],
  provider: string,
): readonly PromptMessage[] {
  if (providerFamily(provider) !== 'anthropic') return prompt;
  const ends = [prompt.findLastIndex(({ role }) => role === 'system'), prompt.length - 1];
  return prompt.map((message, at) => (ends.includes(at) ? marked(message) : message));
}

function marked(message: PromptMessage): PromptMessage {
  if (message.role === 'system') return { ...message, providerOptions: withMark(message) };
  const last = message.content.at(-1);
  if (last === undefined) return message;
  const content = [...message.content.slice(0, -1), { ...last, providerOptions: withMark(last) }];
  // The same parts, the last of them with a mark.
  return { ...message, content } as PromptMessage;
}

function withMark({
  providerOptions,
}: {
  readonly providerOptions?: ProviderOptions | undefined;
}): ProviderOptions {
  return {
    ...providerOptions,
    anthropic: { ...MARK['anthropic'], ...providerOptions?.['anthropic'] },
  };
}
