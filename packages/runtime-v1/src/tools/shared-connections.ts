import { VERSION } from '@flightdeck/core';
import type { Parameter } from '../actions/action.js';
import { BriefCache } from './brief-cache.js';
import { MCPEndpointPool } from './mcp/mcp-endpoint-pool.js';
import type { RemoteInfo } from './remote/remote-info.js';

/** What is kept between requests, and between runtimes. */
export interface SharedConnections {
  readonly mcp: MCPEndpointPool;
  readonly remoteInfo: BriefCache<RemoteInfo>;
  readonly chainInputs: BriefCache<ChainInput>;
}

/** What a LangServe chain takes. */
export interface ChainInput {
  readonly parameters: readonly Parameter[];
  /** `single`: the value of its one parameter; `multi`: an object of all. */
  readonly parameterType: 'single' | 'multi';
}

const SHARED = Symbol.for(`@flightdeck/runtime-v1 ${VERSION} connections`);

/**
 * Those of this process. Documented examples make a runtime for each request, in which nothing could be
 * kept; and an application may load this package twice, as an ES module and in CommonJS.
 */
export function sharedConnections(): SharedConnections {
  const host = globalThis as { [SHARED]?: SharedConnections };
  return (host[SHARED] ??= createConnections());
}

/** @param now epoch milliseconds */
export function createConnections(now?: () => number): SharedConnections {
  return {
    mcp: new MCPEndpointPool(),
    remoteInfo: new BriefCache(now),
    chainInputs: new BriefCache(now),
  };
}
