import type { Transport } from '../http/runtime-client.js';
import type { ConformanceContext } from './conformance-context.js';
import type { ServerInfo } from './server-info.js';

/** One statement about a server, tried over HTTP alone. */
export interface ConformanceCase {
  /** Says what holds; unique among all cases. */
  readonly name: string;
  /** @default both */
  readonly transports?: readonly Transport[];
  /** Whether the server offers what the case is about; otherwise it is left out. */
  readonly needs?: (info: ServerInfo) => boolean;
  /** Rejects with an `AssertionError` if the statement does not hold. */
  run(context: ConformanceContext): Promise<void>;
}
