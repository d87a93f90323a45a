import type { Requirement } from './requirement.js';

/** Transcription services and the categories of their failures, agent.md 14 and 18.11. */
export const VOICE = {
  'voice.providers': {
    source: 'agent 14, agent 18.11',
    behaviour:
      'OpenAI over `fetch` or by a client, models of the AI SDK and whisper-server transcribe over both transports.',
    difference: 'Upstream offers OpenAI by its client alone.',
  },
  'voice.missing-key': {
    source: 'agent 18.11',
    behaviour:
      'Without a key OpenAI is not called: the answer is 401, and the log says what to set.',
  },
  'voice.aliases': {
    source: 'agent 14, agent 18.11',
    behaviour:
      'Recordings of the types x-wav, wave, m4a, x-m4a, opus and video/webm are transcribed.',
    difference: 'Upstream refuses these types.',
  },
  'voice.empty': {
    source: 'agent 18.11',
    behaviour: 'An empty recording is answered 400 `audio_too_short`.',
    difference: 'Upstream sends it to the provider.',
  },
  'voice.faults': {
    source: 'agent 15 D20, agent 18.11',
    behaviour: 'Each failure of a provider or of the way to it has its documented code.',
    difference: 'Upstream goes by substrings of the message.',
  },
  'voice.words': {
    source: 'agent 15 D20, agent 18.11',
    behaviour: 'An error that is nothing but a message is categorised by whole words.',
    difference: 'Upstream takes “generate” for a rate limit and “author” for a refused key.',
  },
  'voice.secrets': {
    source: 'agent 18.11',
    behaviour: 'Neither answers nor logs hold keys, headers or pages that a gateway sent.',
    difference: 'Upstream repeats what the provider said.',
  },
  'voice.retry-after': {
    source: 'agent 18.11',
    behaviour: 'A rate limit reaches the client with the seconds that the provider asks to wait.',
    difference: 'Upstream drops them.',
  },
  'voice.abort': {
    source: 'agent 18.11',
    behaviour: 'A client that leaves ends the call of the provider.',
    difference: 'Upstream lets it go on.',
  },
  'voice.details': {
    source: 'agent 18.11',
    behaviour: 'Language, duration and segments that a service knows are answered beside the text.',
    difference: 'Upstream answers with the text alone.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
