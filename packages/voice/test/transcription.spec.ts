import { LLMock } from '@copilotkit/aimock';
import { describe, expect, it } from '@jest/globals';
import type { TranscriptionService } from '@flightdeck/core';
import { jsonOf } from '@flightdeck/testing';
import {
  TranscriptionServiceAISDK,
  TranscriptionServiceOpenAI,
  TranscriptionServiceWhisperServer,
  type TranscriptionModel,
} from '../src/index.js';
import { json, startProvider, type ProviderServer } from './support/provider-server.js';
import { SECRET, SERVICES } from './support/services.js';
import { sendRecording, startVoiceBench, type VoiceBench } from './support/voice-bench.js';

const SIZE = 32_044;

async function use(
  make: (origin: string) => TranscriptionService,
  body: (bench: VoiceBench, provider: ProviderServer) => Promise<void>,
): Promise<void> {
  const provider = await startProvider();
  const bench = await startVoiceBench(make(provider.origin));
  try {
    await body(bench, provider);
  } finally {
    await bench.close();
    await provider.close();
  }
}

describe.each(Object.entries(SERVICES))('%s', (_name, make) => {
  it.each(['rest', 'single'] as const)(
    'transcribes a recording over the transport %s [api.voice] [voice.providers]',
    (transport) =>
      use(make, async (bench, provider) => {
        const answer = await jsonOf(await sendRecording(bench[transport]));
        expect(answer).toEqual({ text: 'hello', size: SIZE, type: 'audio/wav' });
        const [call] = provider.calls;
        const file = call?.form.get('file') as File;
        expect([file.size, file.type]).toEqual([SIZE, 'audio/wav']);
      }),
  );

  it('answers with an empty text where nothing was said', () =>
    use(make, async (bench, provider) => {
      provider.answer = json(200, { text: '' });
      expect(await jsonOf(await sendRecording(bench.rest))).toMatchObject({ text: '' });
    }));

  it('gives a recording of an alias the name and type that providers know [voice.aliases]', () =>
    use(make, async (bench, provider) => {
      const recording = { type: 'audio/x-m4a;codecs=mp4a', name: 'blob' };
      await jsonOf(await sendRecording(bench.rest, recording));
      const file = provider.calls[0]?.form.get('file') as File;
      expect([file.name.split('.')[1], file.type]).toEqual(['m4a', 'audio/mp4']);
    }));
});

describe('a mock of OpenAI', () => {
  it.each(Object.entries(SERVICES).filter(([name]) => name !== 'whisper-server'))(
    'transcribes by %s',
    async (_name, make) => {
      const mock = new LLMock({ port: 0 });
      mock.onTranscription({ transcription: { text: 'from the mock' } });
      await mock.start();
      const bench = await startVoiceBench(make(mock.url));
      const answer = await jsonOf(await sendRecording(bench.single));
      expect(answer.text).toBe('from the mock');
      await mock.stop();
      await bench.close();
    },
  );
});

describe('TranscriptionServiceOpenAI', () => {
  const options = { model: 'm', language: 'de', prompt: 'Flightdeck', temperature: 0 };

  it('sends its options, a temperature of 0 too, and the key', () =>
    use(
      (origin) => new TranscriptionServiceOpenAI({ ...options, baseURL: origin, apiKey: SECRET }),
      async (bench, { calls }) => {
        await jsonOf(await sendRecording(bench.rest));
        const [call] = calls;
        expect(call?.path).toBe('/audio/transcriptions');
        expect(call?.headers.authorization).toBe(`Bearer ${SECRET}`);
        const { file, ...fields } = Object.fromEntries(call?.form ?? []);
        expect(file).toBeInstanceOf(File);
        expect(fields).toEqual({ ...options, temperature: '0', response_format: 'json' });
      },
    ));

  it('gives an openai client its options without empty ones', async () => {
    const bodies: object[] = [];
    const create = async ({ file, ...body }: { file: File; model: string }): Promise<unknown> => {
      bodies.push({ ...body, name: file.name });
      return { text: 'x' };
    };
    const openai = { audio: { transcriptions: { create } } };
    const service = new TranscriptionServiceOpenAI({ openai, language: '', prompt: '' });
    await service.transcribeFile({ audioFile: new File(['x'], 'a.wav', { type: 'audio/wav' }) });
    expect(bodies).toEqual([{ model: 'whisper-1', name: 'a.wav' }]);
  });

  it('answers 401 without a key for OpenAI itself, and logs what to do [voice.missing-key]', async () => {
    const unreachable = (): never => {
      throw new Error('was called');
    };
    const bench = await startVoiceBench(
      new TranscriptionServiceOpenAI({ env: {}, fetch: unreachable }),
    );
    const answer = await jsonOf(await sendRecording(bench.rest), 401);
    expect(answer).toMatchObject({ error: 'auth_failed', retryable: false });
    expect(bench.log()).toContain('OPENAI_API_KEY');
    await bench.close();
  });
});

