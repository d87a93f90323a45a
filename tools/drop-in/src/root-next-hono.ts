// app/api/copilotkit/[[...slug]]/route.ts
import { CopilotRuntime, createCopilotEndpoint } from '@copilotkit/runtime';
import { handle } from 'hono/vercel';

import { agents } from './agents.js';

const runtime = new CopilotRuntime({ agents });
const app = createCopilotEndpoint({ runtime, basePath: '/api/copilotkit' });

export const GET = handle(app);
export const POST = handle(app);
