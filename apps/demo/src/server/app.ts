import { CopilotRuntime, type CopilotRuntimeOptions } from '@flightdeck/core';
import { createCopilotExpressHandler } from '@flightdeck/runtime-express';
import express, { type Express } from 'express';
import { TranscriptionServiceOpenAI } from '@flightdeck/voice';
import { createDemoAgent } from './create-demo-agent.js';
import { nameThread } from './name-thread.js';
import { pageHeaders } from './page-headers.js';
import { ScriptedVoice } from './scripted-voice.js';
import type { DemoSettings } from './settings.js';

export interface DemoAppOptions extends Pick<
  DemoSettings,
  'realtimeSecret' | 'modelName' | 'voice'
> {
  /** Where the built page is. */
  readonly pageFolder: string;
  readonly threads: NonNullable<CopilotRuntimeOptions['threads']>;
}

export interface DemoApp {
  readonly app: Express;
  readonly runtime: CopilotRuntime;
}

/** Builds the demo: the runtime under `/api/copilotkit` and the built page for everything else. */
export function createDemoApp(options: DemoAppOptions): DemoApp {
  const { pageFolder, threads, realtimeSecret, modelName, voice } = options;
  const runtime = new CopilotRuntime({
    agents: { default: createDemoAgent(modelName) },
    threads,
    openGenerativeUI: true,
    transcriptionService:
      voice === 'openai' ? new TranscriptionServiceOpenAI() : new ScriptedVoice(),
    generateThreadNames: nameThread,
    // With the script, a run whose process is gone goes on in the next word, in whichever process
    // finds it; with a model it ends with an error.
    recovery: 'reattach',
    // The demo has one user; a real application reads its session here.
    identifyUser: () => ({ id: 'demo' }),
    ...(realtimeSecret === null ? {} : { realtime: { secret: realtimeSecret } }),
  });

  const app = express();
  app.disable('x-powered-by');
  app.use('/api/copilotkit', createCopilotExpressHandler({ runtime }));
  app.use(pageHeaders);
  app.use(express.static(pageFolder));
  return { app, runtime };
}
