import { isRecord } from '../tools/is-record.js';
import { toSafeJson } from '../tools/safe-json.js';

export interface SystemPromptInput {
  /** What the developer has written. */
  readonly prompt: string | undefined;
  /** `input.context` as it came: entries `{ description, value }`. */
  readonly context: unknown;
  /** `input.state` as it came. */
  readonly state: unknown;
  /** Whether the model is told that it can change the state, and with what. */
  readonly hasStateTools: boolean;
}

/**
 * The system message of a run (agent.md 4.1): the prompt, what the application says of itself, and the
 * state, each its own paragraph. `null` when there is none of them. A state that is absent, `null` or an
 * empty object is none.
 */
export function systemPrompt(input: SystemPromptInput): string | null {
  const parts = [input.prompt?.trim() ?? '', contextPart(input.context), statePart(input)];
  const present = parts.filter((part) => part !== '');
  return present.length === 0 ? null : present.join('\n\n');
}

function contextPart(context: unknown): string {
  const entries: readonly unknown[] = Array.isArray(context) ? context : [];
  const texts = entries.flatMap((entry) => {
    if (!isRecord(entry)) return [];
    const description = asText(entry['description']);
    const value = asText(entry['value']);
    if (description === '' && value === '') return [];
    return [description === '' ? value : `${description}:\n${value}`];
  });
  return texts.length === 0 ? '' : ['## Context from the application', ...texts].join('\n\n');
}

function statePart({ state, hasStateTools }: SystemPromptInput): string {
  if (state === undefined || state === null) return '';
  if (isRecord(state) && Object.keys(state).length === 0) return '';
  const text = indented(state);
  const fence = fenceFor(text);
  const sentence = hasStateTools
    ? 'This is the state that you share with the application. Change it with `AGUISendStateSnapshot`, which replaces it, or with `AGUISendStateDelta`, which patches it.'
    : 'This is the state of the application. You cannot change it.';
  return ['## Application State', sentence, `${fence}json\n${text}\n${fence}`].join('\n\n');
}

function indented(state: unknown): string {
  const text = toSafeJson(state);
  return text === null
    ? '"[Unserializable state]"'
    : JSON.stringify(JSON.parse(text) as unknown, null, 2);
}

/** Longer than any row of backticks within: a text in the state cannot end the block. */
function fenceFor(text: string): string {
  const rows = text.match(/`+/g) ?? [];
  return '`'.repeat(rows.reduce((longest, row) => Math.max(longest, row.length + 1), 3));
}

function asText(value: unknown): string {
  if (typeof value === 'string') return value.trim();
  return value === undefined || value === null ? '' : (toSafeJson(value) ?? '');
}
