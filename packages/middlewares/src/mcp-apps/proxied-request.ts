import type { MCPConnection } from '@flightdeck/mcp';
import { isRecord } from '../json/is-record.js';
import { describeFailure } from './describe-failure.js';
import type { AppServer } from './resolve-servers.js';
import type { LinkContext, ServerLinks } from './server-links.js';
import type { Traffic } from './traffic.js';
import { isCallableByApps } from './ui-tool.js';

/** What a user interface asks of the server that it came from, by way of its client. */
export interface ProxiedRequest {
  readonly serverHash: string;
  readonly serverId?: string | undefined;
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>> | undefined;
}

const KEY = '__proxiedMCPRequest';

/** Whether the forwarded properties of a run make it a request of a user interface, valid or not. */
export function isProxiedMCPRequest(forwardedProps: unknown): boolean {
  return isRecord(forwardedProps) && isRecord(forwardedProps[KEY]);
}

/** `null` if it does not say what is asked of whom. */
export function readProxiedRequest(forwardedProps: unknown): ProxiedRequest | null {
  const request = isRecord(forwardedProps) ? forwardedProps[KEY] : undefined;
  if (!isRecord(request)) return null;
  const { serverHash, serverId, method, params } = request;
  if (typeof serverHash !== 'string' || typeof method !== 'string') return null;
  return {
    serverHash,
    method,
    ...(typeof serverId === 'string' ? { serverId } : {}),
    ...(isRecord(params) ? { params } : {}),
  };
}

export interface AnswerProxied {
  readonly request: ProxiedRequest;
  readonly servers: readonly AppServer[];
  readonly links: ServerLinks;
  readonly context: LinkContext;
  /** What is being asked of servers now. */
  readonly traffic: Traffic<AppServer>;
}

/** The `result` of the run with which a user interface is answered; a refusal or failure is `{ error }`. */
export async function answerProxied(options: AnswerProxied): Promise<unknown> {
  const { request, servers } = options;
  const work = requestsOf(request);
  if (work === null) return { error: 'This MCP method is not allowed' };
  const server = await findServer(servers, request);
  if (server === null) return { error: 'Unknown MCP server' };
  const leave = options.traffic.enter(server);
  if (leave === null) return { error: 'Too many MCP requests' };
  try {
    return await work(server, options);
  } catch (error) {
    return { error: describeFailure(error) };
  } finally {
    leave();
  }
}

type Work = (server: AppServer, options: AnswerProxied) => Promise<unknown>;

/** The methods that user interfaces may use, and what they come to. */
function requestsOf({ method, params = {} }: ProxiedRequest): Work | null {
  switch (method) {
    case 'tools/call':
      return callTool;
    case 'resources/read':
      return readResource;
    case 'ping':
      return asking((connection, signal) => connection.request('ping', undefined, { signal }));
    case 'notifications/message':
      return asking(async (connection, signal) => {
        await connection.notify(method, params, { signal });
        return {};
      });
    default:
      return null;
  }
}

function asking(work: (connection: MCPConnection, signal: AbortSignal) => Promise<unknown>): Work {
  return (server, { links, context }) =>
    links.use(server, context, (connection) => work(connection, context.signal));
}

async function readResource(
  server: AppServer,
  { request, links, context }: AnswerProxied,
): Promise<unknown> {
  const { uri } = request.params ?? {};
  if (typeof uri !== 'string') return { error: 'A resource needs a uri' };
  if (!server.isReadable(uri))
    return { error: 'This resource is not available to user interfaces' };
  const { signal } = context;
  return links.use(server, context, (connection) => connection.readResource(uri, { signal }));
}

/** A tool that does not exist and one that is not for user interfaces are the same to them. */
async function callTool(
  server: AppServer,
  { request, links, context }: AnswerProxied,
): Promise<unknown> {
  const { name, arguments: input = {} } = request.params ?? {};
  const tools = await links.listTools(server, context);
  const tool = tools.find((candidate) => candidate.name === name);
  if (tool === undefined || !server.isAllowed(tool.name) || !isCallableByApps(server, tool)) {
    return { error: 'This tool is not available to user interfaces' };
  }
  if (!isRecord(input)) return { error: 'The arguments of a tool must be an object' };
  const { signal } = context;
  return links.use(server, context, (connection) =>
    connection.callTool(tool.name, input, { signal }),
  );
}

/** The id outlives a move of the server; without one there is where it is. */
async function findServer(
  servers: readonly AppServer[],
  { serverId, serverHash }: ProxiedRequest,
): Promise<AppServer | null> {
  if (serverId !== undefined) {
    return servers.find(({ config }) => config.serverId === serverId) ?? null;
  }
  const hashes = await Promise.all(servers.map((server) => server.hash()));
  const at = hashes.indexOf(serverHash);
  return servers[at] ?? null;
}
