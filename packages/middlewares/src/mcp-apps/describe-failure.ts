import { isRecord } from '../json/is-record.js';

/**
 * What models, user interfaces and everybody who looks at the thread may know of a failure. The text
 * of a server may say more about it than these should.
 */
export function describeFailure(error: unknown): string {
  const code = isRecord(error) && typeof error.code === 'string' ? error.code : null;
  return code === null || !/^[a-z_]{1,32}$/.test(code)
    ? 'MCP request failed'
    : `MCP request failed: ${code}`;
}
