import { describe, expect, it } from '@jest/globals';
import { parseTranscript } from './parse-transcript.js';

describe('parseTranscript', () => {
  it('takes a plain text, an empty one too', () => {
    expect(parseTranscript('hello')).toEqual({ text: 'hello' });
    expect(parseTranscript('')).toEqual({ text: '' });
  });

  it('keeps language, duration and segments, and nothing else', () => {
    const segment = { text: 'hello', startSeconds: 0, endSeconds: 1.5 };
    const transcript = { text: 'hello', language: 'en', durationSeconds: 2, segments: [segment] };
    const noise = { ...transcript, segments: [{ ...segment, tokens: [1] }, null], raw: 'x' };
    expect(parseTranscript(noise)).toEqual(transcript);
  });

  it('leaves out what is not known', () => {
    const transcript = { text: 'hello', language: undefined, durationSeconds: null, segments: 1 };
    expect(parseTranscript(transcript)).toEqual({ text: 'hello' });
  });

  it.each([undefined, null, 1, {}, { text: 1 }])('refuses %p', (result) => {
    expect(() => parseTranscript(result)).toThrow('neither a text nor a transcript');
  });
});
