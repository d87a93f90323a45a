import { describe, expect, it } from '@jest/globals';
import { audioCodeByWords, codeByWords } from './transcription-words.js';

describe('codeByWords', () => {
  it.each([
    ['Rate limit reached for whisper-1', 'rate_limited'],
    ['rate_limit_exceeded', 'rate_limited'],
    ['Too many requests', 'rate_limited'],
    ['Request failed with status code 429', 'rate_limited'],
    ['429 You exceeded your current quota', 'rate_limited'],
    ['Incorrect API key provided', 'auth_failed'],
    ['Unauthorized', 'auth_failed'],
    ['HTTP 401', 'auth_failed'],
    ['Authentication failed', 'auth_failed'],
    ['fetch failed ECONNREFUSED', 'network_error'],
    ['getaddrinfo ENOTFOUND api.example.com', 'network_error'],
    ['The request timed out', 'network_error'],
    ['socket hang up', 'network_error'],
    ['The audio is too long', 'audio_too_long'],
    ['File too large', 'audio_too_long'],
    ['Maximum audio duration exceeded', 'audio_too_long'],
    ['Audio file is too short. Minimum audio length is 0.1 seconds.', 'audio_too_short'],
    ['The audio file is empty', 'audio_too_short'],
    ['Invalid file format. Supported formats: flac', 'invalid_audio_format'],
    ['The audio format is not supported', 'invalid_audio_format'],
  ])('%s [voice.words]', (message, code) => {
    expect(codeByWords(message)).toBe(code);
  });

  it.each([
    'Failed to generate a transcript',
    'author unknown',
    'content-length mismatch',
    'read 4290 bytes',
    'a moderate amount of separate errors',
    'the server took too long words for an answer',
    '',
  ])('is not taken in by "%s" [voice.words]', (message) => {
    expect(codeByWords(message)).toBeNull();
  });

  it('reads the beginning of a message only', () => {
    expect(codeByWords(`${'x '.repeat(5_000)}too many requests`)).toBeNull();
  });
});

describe('audioCodeByWords', () => {
  it('knows what can be wrong with audio, and nothing else', () => {
    expect(audioCodeByWords('Audio file is too short')).toBe('audio_too_short');
    expect(audioCodeByWords('Unauthorized')).toBeNull();
  });
});
