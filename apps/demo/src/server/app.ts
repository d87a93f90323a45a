import { CopilotRuntime } from '@flightdeck/core';
import { createCopilotExpressHandler } from '@flightdeck/runtime-express';
import express, { type Express } from 'express';
import { pageHeaders } from './page-headers.js';
import { ScriptedAgent } from './scripted-agent.js';

export interface DemoApp {
  app: Express;
  runtime: CopilotRuntime;
}

/** Builds the demo: the runtime under `/api/copilotkit` and the built page for everything else. */
export function createDemoApp(pageFolder: string): DemoApp {
  const runtime = new CopilotRuntime({
    agents: { default: new ScriptedAgent() },
    // The demo has one user; a real application reads its session here.
    identifyUser: () => ({ id: 'demo' }),
  });

  const app = express();
  app.disable('x-powered-by');
  app.use('/api/copilotkit', createCopilotExpressHandler({ runtime }));
  app.use(pageHeaders);
  app.use(express.static(pageFolder));
  return { app, runtime };
}
