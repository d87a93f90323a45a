import { createMCPPool, type MCPPool, type MCPPoolOptions } from '@flightdeck/mcp';
import type { AgentLogger } from '../options/agent-options.js';
import { CALL_TIMEOUT_MS, CONNECT_TIMEOUT_MS } from './mcp-limits.js';
import type { MCPOptions } from './mcp-options.js';

/** The pool that keeps an agent's connections between runs; `undefined` if each run has its own (`cache: 'run'`). */
export function createAgentMCPPool(
  options: MCPOptions = {},
  logger?: AgentLogger,
): MCPPool | undefined {
  const { cache = 'agent' } = options;
  if (cache === 'run') return undefined;
  return createMCPPool({
    ...poolOptions(options, logger),
    ...(cache === 'agent' ? {} : { ttlMs: cache, listTtlMs: cache }),
  });
}

/** A pool for one run only. Whoever makes it closes it. */
export function createRunMCPPool(options: MCPOptions, logger: AgentLogger | undefined): MCPPool {
  return createMCPPool(poolOptions(options, logger));
}

function poolOptions(options: MCPOptions, logger: AgentLogger | undefined): MCPPoolOptions {
  return {
    connectTimeoutMs: options.connectTimeoutMs ?? CONNECT_TIMEOUT_MS,
    callTimeoutMs: options.callTimeoutMs ?? CALL_TIMEOUT_MS,
    logger,
  };
}
