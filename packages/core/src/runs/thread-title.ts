import type { Message } from '@flightdeck/store';
import { isRecord } from '../internal/is-record.js';

const MAX_TITLE_UNITS = 80;
const MAX_TITLE_WORDS = 8;

/** What an agent is asked for. */
export const TITLE_PROMPT =
  'Name the conversation that begins with the next message. Answer with nothing but a JSON object ' +
  'of the form {"title": "..."}. The title has two to five words, is in the language of the ' +
  'message, and says what it is about. Call no tools, and do not answer the message itself.';

/** The title in an agent's answer; `null` if there is none that fits. */
export function parseTitle(answer: string): string | null {
  for (const [candidate] of answer.matchAll(/\{[^{}]*\}/g)) {
    const title = titleOf(candidate);
    if (title !== null) return title;
  }
  return null;
}

/** The first words of the user; `null` if they have not said any. */
export function firstWords(messages: readonly Message[]): string | null {
  const words = firstUserText(messages).split(/\s+/).filter(Boolean).slice(0, MAX_TITLE_WORDS);
  return words.length === 0 ? null : shortened(words.join(' '));
}

/** A name on one line and of at most 80 characters. */
export function shortened(text: string): string {
  const line = text.trim().replaceAll(/\s+/g, ' ');
  // Half of a surrogate pair would be no text any more.
  const start = line.slice(0, MAX_TITLE_UNITS).replace(/[\uD800-\uDBFF]$/, '');
  return start.trim();
}

/** The text of the first message of a user; `''` if there is none. */
export function firstUserText(messages: readonly Message[]): string {
  for (const { role, content } of messages) {
    if (role !== 'user') continue;
    const text = textOf(content);
    if (text !== '') return text;
  }
  return '';
}

function titleOf(json: string): string | null {
  try {
    const parsed: unknown = JSON.parse(json);
    if (!isRecord(parsed) || typeof parsed.title !== 'string') return null;
    const title = parsed.title.trim().replaceAll(/\s+/g, ' ');
    const fits = title.length <= MAX_TITLE_UNITS && title.split(' ').length <= MAX_TITLE_WORDS;
    return fits && title !== '' ? title : null;
  } catch {
    return null;
  }
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content.trim();
  if (!Array.isArray(content)) return '';
  const texts = content.map((part: unknown) =>
    isRecord(part) && part.type === 'text' && typeof part.text === 'string' ? part.text : '',
  );
  return texts.join(' ').trim();
}
