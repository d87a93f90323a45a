import {
  copilotRuntimeNextJSAppRouterEndpoint,
  CopilotRuntime,
  OpenAIAdapter,
} from '@copilotkit/runtime';
import type { NextRequest } from 'next/server';

const serviceAdapter = new OpenAIAdapter({ model: 'gpt-4o' });
const runtime = new CopilotRuntime();

export const POST = async (request: NextRequest) => {
  const { handleRequest } = copilotRuntimeNextJSAppRouterEndpoint({
    runtime,
    serviceAdapter,
    endpoint: '/api/v1',
  });
  return handleRequest(request);
};
