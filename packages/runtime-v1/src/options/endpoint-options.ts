import type { CopilotCorsConfig } from '@flightdeck/core';
import type { CopilotServiceAdapter } from '../adapters/service-adapter.js';
import type { CopilotRuntime } from '../copilot-runtime.js';
import type { LogLevel } from './log-level.js';

/** Options of the endpoint helpers. v1.md 4. */
export interface CreateCopilotRuntimeServerOptions {
  readonly runtime: CopilotRuntime;
  /** Who answers as `default`, and for suggestions and tasks. @default nobody */
  readonly serviceAdapter?: CopilotServiceAdapter;
  /** The path of the endpoint, as clients have it in `runtimeUrl`; found by itself where it is left out. */
  readonly endpoint?: string;
  /** Counts instead of `endpoint`. */
  readonly baseUrl?: string;
  /** Accepted and without effect: nothing is sent to a cloud. */
  readonly cloud?: unknown;
  /** Put under the properties of each request. */
  readonly properties?: Readonly<Record<string, unknown>>;
  /** From which level on the runtime says something; `LOG_LEVEL` of the environment wins. @default 'warn' */
  readonly logLevel?: LogLevel;
  /** @default every origin, without cookies */
  readonly cors?: boolean | CopilotCorsConfig;
  /** Whether clients before 1.50, and `CopilotTask`, are served. @default true */
  readonly legacyGraphQL?: boolean;
}

/** What browsers send as properties, under those of the endpoint. */
export type CopilotRequestContextProperties = Readonly<Record<string, unknown>>;

/** What is left of the context that functions of CopilotKit 1.x were given. */
export interface GraphQLContext {
  readonly properties: CopilotRequestContextProperties;
  readonly request: Request;
}
