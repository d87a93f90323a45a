import { describe, expect, it } from '@jest/globals';
import { payloadTooLarge } from '../../errors/wire-errors.js';
import { RuntimeError } from '../../errors/runtime-error.js';
import { parseAudioUpload, type AudioUpload } from './parse-audio.js';

const limits = { maxAudioBytes: 10 };
const BASE64 = btoa('sound');

async function upload(request: Request): Promise<AudioUpload> {
  return parseAudioUpload({
    contentType: request.headers.get('content-type'),
    formData: () => request.formData(),
    json: async (): Promise<unknown> => request.json(),
    limits,
  });
}

function form(audio: string | Blob, name?: string): Request {
  const body = new FormData();
  if (typeof audio === 'string') body.set('audio', audio);
  else if (name === undefined) body.set('audio', audio);
  else body.set('audio', audio, name);
  return new Request('http://x', { method: 'POST', body });
}

function text(body: string, contentType = 'application/json'): Request {
  return new Request('http://x', {
    method: 'POST',
    body,
    headers: { 'content-type': contentType },
  });
}

function json(body: unknown): Request {
  return text(JSON.stringify(body));
}

async function rejection(work: Promise<unknown>): Promise<RuntimeError> {
  const error = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (!RuntimeError.is(error)) throw new Error('no RuntimeError', { cause: error });
  return error;
}

describe('a recording in a form', () => {
  it('keeps its name, its type with parameters and its size', async () => {
    const blob = new Blob(['sound'], { type: 'audio/webm;codecs=opus' });
    const { file, mimeType, size } = await upload(form(blob, 'a.webm'));
    expect([file.name, mimeType, size]).toEqual(['a.webm', 'audio/webm;codecs=opus', 5]);
    expect(await file.text()).toBe('sound');
  });

  it.each(['', 'application/octet-stream'])(
    'is taken for webm if its type is "%s"',
    async (type) => {
      const untyped = new File(['sound'], 'a.bin', { type });
      const request = { get: () => untyped } as unknown as FormData;
      const { file, mimeType } = await parseAudioUpload({
        contentType: 'multipart/form-data; boundary=x',
        formData: async () => request,
        json: async () => null,
        limits,
      });
      expect([file.name, mimeType, await file.text()]).toEqual(['a.bin', 'audio/webm', 'sound']);
    },
  );

  it('gets a name if it has none', async () => {
    const blob = new Blob(['sound'], { type: 'application/octet-stream' });
    const nameless = { get: () => blob } as unknown as FormData;
    const { file } = await parseAudioUpload({
      contentType: 'Multipart/Form-Data',
      formData: async () => nameless,
      json: async () => null,
      limits,
    });
    expect(file.name).toBe('recording.webm');
  });

  it.each<[string, () => Request]>([
    ['no file', () => form('just text')],
    ['no field', () => new Request('http://x', { method: 'POST', body: new FormData() })],
    ['a broken body', () => text('nonsense', 'multipart/form-data; boundary=x')],
  ])('is required: %s', async (_name, request) => {
    const error = await rejection(upload(request()));
    expect(error.status).toBe(400);
    expect(error.body).toMatchObject({ error: 'invalid_request', retryable: false });
  });
});

