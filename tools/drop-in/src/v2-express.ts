import express from 'express';
import { CopilotRuntime, createCopilotExpressHandler } from '@copilotkit/runtime/v2';
import * as subpath from '@copilotkit/runtime/v2/express';

import { agents } from './agents.js';

const runtime = new CopilotRuntime({ agents });
const app = express();
app.use(
  createCopilotExpressHandler({
    runtime,
    basePath: '/api/copilotkit',
    cors: { origin: 'https://myapp.com', credentials: true },
  }),
);
app.use(subpath.createCopilotExpressHandler({ runtime, basePath: '/other' }));

app.listen(4000);
