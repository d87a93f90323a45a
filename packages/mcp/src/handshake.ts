import { isRecord } from './is-record.js';

/** What is offered to servers. */
export const LATEST_PROTOCOL_VERSION = '2025-11-25';

/** What is spoken. */
export const PROTOCOL_VERSIONS: readonly string[] = [
  LATEST_PROTOCOL_VERSION,
  '2025-06-18',
  '2025-03-26',
  '2024-11-05',
];

/** What a server says of itself in the handshake. */
export interface ServerWelcome {
  readonly protocolVersion: string;
  readonly serverInfo: { readonly name: string; readonly version: string };
  readonly capabilities: Readonly<Record<string, unknown>>;
}

/** Reads the result of `initialize`; `undefined` when it is none or its version is not spoken. */
export function parseWelcome(result: unknown): ServerWelcome | undefined {
  if (!isRecord(result)) return undefined;
  const { protocolVersion, serverInfo, capabilities } = result;
  if (typeof protocolVersion !== 'string' || !PROTOCOL_VERSIONS.includes(protocolVersion)) {
    return undefined;
  }
  const info = isRecord(serverInfo) ? serverInfo : {};
  return {
    protocolVersion,
    serverInfo: { name: textOr(info['name']), version: textOr(info['version']) },
    capabilities: isRecord(capabilities) ? capabilities : {},
  };
}

function textOr(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