describe('a recording in JSON', () => {
  it('may be plain base64, in either alphabet and without padding', async () => {
    const { file, mimeType, size } = await upload(json({ audio: BASE64, mimeType: 'audio/ogg' }));
    expect([file.name, mimeType, size, await file.text()]).toEqual([
      'recording.ogg',
      'audio/ogg',
      5,
      'sound',
    ]);
    const bytes = await upload(json({ audio: '-_8', mimeType: 'audio/wav', filename: 'a.wav' }));
    expect(new Uint8Array(await bytes.file.arrayBuffer())).toEqual(new Uint8Array([251, 255]));
    expect(bytes.file.name).toBe('a.wav');
  });

  it('may be a data URL', async () => {
    const audio = `data:audio/webm;codecs=opus;base64,${BASE64}`;
    const { file } = await upload(json({ audio, mimeType: 'audio/webm;codecs=opus' }));
    expect([await file.text(), file.type]).toEqual(['sound', 'audio/webm;codecs=opus']);
  });

  it('keeps an unspecific type', async () => {
    const mimeType = 'application/octet-stream';
    expect((await upload(json({ audio: BASE64, mimeType }))).mimeType).toBe(mimeType);
  });

  it.each<[string, Request]>([
    ['no JSON', text('{')],
    ['no object', json(['x'])],
    ['no audio', json({ mimeType: 'audio/webm' })],
    ['empty audio', json({ audio: '', mimeType: 'audio/webm' })],
    ['no type', json({ audio: BASE64 })],
    ['no base64', json({ audio: '%%%', mimeType: 'audio/webm' })],
    ['another content type', text('sound', 'text/plain')],
  ])('is rejected for %s', async (_name, request) => {
    const error = await rejection(upload(request));
    expect(error.status).toBe(400);
    expect(error.body).toEqual({
      error: 'invalid_request',
      message: expect.any(String),
      retryable: false,
    });
  });
});

describe('any recording', () => {
  it('must have a known type, and the message lists them', async () => {
    for (const request of [
      form(new Blob(['x'], { type: 'video/mp4' })),
      json({ audio: BASE64, mimeType: 'text/plain' }),
    ]) {
      const error = await rejection(upload(request));
      expect(error.status).toBe(400);
      expect(error.body).toMatchObject({ error: 'invalid_audio_format', retryable: false });
      expect(error.message).toContain('audio/flac');
    }
  });

  it.each(['audio/x-wav', 'audio/wave', 'audio/m4a', 'audio/x-m4a', 'audio/opus', 'video/webm'])(
    'may be of the type %s [voice.aliases]',
    async (type) => {
      expect((await upload(form(new Blob(['x'], { type }), 'a'))).mimeType).toBe(type);
      expect((await upload(json({ audio: BASE64, mimeType: type }))).mimeType).toBe(type);
    },
  );

  it('must not be empty [voice.empty]', async () => {
    for (const request of [
      form(new Blob([], { type: 'audio/wav' }), 'a.wav'),
      json({ audio: 'data:audio/wav;base64,', mimeType: 'audio/wav' }),
    ]) {
      const error = await rejection(upload(request));
      expect(error.status).toBe(400);
      expect(error.body).toMatchObject({ error: 'audio_too_short', retryable: false });
    }
  });

  it('must not be too large', async () => {
    const large = form(new Blob(['more than ten bytes'], { type: 'audio/wav' }));
    const stopped = {
      contentType: 'application/json',
      formData: async () => new FormData(),
      json: async () => {
        throw payloadTooLarge(10);
      },
      limits,
    };
    for (const attempt of [() => upload(large), () => parseAudioUpload(stopped)]) {
      const error = await rejection(attempt());
      expect(error).toMatchObject({ status: 413, code: 'payload_too_large' });
      expect(error.body).toMatchObject({ error: 'audio_too_long', retryable: false });
    }
  });

  it('says which limit JSON was too large for', async () => {
    const attempt = parseAudioUpload({
      contentType: 'application/json',
      formData: async () => new FormData(),
      json: async () => {
        throw payloadTooLarge(4_000);
      },
      limits: { maxAudioBytes: 25_000 },
    });
    const { body } = await rejection(attempt);
    expect(body).toMatchObject({ error: 'audio_too_long' });
    expect(body['message']).toContain('4000');
    expect(body['message']).not.toContain('25000');
  });

  it('passes on why a body could not be read at all', async () => {
    const shutdown = new RuntimeError('unavailable', 'The server is shutting down');
    const attempt = parseAudioUpload({
      contentType: 'application/json',
      formData: async () => new FormData(),
      json: async () => {
        throw shutdown;
      },
      limits,
    });
    expect(await rejection(attempt)).toBe(shutdown);
  });
});
