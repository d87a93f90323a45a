import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LLMock } from '@copilotkit/aimock';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { beep } from './support/beep.js';
import type { ChatPage } from './support/chat-page.js';
import { browserExpected } from './support/chromium.js';
import { buildDemo, outputFolder, type DemoBuild } from './support/demo-process.js';
import {
  startTranscriptionServer,
  type TranscriptionServer,
} from './support/transcription-server.js';
import { useChatPage } from './support/use-chat-page.js';

const describeInBrowser = browserExpected ? describe : describe.skip;

/** What the environment of a demo with a key is, but for the address. */
const withKey = (baseURL: string) => ({
  DEMO_MODEL: '',
  OPENAI_API_KEY: 'sk-test',
  OPENAI_BASE_URL: baseURL,
});

let build: DemoBuild;
beforeAll(async () => {
  build = await buildDemo('provider');
}, 180_000);

describeInBrowser('with a key, the model of a provider', () => {
  const provider = new LLMock({ port: 0 });
  let output = (): string => '';
  let processId = 0;
  const { chat } = useChatPage({
    start: async () => {
      provider.on(
        { userMessage: 'Which server', hasToolResult: false },
        { toolCalls: [{ name: 'describeServer', arguments: '{}' }] },
      );
      provider.on(
        { userMessage: 'Which server', hasToolResult: true },
        { content: 'A real server, says the mock.' },
      );
      provider.onMessage('Who are you', { content: 'I am **a mock** of a model.' });
      await provider.start();
      const demo = await build.start(withKey(`${provider.url}/v1`));
      ({ output, processId } = demo);
      return demo;
    },
  });
  afterAll(() => provider.stop());

  it('answers with its text, and the page says which one it is', async () => {
    await chat().send('Who are you?');
    await chat().page.getByText('I am a mock of a model.').waitFor();
    await chat().page.getByText('openai/gpt-4o-mini answers.').waitFor();
    expect(output()).toContain('Model: openai/gpt-4o-mini\n');
    expect(output()).not.toContain('sk-test');
    expect(provider.getRequests()[0]?.body).toMatchObject({ model: 'gpt-4o-mini' });
  });

  it('calls the tools of the server', async () => {
    await chat().send('Which server answers?');
    await chat().card('Server').getByText(String(processId)).waitFor();
    await chat().page.getByText('A real server, says the mock.').waitFor();
    expect(JSON.stringify(provider.getLastRequest()?.body)).toContain(
      JSON.stringify(`"processId":${processId}`).slice(1, -1),
    );
  });
});

describeInBrowser('the microphone', () => {
  const heard = 'What can you do, said a beep';
  let folder: string;
  let ears: TranscriptionServer;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flightdeck-beep-'));
    await writeFile(join(folder, 'beep.wav'), beep(2));
    ears = await startTranscriptionServer(heard);
  });
  afterAll(async () => {
    await ears.close();
    await rm(folder, { recursive: true, force: true });
  });
  const browserArguments = () => [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${join(folder, 'beep.wav')}`,
  ];

  describe('with a key', () => {
    const { chat } = useChatPage({
      browserArguments,
      start: () => build.start(withKey(ears.baseURL)),
    });

    it('puts what the provider has heard into the input', async () => {
      await speak(chat());
      await untilInputSays(chat(), heard);
      await chat().page.screenshot({ path: join(outputFolder, 'microphone.png') });
      const [call] = ears.calls;
      expect(call).toMatchObject({
        path: '/v1/audio/transcriptions',
        authorization: 'Bearer sk-test',
      });
      const file = call?.form.get('file') as File;
      expect(file.type).toMatch(/^audio\/webm/);
      // More than the headers of a recording without sound.
      expect(file.size).toBeGreaterThan(2_000);
      expect(call?.form.get('model')).toBe('whisper-1');
    });
  });

  describe('without a key', () => {
    const { chat } = useChatPage({ browserArguments, start: () => build.start() });

    it('is answered with a sentence that says that it is scripted', async () => {
      await speak(chat());
      await untilInputSays(chat(), 'This sentence is scripted');
    });
  });
});

/** Records for a moment, as a person does. */
async function speak({ page }: ChatPage): Promise<void> {
  await page.getByTestId('copilot-start-transcribe-button').click();
  const finish = page.getByTestId('copilot-finish-transcribe-button');
  await finish.waitFor();
  // What the page draws of the sound shows that some was recorded.
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        let frames = 60;
        const next = () => (frames-- === 0 ? resolve() : requestAnimationFrame(next));
        next();
      }),
  );
  await finish.click();
}

async function untilInputSays({ page }: ChatPage, text: string): Promise<void> {
  await page.waitForFunction(
    ([testId, wanted]) => {
      const input = document.querySelector<HTMLTextAreaElement>(`[data-testid="${testId}"]`);
      return input?.value.includes(wanted) === true;
    },
    ['copilot-chat-textarea', text] as const,
  );
}
