import { LLMock } from '@copilotkit/aimock';
import { RuntimeClient, jsonOf } from '@flightdeck/testing';
import { TranscriptionServiceAISDK, type TranscriptionModel } from '@flightdeck/voice';
import { plainAgent } from '../support/scripted-agent.js';
import { serveRuntime } from '../support/serve-runtime.js';

interface ProviderOptions {
  readonly apiKey: string;
  readonly baseURL: string;
}

type MakeModel = (options: ProviderOptions) => TranscriptionModel;

/** No cast: that the models of each version fit is part of what is proved. */
const VERSIONS: readonly (readonly [version: string, load: () => Promise<MakeModel>])[] = [
  [
    'v2',
    async () => {
      const { createOpenAI } = await import('ai-sdk-openai-2');
      return (options) => createOpenAI(options).transcription('whisper-1');
    },
  ],
  [
    'v3',
    async () => {
      const { createOpenAI } = await import('@ai-sdk/openai');
      return (options) => createOpenAI(options).transcription('whisper-1');
    },
  ],
  [
    'v4',
    async () => {
      const { createOpenAI } = await import('ai-sdk-openai-4');
      return (options) => createOpenAI(options).transcription('whisper-1');
    },
  ],
];

describe('a transcription model of the AI SDK', () => {
  it.each(VERSIONS)(
    'of specification %s transcribes over both transports [voice.providers]',
    async (version, load) => {
      const mock = new LLMock({ port: 0 });
      mock.onTranscription({ transcription: { text: 'hello' } });
      await mock.start();
      const make = await load();
      const model = make({ apiKey: 'k', baseURL: `${mock.url}/v1` });
      expect(model.specificationVersion).toBe(version);
      const served = await serveRuntime({
        agents: { default: plainAgent((run) => run.finished()) },
        transcriptionService: new TranscriptionServiceAISDK({ model }),
      });
      const recording = { audio: btoa('sound'), mimeType: 'audio/webm;codecs=opus' };
      for (const transport of ['rest', 'single'] as const) {
        const client = new RuntimeClient({ baseUrl: served.url, transport });
        // oxlint-disable-next-line no-await-in-loop -- one transport after the other
        expect(await jsonOf(await client.transcribe(recording))).toMatchObject({ text: 'hello' });
      }
      expect(served.log).toEqual([]);
      await served.close();
      await mock.stop();
    },
  );
});
