import { withServerTools } from '@flightdeck/agent';
import {
  ConfigError,
  isRuntimeAgent,
  type AgentFactoryContext,
  type AgentRecord,
  type AgentsFactory,
  type Logger,
  type RunAgentInput,
  type RuntimeAgent,
} from '@flightdeck/core';
import type { CopilotServiceAdapter } from '../adapters/service-adapter.js';
import type { ReportError } from '../errors/copilot-error-event.js';
import { instructionsInFront, withInstructions } from '../legacy/instructions.js';
import { prepareRunHooks } from '../hooks/prepare-run-hooks.js';
import { withRunHooks } from '../hooks/with-run-hooks.js';
import type { CopilotRuntimeConstructorParams } from '../options/runtime-params.js';
import type { ToolSources } from '../tools/create-tool-sources.js';
import { loadRemoteAgents } from '../tools/load-remote-agents.js';
import { remoteEndpointsOf } from '../tools/resolve-tool-params.js';
import type { DefaultAgents } from './default-agents.js';
import { toolsOfRun } from './tools-of-run.js';
import { toV1Request, v1RequestOfNobody, type V1Request } from './v1-request.js';
import { withProperties } from './with-properties.js';

/** What one mount adds to the agents of its runtime. */
export interface MountAgentsOptions {
  /** Who answers as `default` where no agent does. @default that of `handleServiceAdapter()` */
  readonly serviceAdapter?: CopilotServiceAdapter | undefined;
  /** Put under the properties of each request. @default none */
  readonly properties?: Readonly<Record<string, unknown>> | undefined;
}

/** What the agents of a mount are made of. */
export interface MountParts {
  readonly params: CopilotRuntimeConstructorParams;
  readonly tools: ToolSources;
  readonly report: ReportError;
  readonly logger: Logger;
  readonly defaultAgentOf: DefaultAgents;
  /** The adapter of the mount, at the time of a request. */
  readonly adapter: () => CopilotServiceAdapter | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
}

/**
 * The agents of a mount, for each request: those of the runtime and of its remote endpoints, and the
 * adapter's as `default`. The one that is asked to run gets the server's tools and the hooks around
 * its run; the users' own agents are left alone. v1.md 14.3.
 */
export function createMountAgents(parts: MountParts): AgentsFactory {
  return Object.assign((context: AgentFactoryContext) => agentsOfRequest(parts, context), {
    withoutRequest: () => agentsWithoutRequest(parts),
  });
}

async function agentsOfRequest(
  parts: MountParts,
  context: AgentFactoryContext,
): Promise<AgentRecord> {
  const { run } = context;
  const own = await ownAgents(parts.params, context);
  const others = await remoteAgents(parts, context, own);
  const agents = withAdapter(parts, { ...others, ...own }, run?.agentId);
  const agent = run === null ? undefined : agentIn(agents, run.agentId);
  if (run === null || agent === undefined) return agents;
  const sent = await run.input();
  const input = instructionsInFront(sent);
  const equipped = await equip(agent, parts, { context, input });
  const { fastPath } = parts.params;
  const told = input === sent ? equipped : withInstructions(equipped, fastPath);
  return { ...agents, [run.agentId]: told };
}

/** The agent that is to run, with what the options put around it. */
async function equip(
  agent: RuntimeAgent,
  parts: MountParts,
  { context, input }: { readonly context: AgentFactoryContext; readonly input: RunAgentInput },
): Promise<RuntimeAgent> {
  const { params, properties, report } = parts;
  const request = toV1Request(context, properties, input);
  const hooks = await prepareRunHooks(params, request, input, {
    report,
    adapter: parts.adapter(),
  });
  const equipped = withTools(agent, parts, request);
  const hooked = hooks === null ? equipped : withRunHooks(equipped, hooks);
  return withProperties(hooked, properties, params.fastPath);
}

/** For runs that go on after their server was lost. */
async function agentsWithoutRequest(parts: MountParts): Promise<AgentRecord> {
  const { agents } = parts.params;
  const own = await (typeof agents === 'function' ? agents.withoutRequest?.() : agents);
  const request = v1RequestOfNobody(parts.properties);
  const all = Object.entries(withAdapter(parts, checkedRecord(own ?? {})));
  return Object.fromEntries(all.map(([id, agent]) => [id, again(agent, parts, request)]));
}

/** Those of the `agents` option, for one request. */
async function ownAgents(
  { agents = {} }: CopilotRuntimeConstructorParams,
  context: AgentFactoryContext,
): Promise<AgentRecord> {
  return checkedRecord(await (typeof agents === 'function' ? agents(context) : agents));
}

/** The runtime answers for ids that name none. */
function agentIn(agents: AgentRecord, agentId: string): RuntimeAgent | undefined {
  const agent = Object.hasOwn(agents, agentId) ? agents[agentId] : undefined;
  return isRuntimeAgent(agent) ? agent : undefined;
}

function checkedRecord(agents: unknown): AgentRecord {
  // What the entries are is looked at where one of them is asked for.
  if (typeof agents === 'object' && agents !== null) return agents as AgentRecord;
  throw new ConfigError('agents must be a record of agents by id');
}

/** Those of remote endpoints, which are not asked for an agent that is here. */
async function remoteAgents(
  { params, properties, logger }: MountParts,
  context: AgentFactoryContext,
  own: AgentRecord,
): Promise<AgentRecord> {
  const endpoints = remoteEndpointsOf(params);
  const { run, agentId } = context;
  if (endpoints.length === 0 || (agentId !== undefined && agentIn(own, agentId))) return {};
  const input = run === null ? null : instructionsInFront(await run.input());
  return loadRemoteAgents(endpoints, toV1Request(context, properties, input), { logger });
}

/** The adapter's agent as `default`, or as all of them where everything is delegated to it. */
function withAdapter(parts: MountParts, agents: AgentRecord, asked?: string): AgentRecord {
  const { params } = parts;
  const agent = parts.defaultAgentOf(parts.adapter());
  if (agent === null) return agents;
  if (params.delegateAgentProcessingToServiceAdapter !== true) {
    return agentIn(agents, 'default') === undefined ? { ...agents, default: agent } : agents;
  }
  const ids = [...Object.keys(agents), 'default', ...(asked === undefined ? [] : [asked])];
  return Object.fromEntries(ids.map((id) => [id, agent]));
}

function withTools(agent: RuntimeAgent, parts: MountParts, request: V1Request): RuntimeAgent {
  const sources = parts.tools.sourcesFor(request);
  if (sources.length === 0) return agent;
  const { logger, params } = parts;
  return withServerTools(agent, toolsOfRun(sources, request), {
    resultEncoding: 'v1',
    logger,
    ...(params.environment === undefined ? {} : { environment: params.environment }),
  });
}

/**
 * An agent for runs that go on after their server was lost. One that is listened to again is not
 * given tools: it goes on elsewhere, with those that it has.
 */
function again(agent: RuntimeAgent, parts: MountParts, request: V1Request): RuntimeAgent {
  if (!isRuntimeAgent(agent) || agent.idempotent !== true || 'reattach' in agent) return agent;
  const equipped = withTools(agent, parts, request);
  return equipped === agent ? agent : Object.assign(equipped, { idempotent: true });
}
