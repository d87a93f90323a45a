import { expect, it } from '@jest/globals';
import {
  copilotKitEndpoint,
  CopilotRuntime,
  langGraphPlatformEndpoint,
  OpenAIAssistantAdapter,
  type Action,
  type MCPClient,
  type MCPTool,
  type OpenAIAssistantAdapterParams,
} from '../src/index.js';

interface Person {
  name: string;
  age?: number;
}

/** A client as the documentation has applications write one. */
class OwnClient implements MCPClient {
  async tools(): Promise<Record<string, MCPTool>> {
    return {
      lookup: { description: 'Looks up', execute: async (params: { id: string }) => params },
    };
  }

  async close(): Promise<void> {}
}

it('takes handlers and options as they are documented, whatever the types of their arguments', () => {
  const listed: Action[] = [
    { name: 'a', handler: async ({ userId }: { userId: string }) => userId.length },
    { name: 'b', handler: (person: Person) => person.age ?? 0 },
    { name: 'c', handler: async ({ city }) => ({ text: city.toUpperCase() }) },
    { name: 'd', handler: () => {} },
    {
      name: 'e',
      parameters: [
        { name: 'who', type: 'object', attributes: [{ name: 'name', type: 'string' }] },
        { name: 'mode', type: 'string', enum: ['a', 'b'], required: false },
      ],
      handler: async ({ who }: { who: Person }) => who.name,
    },
  ];
  const assistant: OpenAIAssistantAdapterParams = { assistantId: 'a', keepSystemRole: true };
  expect(() => new OpenAIAssistantAdapter(assistant)).toThrow('OpenAIAdapter');
  const runtime = new CopilotRuntime({
    actions: ({ properties, url }) => [
      ...listed,
      { name: 'f', handler: async () => `${properties.user.name} at ${url}` },
    ],
    remoteEndpoints: [
      copilotKitEndpoint({
        url: 'http://localhost:8000/copilotkit_remote',
        onBeforeRequest: ({ ctx }) => ({
          headers: { Authorization: `Bearer ${ctx.properties.authorization}` },
        }),
      }),
      langGraphPlatformEndpoint({
        deploymentUrl: 'http://localhost:8123',
        langsmithApiKey: process.env['LANGSMITH_API_KEY'] ?? null,
        agents: [{ name: 'sample_agent', description: 'A sample' }],
      }),
    ],
    mcpServers: [{ endpoint: 'http://localhost:3001/sse', apiKey: 'key' }],
    createMCPClient: async (_config) => new OwnClient(),
    langserve: [{ name: 'joke', description: 'Tells a joke', chainUrl: 'http://localhost/joke' }],
  });
  expect(runtime.params.langserve).toHaveLength(1);
});
