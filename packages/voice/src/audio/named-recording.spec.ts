import { describe, expect, it } from '@jest/globals';
import { namedRecording } from './named-recording.js';

const file = (name: string, type: string): File => new File(['sound'], name, { type });

describe('namedRecording', () => {
  it('leaves alone what is named and typed well', () => {
    const good = file('a.wav', 'audio/wav');
    expect(namedRecording(good)).toBe(good);
  });

  it.each([
    ['blob', 'audio/webm;codecs=opus', 'blob.webm', 'audio/webm'],
    ['a.wav', 'audio/x-wav', 'a.wav', 'audio/wav'],
    ['note', 'audio/mp3', 'note.mp3', 'audio/mpeg'],
    ['note', 'audio/opus', 'note.ogg', 'audio/ogg'],
    ['note', 'video/webm', 'note.webm', 'audio/webm'],
    ['v1.2', 'audio/flac', 'v1.2.flac', 'audio/flac'],
    ['', '', 'recording.webm', 'audio/webm'],
    ['note', 'audio/amr', 'note.amr', 'audio/amr'],
  ])('calls "%s" of type "%s" %s', async (name, type, expected, expectedType) => {
    const named = namedRecording(file(name, type));
    expect([named.name, named.type, await named.text()]).toEqual([expected, expectedType, 'sound']);
  });
});
