import type { Pause } from './remote/with-retries.js';
import type { SharedConnections } from './shared-connections.js';

/** What tests put in place of the world. */
export interface ToolSeams {
  /** @default the global one */
  readonly fetch?: typeof fetch | undefined;
  /** Between attempts to ask a remote server. @default timers */
  readonly pause?: Pause | undefined;
  /** Milliseconds for all attempts to ask a remote server what it offers. @default 10000 */
  readonly infoTimeoutMs?: number | undefined;
  /** @default those of the process */
  readonly connections?: SharedConnections | undefined;
  /** Loads `@ag-ui/langgraph`. @default `import()` */
  readonly loadLangGraph?: (() => Promise<unknown>) | undefined;
}
