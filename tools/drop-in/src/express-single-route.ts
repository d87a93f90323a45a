import express from 'express';
import { CopilotRuntime } from '@copilotkit/runtime';
import { createCopilotEndpointSingleRouteExpress } from '@copilotkit/runtime/express';

import { agents } from './agents.js';

const runtime = new CopilotRuntime({ agents });
const app = express();
app.use('/api/copilotkit', createCopilotEndpointSingleRouteExpress({ runtime, basePath: '/' }));

app.listen(3000);
