import type { MCPErrorCode } from '@flightdeck/mcp';

/** A server whose tools are missing in a run. */
export interface MCPWarning {
  /** `serverId` of the configuration, or `mcp-1` or `mcpClients[0]` and so on. */
  readonly serverId: string;
  /** `client_failed`: a client of the application's own rejected. */
  readonly code: MCPErrorCode | 'client_failed';
  /** For people; free of addresses and of what the server said. */
  readonly message: string;
}

const WORDS: Readonly<Record<MCPWarning['code'], string>> = {
  connect_failed: 'cannot be reached',
  timeout: 'did not answer in time',
  unauthorized: 'refused access',
  protocol: 'does not speak the protocol',
  server_error: 'reported an error',
  closed: 'ended the connection',
  too_large: 'sent too much',
  client_failed: 'could not list its tools',
};

export function describeMCPFailure(serverId: string, code: MCPWarning['code']): MCPWarning {
  return {
    serverId,
    code,
    message: `The tools of MCP server ${serverId} are not available: it ${WORDS[code]}`,
  };
}
