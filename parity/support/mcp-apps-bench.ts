import type { MCPAppsOptions, MCPAppsServer } from '@flightdeck/middlewares';
import {
  McpTestServer,
  toolCall,
  type McpTestServerOptions,
  type McpTestTool,
} from '@flightdeck/testing';
import type { AnyEvent } from './clients.js';
import { eventsOf, postJson, runInput } from './raw-calls.js';
import { plainAgent, type Script, type ScriptedRun } from './scripted-agent.js';
import { serveRuntime, type ServedRuntime } from './serve-runtime.js';

/** What models and user interfaces may call. */
export const MAP: McpTestTool = {
  name: 'show_map',
  description: 'Shows a map',
  _meta: { ui: { resourceUri: 'ui://maps/map.html' } },
  answer: ({ city }) => `Here is ${String(city)}`,
};
/** What only models may call. */
export const HIDDEN: McpTestTool = {
  name: 'erase',
  _meta: { ui: { resourceUri: 'ui://maps/erase.html', visibility: ['model'] } },
};
/** What has no user interface. */
export const PLAIN: McpTestTool = { name: 'plain' };
const TOOLS = [MAP, HIDDEN, PLAIN];

/** Calls the map and leaves it to others to answer. */
export function callMap(args: unknown = { city: 'Ulm' }): Script {
  return ({ started, finished, emit }: ScriptedRun) => {
    started();
    for (const event of toolCall({ id: 'call-1', name: 'show_map', args })) emit(event as AnyEvent);
    finished();
  };
}

const opened: { close(): Promise<unknown> }[] = [];

/** Closes what a test has opened. */
export async function closeOpened(): Promise<void> {
  for (const one of opened.splice(0).toReversed()) await one.close();
}

/** What is closed after the test. */
export function opens<T extends { close(): Promise<unknown> }>(one: T): T {
  opened.push(one);
  return one;
}

export async function mcpServer(options: McpTestServerOptions = {}): Promise<McpTestServer> {
  return opens(await McpTestServer.start({ tools: TOOLS, ...options }));
}

export interface Bench {
  readonly served: ServedRuntime;
  readonly inputs: ScriptedRun['input'][];
  run(fields?: Fields, headers?: Readonly<Record<string, string>>): Promise<Response>;
  events(fields?: Fields): Promise<AnyEvent[]>;
  proxied(request: unknown, fields?: Fields): Promise<AnyEvent[]>;
}

type Fields = Partial<Parameters<typeof runInput>[0]> & { readonly agentId?: string };

/** A runtime with MCP apps and an agent that does what a script says; each run has an id of its own. */
export async function bench(
  servers: readonly MCPAppsServer[],
  script: Script = callMap(),
  more: Partial<MCPAppsOptions> = {},
): Promise<Bench> {
  let count = 0;
  const inputs: ScriptedRun['input'][] = [];
  const agent = plainAgent((run) => {
    inputs.push(run.input);
    return script(run);
  });
  const served = await serveRuntime({
    agents: { default: agent, other: agent },
    mcpApps: { servers, ...more },
  });
  opened.push(served);
  const run: Bench['run'] = ({ agentId = 'default', ...fields } = {}, headers = {}) => {
    count += 1;
    const input = runInput({ threadId: 't', runId: `run-${count}`, ...fields });
    return postJson(`${served.url}/agent/${agentId}/run`, input, headers);
  };
  const events: Bench['events'] = async (fields) => eventsOf(await run(fields));
  return {
    served,
    inputs,
    run,
    events,
    proxied: (request, fields) =>
      events({ ...fields, forwardedProps: { __proxiedMCPRequest: request } }),
  };
}

export function typesOf(events: readonly AnyEvent[]): string[] {
  return events.map(({ type }) => type);
}

/** What the user interface of the first `mcp-apps` activity knows of its server. */
export async function hashOf({ events }: Bench): Promise<string> {
  const activity = (await events()).find(({ type }) => type === 'ACTIVITY_SNAPSHOT');
  const content = activity?.content;
  if (content === undefined) throw new Error('There is no activity');
  // Holds for `mcp-apps`, which is the only one.
  return (content as { readonly serverHash: string }).serverHash;
}

/** A server as an option. */
export const http = ({ url }: McpTestServer): MCPAppsServer => ({ type: 'http', url });
