import { fromBase64, toBase64Url } from '../model/base64.js';
import { isRecord } from '../tools/is-record.js';
import { toSafeJson } from '../tools/safe-json.js';
import type { CallAnswers, ToolAnswer } from '../tools/tool-question.js';
import { MAX_ENVELOPE_LENGTH } from './envelope.js';

const HEAD = 'answers1.';

/**
 * Answers to the earlier questions of a call that has asked another one, in front of the call's own
 * `encryptedValue`: `answers1.<base64url of [[position, answer], …]>~<signature>.<the value itself>`.
 * Clients keep it with the call and send it back, so that the tool gets the same answers when it runs
 * again. A browser can change it, as it can change an answer when it gives it, unless it is signed.
 *
 * @returns `null` if it would be too long to be read again
 */
export function sealCallAnswers({
  answers,
  signature = '',
  encryptedValue = '',
}: OpenedCall): string | null {
  const bytes = new TextEncoder().encode(toSafeJson([...answers]) ?? '[]');
  const sealed = `${HEAD}${toBase64Url(bytes)}~${signature}.${encryptedValue}`;
  return sealed.length > MAX_ENVELOPE_LENGTH ? null : sealed;
}

export interface OpenedCall {
  readonly answers: CallAnswers;
  /** Of the call and these answers; `undefined` if the agent does not sign. */
  readonly signature?: string | undefined;
  /** What was there before the answers; `undefined` for nothing. */
  readonly encryptedValue?: string | undefined;
}

/** Whether a value is one of {@link sealCallAnswers}. */
export function holdsCallAnswers(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(HEAD);
}

/** The opposite of {@link sealCallAnswers}; a value that holds no answers is left as it is. Never throws. */
export function openCallAnswers(value: string): OpenedCall {
  const end = value.startsWith(HEAD) ? value.indexOf('.', HEAD.length) : -1;
  if (end < 0 || value.length > MAX_ENVELOPE_LENGTH) {
    return { answers: new Map(), encryptedValue: value };
  }
  const rest = value.slice(end + 1);
  const [answers = '', signature = ''] = value.slice(HEAD.length, end).split('~');
  return {
    answers: new Map(parseAnswers(answers)),
    signature: signature === '' ? undefined : signature,
    encryptedValue: rest === '' ? undefined : rest,
  };
}

function parseAnswers(encoded: string): (readonly [number, ToolAnswer])[] {
  const bytes = fromBase64(encoded);
  if (bytes === null) return [];
  try {
    const entries: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return Array.isArray(entries) ? entries.flatMap(toEntry) : [];
  } catch {
    return [];
  }
}

function toEntry(entry: unknown): (readonly [number, ToolAnswer])[] {
  if (!Array.isArray(entry)) return [];
  const [position, answer]: readonly unknown[] = entry;
  if (!Number.isSafeInteger(position) || !isRecord(answer)) return [];
  return [[Number(position), toToolAnswer(answer)]];
}

/** An answer, as `input.resume` has it. Whatever is not resolved is cancelled. */
export function toToolAnswer({ status, payload }: Readonly<Record<string, unknown>>): ToolAnswer {
  return {
    status: status === 'resolved' ? 'resolved' : 'cancelled',
    ...(payload === undefined ? {} : { payload }),
  };
}
