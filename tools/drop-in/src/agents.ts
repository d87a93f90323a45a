import { BuiltInAgent } from '@copilotkit/runtime/v2';

/** The agents that the samples host. */
export const agents = {
  default: new BuiltInAgent({ model: 'openai/gpt-4o', prompt: 'You are a helpful assistant.' }),
};
