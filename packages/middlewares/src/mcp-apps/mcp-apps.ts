import type {
  AguiEvent,
  RunAnswer,
  RunContext,
  RunInput,
  RunMiddleware,
  RunTransform,
} from '../run-middleware.js';
import { CallOpenTools } from './call-open-tools.js';
import { discoverTools } from './discover-tools.js';
import type { MCPAppsOptions, MCPAppsTools } from './mcp-apps-options.js';
import { answerProxied, isProxiedMCPRequest, readProxiedRequest } from './proxied-request.js';
import { resolveServers, type AppServer } from './resolve-servers.js';
import { createServerLinks, type ServerLinks } from './server-links.js';
import { Traffic } from './traffic.js';

const MAX_PARALLEL_REQUESTS = 100;

/**
 * Tools of MCP servers that bring a user interface: agents are offered them, open calls of them are
 * carried out at the end of a run and told as `mcp-apps` activities, and what a user interface then
 * asks of its server (`forwardedProps.__proxiedMCPRequest`) is answered without the agent.
 *
 * @throws TypeError for options that cannot be meant
 */
export function mcpApps(options: MCPAppsOptions, tools: MCPAppsTools = {}): RunMiddleware {
  const servers = resolveServers(options);
  const links = createServerLinks(options, tools);
  const mustSucceed = options.discoveryFailureMode === 'throw';
  const traffic = new Traffic<AppServer>(options.maxParallelRequests ?? MAX_PARALLEL_REQUESTS);
  const { logger } = tools;
  const parts = { servers, links, mustSucceed, traffic, logger };
  return {
    name: 'mcp-apps',
    begin: (input, context) => beginRun(parts, input, context),
    close: () => links.close(),
  };
}

interface Parts {
  readonly servers: readonly AppServer[];
  readonly links: ServerLinks;
  readonly mustSucceed: boolean;
  readonly traffic: Traffic<AppServer>;
  readonly logger: MCPAppsTools['logger'];
}

async function beginRun(
  { servers: all, links, mustSucceed, traffic, logger }: Parts,
  input: RunInput,
  context: RunContext,
): Promise<RunTransform | RunAnswer | null> {
  const servers = all.filter(
    ({ config: { agentId } }) => agentId === undefined || agentId === context.agentId,
  );
  const { forwardedProps } = input;
  if (isProxiedMCPRequest(forwardedProps)) {
    const request = readProxiedRequest(forwardedProps);
    const result =
      request === null
        ? async () => ({ error: 'Invalid MCP request' })
        : () => answerProxied({ request, servers, links, context, traffic });
    return { answer: () => answerRun(input, result) };
  }
  if (servers.length === 0) return null;
  const taken = new Set(input.tools.map(({ name }) => name));
  const asking = { servers, links, context, taken, mustSucceed, logger };
  const discovery = await discoverTools(asking);
  if (discovery.tools.size === 0 && discovery.warnings.length === 0) return null;
  return new CallOpenTools({ input, discovery, links, context });
}

async function* answerRun(
  { threadId, runId }: RunInput,
  result: () => Promise<unknown>,
): AsyncGenerator<AguiEvent> {
  yield { type: 'RUN_STARTED', threadId, runId };
  yield { type: 'RUN_FINISHED', threadId, runId, result: await result() };
}
