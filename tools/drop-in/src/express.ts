import express from 'express';
import { CopilotRuntime } from '@copilotkit/runtime';
import { createCopilotEndpointExpress } from '@copilotkit/runtime/express';

import { agents } from './agents.js';

const runtime = new CopilotRuntime({ agents });
const app = express();
app.use('/api/copilotkit', createCopilotEndpointExpress({ runtime, basePath: '/' }));

app.listen(3000);
