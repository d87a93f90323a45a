import { BuiltInAgent } from '@copilotkit/runtime/v2';

export type Handler = import('@copilotkit/runtime/v2').CopilotRuntimeFetchHandler;

export const agents = {
  default: new BuiltInAgent({ model: 'openai/gpt-4o', prompt: 'You are a helpful assistant.' }),
};
