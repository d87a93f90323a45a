import { HttpAgent } from '@ag-ui/client';
import { CopilotRuntime } from '@flightdeck/core';
import { createCopilotExpressHandler } from '@flightdeck/runtime-express';
import express from 'express';

const runtime = new CopilotRuntime({
  agents: { default: new HttpAgent({ url: 'http://localhost:8000/agent' }) },
});
export const app: express.Express = express();
app.use('/api/copilotkit', createCopilotExpressHandler({ runtime }));
