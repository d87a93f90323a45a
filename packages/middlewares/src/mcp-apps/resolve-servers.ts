import { isRecord } from '../json/is-record.js';
import { serverHash } from './server-hash.js';
import type { MCPAppsOptions, MCPAppsServer } from './mcp-apps-options.js';

/** A server as it was checked, with the names under which it is known. */
export interface AppServer {
  readonly config: MCPAppsServer;
  readonly url: URL;
  /** Tells servers apart for user interfaces, without saying anything of their credentials. */
  hash(): Promise<string>;
  /** For what clients see: where it is, is nobody's concern. */
  readonly label: string;
  /** For logs and errors of construction: no credentials, no query. */
  readonly address: string;
  isAllowed(toolName: string): boolean;
  /** Whether user interfaces may read a resource. */
  isReadable(uri: string): boolean;
}

/** How upstream limits tools; silently offering more than somebody has asked for would be worse. */
const NOT_OFFERED = ['includeTools', 'excludeTools'];

/** The resources that are user interfaces. */
const UI_SCHEME = 'ui://';

/** A way out of the part of a server that a beginning stands for. */
const CLIMBS = /(?:^|[\\/]|%2f|%5c)(?:\.|%2e){2}(?:[\\/?#]|%2f|%5c|$)/i;

const FAILURE_MODES: ReadonlySet<string> = new Set(['continue', 'throw']);

const POSITIVE = [
  'connectTimeoutMs',
  'callTimeoutMs',
  'cacheTtlMs',
  'maxAnswerBytes',
  'maxParallelRequests',
] as const;

/** @throws TypeError for what cannot be meant, without showing any secret */
export function resolveServers(options: MCPAppsOptions): readonly AppServer[] {
  const { servers, discoveryFailureMode = 'continue' } = options;
  if (!FAILURE_MODES.has(discoveryFailureMode)) {
    throw new TypeError(`discoveryFailureMode must be 'continue' or 'throw'`);
  }
  for (const name of POSITIVE) {
    const value: unknown = options[name];
    if (value !== undefined && !(typeof value === 'number' && value > 0)) {
      throw new TypeError(`${name} must be a positive number`);
    }
  }
  if (!Array.isArray(servers)) throw new TypeError('servers must be an array');
  const resolved = servers.map(resolveServer);
  resolved.forEach((server, at) => {
    const twin = resolved.slice(0, at).find((earlier) => clash(earlier, server));
    if (twin !== undefined) {
      throw new TypeError(`${server.address} is listed twice: give each a serverId of its own`);
    }
  });
  return resolved;
}

function resolveServer(value: unknown, at: number): AppServer {
  const config = checkServer(value, at);
  const url = resolveUrl(config.url, at);
  const { allow, deny = [], appResources = [], serverId, type } = config;
  let hash: Promise<string> | undefined;
  return {
    config,
    url,
    hash() {
      hash ??= serverHash(type, url);
      return hash;
    },
    label: serverId ?? `mcp-${at + 1}`,
    address: `${url.origin}${url.pathname}`,
    isAllowed: (name) => (allow?.includes(name) ?? true) && !deny.includes(name),
    isReadable: (uri) =>
      [UI_SCHEME, ...appResources].some((start) => uri.startsWith(start)) && !CLIMBS.test(uri),
  };
}

function checkServer(value: unknown, at: number): MCPAppsServer {
  if (!isRecord(value)) throw new TypeError(`servers[${at}] must be an object`);
  const refused = NOT_OFFERED.find((name) => value[name] !== undefined);
  if (refused !== undefined) {
    throw new TypeError(`servers[${at}].${refused} is not offered: use allow and deny`);
  }
  if (value.type !== 'http' && value.type !== 'sse') {
    throw new TypeError(`servers[${at}].type must be 'http' or 'sse'`);
  }
  for (const name of ['allow', 'deny', 'appTools', 'appResources', 'forwardHeaders']) {
    if (!isListOfTexts(value[name])) throw new TypeError(`servers[${at}].${name} must be texts`);
  }
  for (const name of ['serverId', 'agentId']) {
    const id = value[name];
    if (id !== undefined && (typeof id !== 'string' || id === '')) {
      throw new TypeError(`servers[${at}].${name} must be a text`);
    }
  }
  // Holds because every field was checked, but for the URL, which follows, and what is only passed on.
  return value as unknown as MCPAppsServer;
}

function resolveUrl(value: unknown, at: number): URL {
  const url = URL.canParse(String(value)) ? new URL(String(value)) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(`servers[${at}].url must be an http or https URL`);
  }
  if (url.username === '' && url.password === '') return url;
  throw new TypeError(`servers[${at}].url must not hold credentials: use headers`);
}

function isListOfTexts(value: unknown): boolean {
  if (value === undefined) return true;
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

/** Whether a user interface could not tell two servers of one agent apart. */
function clash(one: AppServer, other: AppServer): boolean {
  const { agentId, serverId, type } = one.config;
  const { config } = other;
  const share = [agentId, config.agentId].includes(undefined) || agentId === config.agentId;
  if (!share) return false;
  if (serverId !== undefined && serverId === config.serverId) return true;
  const isSame = type === config.type && one.url.href === other.url.href;
  return isSame && (serverId === undefined || config.serverId === undefined);
}
