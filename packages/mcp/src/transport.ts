import type { MCPError } from './mcp-error.js';
import type { RpcMessage } from './json-rpc.js';

/** How messages get to one server and back. */
export interface MCPTransport {
  /** Opens what has to be open before the first message. Rejects with `MCPError` or the signal's reason. */
  start(signal: AbortSignal): Promise<void>;
  /**
   * Resolves when the server has taken the message; where the answer comes with it, when the answer has been given to
   * `onMessage`. Rejects with `MCPError` or the signal's reason.
   */
  send(message: RpcMessage, signal: AbortSignal): Promise<void>;
  /** The version that both sides agreed on, for requests to come. */
  setProtocolVersion(version: string): void;
  /** Opens a stream for what the server says unasked, if it has one and it is not open. Never throws. */
  listen(): void;
  /** Ends the session and whatever is open, within 3 s. Never rejects. */
  close(): Promise<void>;
}

/** Who hears what comes from a server. */
export interface TransportListener {
  onMessage(message: RpcMessage): void;
  /** Nothing will come any more. */
  onClosed(error: MCPError): void;
  /** Messages that the server sends unasked may have been missed. */
  onGap(): void;
}

/** The server does not know the session any more: a new handshake may help. */
export class SessionLost extends Error {
  override readonly name = 'SessionLost';
}
