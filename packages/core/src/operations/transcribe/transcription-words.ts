import type { TranscriptionErrorCode } from './transcription-error.js';

type Rule = readonly [pattern: RegExp, code: TranscriptionErrorCode];

const AUDIO_RULES: readonly Rule[] = [
  [
    /\b(?:audio|file|recording|clip)\b[^.]{0,40}\b(?:too (?:short|small)|empty)\b/i,
    'audio_too_short',
  ],
  [/\bempty (?:audio|file|recording|clip)\b/i, 'audio_too_short'],
  [
    /\b(?:audio|file|recording|clip|duration)\b[^.]{0,40}\btoo (?:long|large|big)\b/i,
    'audio_too_long',
  ],
  [/\bmaximum (?:audio |file )?(?:length|duration|size)\b/i, 'audio_too_long'],
  [
    /\b(?:invalid|unsupported|unrecognized|unknown) (?:audio |file )*formats?\b/i,
    'invalid_audio_format',
  ],
  [/\bformat (?:is )?(?:not supported|unsupported|invalid)\b/i, 'invalid_audio_format'],
];

const SERVICE_RULES: readonly Rule[] = [
  [/\brate[ _-]?limit(?:s|ed|ing|_exceeded)?\b|\btoo many requests\b/i, 'rate_limited'],
  [/^429\b|\b(?:status|code|http|error)[ :=]{1,3}(?:code[ :=]{1,3})?429\b/i, 'rate_limited'],
  [
    /\bunauthori[sz]ed\b|\bauthentication (?:failed|error|required)\b|\bapi[ _-]key\b/i,
    'auth_failed',
  ],
  [/^401\b|\b(?:status|code|http|error)[ :=]{1,3}(?:code[ :=]{1,3})?401\b/i, 'auth_failed'],
  [/\b(?:ECONNREFUSED|ECONNRESET|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|EHOSTUNREACH)\b/, 'network_error'],
  [
    /\bfetch failed\b|\bsocket hang up\b|\bnetwork error\b|\btimed out\b|\btimeout\b/i,
    'network_error',
  ],
];

/** How much of a message is read: errors may quote whole documents. */
const READ_CHARACTERS = 1_000;

/**
 * The last resort for errors that carry nothing but a message: whole words, agent.md 18.11. `null`
 * if none says what went wrong.
 */
export function codeByWords(message: string): TranscriptionErrorCode | null {
  return firstMatch([...AUDIO_RULES, ...SERVICE_RULES], message);
}

/** What a provider that refused a request, without a code of its own, says about the audio. */
export function audioCodeByWords(message: string): TranscriptionErrorCode | null {
  return firstMatch(AUDIO_RULES, message);
}

function firstMatch(rules: readonly Rule[], message: string): TranscriptionErrorCode | null {
  const text = message.slice(0, READ_CHARACTERS);
  return rules.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
