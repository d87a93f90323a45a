/** Never given headers, keys, query strings or what tools were asked and answered. */
export interface MCPLogger {
  debug(message: string, details?: unknown): void;
  warn(message: string, details?: unknown): void;
}

export const silentMCPLogger: MCPLogger = { debug: () => undefined, warn: () => undefined };