describe('TranscriptionServiceAISDK', () => {
  const answer = {
    text: 'hallo welt',
    language: 'de',
    durationInSeconds: 2,
    segments: [{ text: 'hallo', startSecond: 0, endSecond: 1 }],
  };

  it.each(['v2', 'v3', 'v4'])(
    'answers with what a model of specification %s knows besides the text [voice.details]',
    async (specificationVersion) => {
      const model: TranscriptionModel = {
        specificationVersion,
        provider: 'own',
        modelId: 'm',
        doGenerate: async () => answer,
      };
      const bench = await startVoiceBench(new TranscriptionServiceAISDK({ model }));
      expect(await jsonOf(await sendRecording(bench.rest))).toEqual({
        text: 'hallo welt',
        size: SIZE,
        type: 'audio/wav',
        language: 'de',
        durationSeconds: 2,
        segments: [{ text: 'hallo', startSeconds: 0, endSeconds: 1 }],
      });
      await bench.close();
    },
  );

  it('refuses what is no model', () => {
    const model = { specificationVersion: 'v1' } as unknown as TranscriptionModel;
    expect(() => new TranscriptionServiceAISDK({ model })).toThrow('model must be');
  });
});

describe('TranscriptionServiceWhisperServer', () => {
  it('asks /inference for JSON and trims what it gets', () =>
    use(
      (origin) => new TranscriptionServiceWhisperServer({ url: `${origin}/asr/`, language: 'de' }),
      async (bench, provider) => {
        provider.answer = json(200, { text: ' hallo\n' });
        expect(await jsonOf(await sendRecording(bench.rest))).toMatchObject({ text: 'hallo' });
        const [call] = provider.calls;
        expect(call?.path).toBe('/asr/inference');
        expect(call?.form.get('response_format')).toBe('json');
        expect(call?.form.get('language')).toBe('de');
      },
    ));

  it('asks for language and segments where details are wanted [voice.details]', () =>
    use(
      (origin) => new TranscriptionServiceWhisperServer({ url: origin, details: true }),
      async (bench, provider) => {
        const segments = [{ id: 0, text: ' hallo', start: 0, end: 0.5, tokens: [1] }];
        provider.answer = json(200, { text: ' hallo', language: 'german', duration: 1, segments });
        expect(await jsonOf(await sendRecording(bench.rest))).toMatchObject({
          language: 'german',
          durationSeconds: 1,
          segments: [{ text: 'hallo', startSeconds: 0, endSeconds: 0.5 }],
        });
        expect(provider.calls[0]?.form.get('response_format')).toBe('verbose_json');
      },
    ));

  it('says that a recording could not be read, which the server says with status 200', () =>
    use(
      (origin) => new TranscriptionServiceWhisperServer({ url: origin }),
      async (bench, provider) => {
        provider.answer = json(200, { error: 'failed to read audio data' });
        const answer = await jsonOf(await sendRecording(bench.rest), 400);
        expect(answer.error).toBe('invalid_audio_format');
      },
    ));
});
