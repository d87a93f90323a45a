import type { ProviderOptions } from '../model/prompt.js';
import type { AssistantContent } from './assistant-parts.js';

type Part = AssistantContent[number];

/**
 * Takes care of metadata that merely names an item stored at the provider (OpenAI Responses: `itemId`).
 * Such an item is gone after some weeks, and a question that names a missing one fails, so the ids are
 * kept only in the turn that is going on, where the provider needs them. An item that the model reasoned
 * about is refused without its reasoning: without any reasoning with an id, no other id is kept.
 */
export function settleItemIds(parts: readonly Part[], isCurrentTurn: boolean): Part[] {
  const encrypted = new Set(parts.flatMap(encryptedItemIds));
  const kept = parts.filter(
    (part) => isCurrentTurn || part.type !== 'reasoning' || !isOnlyStored(part, encrypted),
  );
  const hasReasoning = kept.some((part) => part.type === 'reasoning' && hasItemId(part));
  return hasReasoning ? kept : kept.map(withoutItemId);
}

/** Of items that come along whole; several reasoning parts may be of one item, and one of them holds it. */
function encryptedItemIds(part: Part): unknown[] {
  if (part.type !== 'reasoning') return [];
  return Object.values(part.providerOptions ?? {}).flatMap((value) =>
    typeof value['reasoningEncryptedContent'] === 'string' ? [value['itemId']] : [],
  );
}

function isOnlyStored(part: Part, encrypted: ReadonlySet<unknown>): boolean {
  return Object.values(part.providerOptions ?? {}).some(
    ({ itemId }) => typeof itemId === 'string' && !encrypted.has(itemId),
  );
}

function hasItemId(part: Part): boolean {
  return Object.values(part.providerOptions ?? {}).some((value) => 'itemId' in value);
}

function withoutItemId(part: Part): Part {
  if (part.providerOptions === undefined || !hasItemId(part)) return part;
  const entries = Object.entries(part.providerOptions).map(([key, value]) => [
    key,
    Object.fromEntries(Object.entries(value).filter(([name]) => name !== 'itemId')),
  ]);
  const providerOptions: ProviderOptions = Object.fromEntries(entries);
  return { ...part, providerOptions };
}
