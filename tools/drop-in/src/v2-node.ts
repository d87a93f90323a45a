import { createServer } from 'node:http';
import { CopilotRuntime } from '@copilotkit/runtime/v2';
import { createCopilotNodeListener } from '@copilotkit/runtime/v2/node';

import { agents } from './agents.js';

const runtime = new CopilotRuntime({ agents });

createServer(createCopilotNodeListener({ runtime, basePath: '/api/copilotkit' })).listen(3001);
