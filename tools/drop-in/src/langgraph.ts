import {
  CopilotRuntime,
  ExperimentalEmptyAdapter,
  copilotRuntimeNextJSAppRouterEndpoint,
} from '@copilotkit/runtime';
import { LangGraphAgent, LangGraphHttpAgent } from '@copilotkit/runtime/langgraph';
import { NextRequest } from 'next/server';

import { agents } from './agents.js';

const runtime = new CopilotRuntime({
  agents: {
    ...agents,
    sample_agent: new LangGraphAgent({
      deploymentUrl: process.env['LANGGRAPH_DEPLOYMENT_URL'] ?? 'http://localhost:8123',
      graphId: 'sample_agent',
      langsmithApiKey: process.env['LANGSMITH_API_KEY'] ?? '',
    }),
    over_http: new LangGraphHttpAgent({ url: 'http://localhost:8000/' }),
  },
});

export const POST = async (req: NextRequest) => {
  const { handleRequest } = copilotRuntimeNextJSAppRouterEndpoint({
    runtime,
    serviceAdapter: new ExperimentalEmptyAdapter(),
    endpoint: '/api/copilotkit',
  });
  return handleRequest(req);
};
