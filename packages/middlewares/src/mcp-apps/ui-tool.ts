import type { MCPTool } from '@flightdeck/mcp';
import { isRecord } from '../json/is-record.js';
import type { ToolDeclaration } from '../run-middleware.js';
import type { AppServer } from './resolve-servers.js';

/** A tool whose calls clients show with a user interface. */
export interface UITool {
  readonly server: AppServer;
  readonly name: string;
  /** Where the server has the user interface. */
  readonly resourceUri: string;
  /** What the agent is told of it. */
  readonly declaration: ToolDeclaration;
}

/** The key before there was `_meta.ui`. */
const LEGACY_KEY = 'ui/resourceUri';

/** A tool as an agent may use it; `null` if it has no user interface or is not for agents. */
export function toUITool(server: AppServer, tool: MCPTool): UITool | null {
  const resourceUri = resourceUriOf(tool);
  if (resourceUri === null || !isVisibleTo('model', tool)) return null;
  const { name, description } = tool;
  // The list serves many runs, and what agents do to their input is their own affair.
  const parameters = structuredClone(tool.inputSchema);
  const line = `User interface: ${resourceUri}`;
  const told = description === undefined ? line : `${description}\n${line}`;
  return { server, name, resourceUri, declaration: { name, description: told, parameters } };
}

/**
 * Whether a user interface may call a tool: only those of a server that take part in its apps, and
 * that are not for agents alone.
 */
export function isCallableByApps({ config }: AppServer, tool: MCPTool): boolean {
  if (config.appTools?.includes(tool.name) === true) return true;
  const belongsToApps = isRecord(tool._meta?.ui) || resourceUriOf(tool) !== null;
  return belongsToApps && isVisibleTo('app', tool);
}

function resourceUriOf({ _meta: meta = {} }: MCPTool): string | null {
  const uri = isRecord(meta.ui) ? (meta.ui.resourceUri ?? meta[LEGACY_KEY]) : meta[LEGACY_KEY];
  return typeof uri === 'string' && uri !== '' ? uri : null;
}

function isVisibleTo(whom: 'model' | 'app', { _meta: meta = {} }: MCPTool): boolean {
  const visibility = isRecord(meta.ui) ? meta.ui.visibility : undefined;
  if (visibility === undefined || visibility === null) return true;
  return Array.isArray(visibility) && visibility.includes(whom);
}
