import { CopilotRuntime, type CopilotRuntimeOptions } from '@flightdeck/core';
import { createCopilotExpressHandler } from '@flightdeck/runtime-express';
import express, { type Express } from 'express';
import { nameThread } from './name-thread.js';
import { pageHeaders } from './page-headers.js';
import { ScriptedAgent } from './scripted-agent.js';

export interface DemoAppOptions {
  /** Where the built page is. */
  readonly pageFolder: string;
  readonly threads: NonNullable<CopilotRuntimeOptions['threads']>;
  readonly realtimeSecret: string | null;
}

export interface DemoApp {
  readonly app: Express;
  readonly runtime: CopilotRuntime;
}

/** Builds the demo: the runtime under `/api/copilotkit` and the built page for everything else. */
export function createDemoApp({ pageFolder, threads, realtimeSecret }: DemoAppOptions): DemoApp {
  const runtime = new CopilotRuntime({
    agents: { default: new ScriptedAgent() },
    threads,
    generateThreadNames: nameThread,
    // A run whose process is gone goes on in the next word, in whichever process finds it.
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
