import { createServer } from 'node:http';
import { type AgentLog, listenOnLoopback, ModelFaultServer } from '@flightdeck/testing';
import {
  CopilotRuntime,
  copilotRuntimeNodeExpressEndpoint,
  OpenAIAdapter,
  type CopilotRuntimeConstructorParams,
} from '@flightdeck/runtime';
import express from 'express';
import OpenAI from 'openai';
import { askingAgent, plannerAgent } from './agents.js';

const ENDPOINT = '/copilotkit';

/** A call of the server's action `lookUp`. */
export interface LookUp {
  readonly city: unknown;
  /** What the page gave its provider as `properties`. */
  readonly properties: unknown;
}

/** One mount for clients of all versions. */
export interface Mount {
  /** What clients have as `runtimeUrl`. */
  readonly url: string;
  readonly model: ModelFaultServer;
  readonly lookUps: readonly LookUp[];
  readonly planner: AgentLog;
  readonly asker: AgentLog;
  close(): Promise<void>;
}

/** A mount as the reference of version 1 has it: Express, an adapter, an action of the server, and agents. */
export async function startMount(
  params: Partial<CopilotRuntimeConstructorParams> = {},
): Promise<Mount> {
  const model = await ModelFaultServer.start();
  const lookUps: LookUp[] = [];
  const planner = plannerAgent();
  const asker = askingAgent();
  const runtime = new CopilotRuntime({
    logger: SILENT,
    agents: { planner, asker },
    actions: ({ properties }) => [
      {
        name: 'lookUp',
        description: 'Looks up the weather',
        parameters: [{ name: 'city', type: 'string', description: 'The city' }],
        handler: ({ city }: { readonly city: string }) => {
          lookUps.push({ city, properties });
          return `Sunny in ${city}`;
        },
      },
    ],
    ...params,
  });
  const openai = new OpenAI({ apiKey: 'secret', baseURL: model.v1 });
  const serviceAdapter = new OpenAIAdapter({ openai, model: 'gpt-4o' });
  const app = express();
  app.use(
    ENDPOINT,
    copilotRuntimeNodeExpressEndpoint({ endpoint: ENDPOINT, runtime, serviceAdapter }),
  );
  const server = await listenOnLoopback(createServer(app));
  return {
    url: `${server.origin}${ENDPOINT}`,
    model,
    lookUps,
    planner: planner.log,
    asker: asker.log,
    async close() {
      await runtime.shutdown({ graceMs: 0 });
      await server.close();
      await model.close();
    },
  };
}

const ignore = (): void => undefined;
const SILENT = { debug: ignore, info: ignore, warn: ignore, error: ignore };
