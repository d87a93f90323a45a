import { describe, expect, it } from '@jest/globals';
import { useDeclaredPartTypes } from './declared-part-types.js';

const CONTENT_TYPE = 'multipart/form-data; boundary=X';

describe('useDeclaredPartTypes', () => {
  it('puts what a part declares in the place of what the platform has guessed', () => {
    const form = formWith('video/mp4');
    const part = partWith('Content-Type: audio/mp4;codecs=mp4a\r\n');
    useDeclaredPartTypes(form, part, CONTENT_TYPE);
    expect(form.get('audio')).toMatchObject({ type: 'audio/mp4;codecs=mp4a', name: 'a.mp4' });
  });

  it('takes a boundary in quotes, and headers in any case', () => {
    const form = formWith('video/mp4');
    const part = partWith('content-type:audio/mp4\r\n');
    useDeclaredPartTypes(form, part, 'multipart/form-data; boundary="X"');
    expect(form.get('audio')).toMatchObject({ type: 'audio/mp4' });
  });

  it('leaves the type where nothing is declared, and what is no file', () => {
    const form = formWith('video/mp4');
    form.set('note', 'text');
    useDeclaredPartTypes(form, partWith(''), CONTENT_TYPE);
    useDeclaredPartTypes(form, partWith('Content-Type: text/plain\r\n', 'note'), CONTENT_TYPE);
    useDeclaredPartTypes(form, partWith('Content-Type: audio/mp4\r\n'), 'multipart/form-data');
    expect(form.get('audio')).toMatchObject({ type: 'video/mp4' });
    expect(form.get('note')).toBe('text');
  });

  it('is not misled by a recording that looks like headers', () => {
    const form = formWith('audio/mp4');
    const part = partWith('', 'audio', 'Content-Type: text/html\r\n\r\n');
    useDeclaredPartTypes(form, part, CONTENT_TYPE);
    expect(form.get('audio')).toMatchObject({ type: 'audio/mp4' });
  });
});

function formWith(type: string): FormData {
  const form = new FormData();
  form.set('audio', new File(['sound'], 'a.mp4', { type }));
  return form;
}

function partWith(headers: string, name = 'audio', body = 'sound'): Uint8Array {
  const disposition = `Content-Disposition: form-data; name="${name}"; filename="a.mp4"\r\n`;
  return new TextEncoder().encode(`--X\r\n${disposition}${headers}\r\n${body}\r\n--X--\r\n`);
}
