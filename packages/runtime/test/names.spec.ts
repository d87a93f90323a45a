import { describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import * as root from '@flightdeck/runtime';
import * as express from '@flightdeck/runtime/express';
import * as hono from '@flightdeck/runtime/hono';
import * as langgraph from '@flightdeck/runtime/langgraph';
import * as nest from '@flightdeck/runtime/nest';
import * as next from '@flightdeck/runtime/next';
import * as v2 from '@flightdeck/runtime/v2';
import * as v2Express from '@flightdeck/runtime/v2/express';
import * as v2Hono from '@flightdeck/runtime/v2/hono';
import * as v2Node from '@flightdeck/runtime/v2/node';

/** protocol.md 13.1, without what upstream marks as internal. */
const V2 = `AgentRunner BasicAgent BuiltInAgent CopilotIntelligenceRuntime CopilotKitIntelligence CopilotRuntime
  CopilotSseRuntime InMemoryAgentRunner IntelligenceAgentRunner InterruptSignal LearnedSkillsError
  TranscriptionService VERSION classifyModelSpec convertAISDKStream convertInputToTanStackAI
  convertJsonSchemaToZodSchema convertMessagesToVercelAISDKMessages convertTanStackStream
  convertToolDefinitionsToVercelAITools convertToolsToVercelAITools createCopilotEndpoint
  createCopilotEndpointExpress createCopilotEndpointSingleRoute createCopilotEndpointSingleRouteExpress
  createCopilotExpressHandler createCopilotHonoHandler createCopilotRuntimeHandler createRunEventFinalizer
  defineTool finalizeRunEvents isA2UIEnabled isIntelligenceRuntime resolveAgents resolveModel
  supportsLocalThreadEndpoints toFetchCorsConfig`;
const EXPRESS = `createCopilotExpressHandler createCopilotEndpointExpress createCopilotEndpointSingleRouteExpress`;
const HONO = `createCopilotHonoHandler createCopilotEndpoint createCopilotEndpointSingleRoute toFetchCorsConfig`;

/** v1.md 3: those that it says to keep. */
const V1 = `CopilotRuntime copilotRuntimeNextJSAppRouterEndpoint copilotRuntimeNextJSPagesRouterEndpoint config
  copilotRuntimeNodeHttpEndpoint copilotRuntimeNodeExpressEndpoint copilotRuntimeNestEndpoint RemoteChain
  copilotKitEndpoint langGraphPlatformEndpoint resolveEndpointType convertMCPToolsToActions
  extractParametersFromSchema generateMcpToolInstructions OpenAIAdapter AnthropicAdapter GroqAdapter
  GoogleGenerativeAIAdapter LangChainAdapter EmptyAdapter ExperimentalEmptyAdapter BedrockAdapter UnifyAdapter
  ExperimentalOllamaAdapter OpenAIAssistantAdapter createLogger convertServiceAdapterError getSdkClientOptions
  LangGraphAgent LangGraphHttpAgent`;

const documented: [path: string, module: object, names: string][] = [
  ['', root, `${V1} ${V2}`],
  ['/v2', v2, V2],
  ['/v2/express', v2Express, EXPRESS],
  ['/v2/hono', v2Hono, HONO],
  ['/v2/node', v2Node, 'createCopilotNodeListener createCopilotNodeHandler createNodeFetchHandler'],
  ['/express', express, EXPRESS],
  ['/hono', hono, HONO],
  ['/langgraph', langgraph, 'LangGraphAgent LangGraphHttpAgent CustomEventNames'],
  ['/next', next, 'createCopilotNextHandler createCopilotNextPagesHandler'],
  ['/nest', nest, 'CopilotRuntimeModule CopilotRuntimeService CopilotAgent'],
];

describe('the drop-in', () => {
  it.each(documented)('has what is documented of `%s` [api.facade]', (_path, module, names) => {
    const missing = names.split(/\s+/).filter((name) => Reflect.get(module, name) === undefined);
    expect(missing).toEqual([]);
  });

  it('tells its older names to be the same functions', () => {
    expect(v2Node.createNodeFetchHandler).toBe(v2Node.createCopilotNodeHandler);
    expect(v2Express.createCopilotEndpointExpress).toBe(v2Express.createCopilotExpressHandler);
    expect(v2Hono.createCopilotEndpoint).toBe(v2Hono.createCopilotHonoHandler);
    expect(v2.CopilotSseRuntime).toBe(v2.CopilotRuntime);
  });

  it('has at its root whatever `/v2` has, and the runtime that takes the options of both', () => {
    expect(root).toMatchObject({ ...v2, CopilotRuntime: root.CopilotRuntime });
    expect(new root.CopilotRuntime()).toBeInstanceOf(v2.CopilotRuntime);
  });

  it('has at its root every name of the v1 package and of its own `/v2`, types included', () => {
    const [index, ...others] = ['src/index.ts', 'src/v2.ts', '../runtime-v1/src/index.ts'].map(
      exportedNames,
    );
    expect(others.flat().filter((name) => !index?.includes(name))).toEqual([]);
  });
});

function exportedNames(file: string): string[] {
  const text = readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
  const lists = [...text.matchAll(/export (?:type )?\{([^}]*)\}/g)];
  const entries = lists.flatMap(([, list = '']) => list.split(','));
  return entries.map((entry) => entry.trim().split(' ').at(-1) ?? '').filter((name) => name !== '');
}
