/**
 * What went wrong with a server.
 *
 * - `connect_failed`: it cannot be reached, its address is refused, or it redirects elsewhere.
 * - `timeout`: it has not answered in time.
 * - `unauthorized`: it answered 401 or 403.
 * - `protocol`: what it says is not the protocol, or a version of it that is not spoken here.
 * - `server_error`: it says that it failed: an HTTP status or an error answer.
 * - `closed`: the connection has ended.
 * - `too_large`: it says more than is read.
 */
export type MCPErrorCode =
  | 'connect_failed'
  | 'timeout'
  | 'unauthorized'
  | 'protocol'
  | 'server_error'
  | 'closed'
  | 'too_large';

export interface MCPErrorDetails {
  /** The HTTP status, where there was one. */
  readonly status?: number | undefined;
  /** The code of a JSON-RPC error answer. */
  readonly rpcCode?: number | undefined;
}

/** A failure of an MCP server. Its message shows no header and of an address only origin and path. */
export class MCPError extends Error {
  override readonly name = 'MCPError';
  readonly code: MCPErrorCode;
  readonly status: number | undefined;
  readonly rpcCode: number | undefined;

  constructor(code: MCPErrorCode, message: string, details: MCPErrorDetails = {}) {
    super(message);
    this.code = code;
    this.status = details.status;
    this.rpcCode = details.rpcCode;
  }
}
