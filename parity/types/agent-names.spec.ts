import type * as names from '@flightdeck/agent';
import * as agent from '@flightdeck/agent';
import * as core from '@flightdeck/core';
import type { AbstractAgent } from '@ag-ui/client';
import type { TranscribeFileOptions } from '@flightdeck/core';

// What this file says of types it proves by compiling: each name is there, and takes what users write.
const tool: names.ToolDefinition = { name: 'add', description: 'Adds', execute: () => 2 };
const http: names.MCPClientConfigHTTP = { type: 'http', url: 'http://127.0.0.1/mcp' };
const sse: names.MCPClientConfigSSE = { type: 'sse', url: 'http://127.0.0.1/sse' };
const servers: names.MCPClientConfig[] = [http, sse];
const clients: names.MCPClientProvider[] = [{ tools: () => Promise.resolve({}) }];
const overridable: names.OverridableProperty[] = ['model', 'prompt', 'temperature'];
const model: names.BuiltInAgentModel = 'openai/gpt-4o';
const specifier: names.ModelSpecifier = model;
const conversion: names.MessageConversionOptions = { forwardSystemMessages: true };

const classic = {
  model: specifier,
  prompt: 'Be brief',
  maxSteps: 3,
  toolChoice: 'auto',
  overridableProperties: overridable,
  mcpServers: servers,
  mcpClients: clients,
  tools: [tool],
} satisfies names.BuiltInAgentClassicConfig satisfies names.BasicAgentConfiguration;

const aisdk = {
  type: 'aisdk',
  factory: (_context: names.AgentFactoryContext) => ({ fullStream: nothing() }),
} satisfies names.BuiltInAgentAISDKFactoryConfig;

const tanstack = {
  type: 'tanstack',
  factory(context: names.BuiltInAgentFactoryContext) {
    const converted: names.TanStackInputResult = agent.convertInputToTanStackAI(context.input);
    const messages: readonly names.TanStackChatMessage[] = converted.messages;
    const parts: names.TanStackContentPart[] = [];
    const tools: readonly names.TanStackClientTool[] = converted.tools ?? [];
    return nothing(messages, parts, tools);
  },
} satisfies names.BuiltInAgentTanStackFactoryConfig;

const custom = {
  type: 'custom',
  factory: () => nothing(),
} satisfies names.BuiltInAgentCustomFactoryConfig;

const factories: names.BuiltInAgentFactoryConfig[] = [aisdk, tanstack, custom];
const configurations: names.BuiltInAgentConfiguration[] = [classic, ...factories];

async function* nothing(..._given: readonly unknown[]): AsyncGenerator<never> {}

describe('the names of the agent that users import', () => {
  it('are there [api.agent-names]', () => {
    const any: unknown = expect.any(Function);
    expect(agent).toMatchObject({
      BuiltInAgent: any,
      BasicAgent: any,
      InterruptSignal: any,
      LearnedSkillsError: any,
      defineTool: any,
      resolveModel: any,
      classifyModelSpec: any,
      convertMessagesToVercelAISDKMessages: any,
      convertToolsToVercelAITools: any,
      convertToolDefinitionsToVercelAITools: any,
      convertJsonSchemaToZodSchema: any,
      convertAISDKStream: any,
      convertTanStackStream: any,
      convertInputToTanStackAI: any,
    });
    expect(core).toMatchObject({
      TranscriptionService: any,
      finalizeRunEvents: any,
      createRunEventFinalizer: any,
      isA2UIEnabled: any,
    });
  });

  it('are types as well, which take what is written for CopilotKit [api.agent-names]', () => {
    const recording: TranscribeFileOptions = { audioFile: new File(['sound'], 'a.webm') };
    const agents: AbstractAgent[] = configurations.map((config) => new agent.BuiltInAgent(config));
    expect(agents.map(({ constructor }) => constructor.name)).toEqual(
      configurations.map(() => 'BuiltInAgent'),
    );
    expect(agent.convertMessagesToVercelAISDKMessages([], conversion)).toEqual([]);
    expect(recording.audioFile.name).toBe('a.webm');
  });

  it('are members of agents, too [api.agent-names]', async () => {
    const built = new agent.BuiltInAgent(classic);
    expect(built.canOverride('prompt')).toBe(true);
    expect(built.modelHostClass).toBe('openai');
    expect(await built.getCapabilities()).toMatchObject({ tools: { supported: true } });
    expect(Reflect.get(built, 'config')).toMatchObject({ tools: [tool] });
    for (const name of ['clone', 'abortRun', 'runAgent', 'run', 'use', 'setMessages', 'setState']) {
      expect(Reflect.get(built, name)).toEqual(expect.any(Function));
    }
  });
});
