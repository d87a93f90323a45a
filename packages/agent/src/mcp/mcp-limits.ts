/** Defaults of `MCPOptions`, in milliseconds. */
export const CONNECT_TIMEOUT_MS = 10_000;
export const CALL_TIMEOUT_MS = 60_000;
