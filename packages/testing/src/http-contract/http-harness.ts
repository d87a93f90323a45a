import type {
  CopilotCorsConfig,
  CopilotRuntime,
  CopilotRuntimeHooks,
  CopilotRuntimeOptions,
  EndpointMode,
} from '@flightdeck/core';
import type { FetchFunction } from '../http/runtime-client.js';
import type { TestApi } from '../test-api.js';

/** How a runtime is mounted; the options that all adapters have in common. */
export interface HttpMount {
  readonly basePath: string;
  readonly mode?: EndpointMode;
  readonly cors: boolean | CopilotCorsConfig;
  readonly hooks?: CopilotRuntimeHooks;
}

/** What a case wants to talk to. */
export interface HttpFixture {
  /** Options for `new CopilotRuntime(...)`, which the harness calls. */
  readonly runtime: CopilotRuntimeOptions;
  readonly mount: HttpMount;
}

/** A runtime behind an adapter. */
export interface HttpServerUnderTest {
  /** URL of the base path, without a trailing slash. */
  readonly baseUrl: string;
  readonly runtime: CopilotRuntime;
  /** How requests are made, for adapters that need no socket. @default the global `fetch` */
  readonly fetch?: FetchFunction;
  /** Closes the server and whatever is connected to it. The runtime is shut down by the suite. */
  close(): Promise<void>;
}

/** Where an adapter answers differently than the others because its framework does. */
export interface HttpAdapterTraits {
  /**
   * Whether requests travel over sockets. A fetch handler that is called directly has none.
   *
   * @default true
   */
  readonly sockets: boolean;
  /**
   * Whether unknown paths below the base path get the runtime's own JSON 404. Where the framework
   * registers routes one by one (Nest), they get that of the framework.
   *
   * @default true
   */
  readonly answersUnknownPaths: boolean;
  /**
   * Whether paths outside the base path get the runtime's own JSON 404. Where the runtime is one
   * part of an application, they belong to the application.
   *
   * @default true
   */
  readonly answersForeignPaths: boolean;
  /**
   * Whether a known path with a wrong verb gets 405. A framework whose router knows verbs (Nest)
   * may not pass the request on.
   *
   * @default true
   */
  readonly answersWrongVerbs: boolean;
  /**
   * Whether a mount has `mode` and `hooks`. Cases that need them are left out otherwise.
   *
   * @default true
   */
  readonly hasMountOptions: boolean;
}

export interface HttpAdapterContractOptions {
  /** Names the adapter in the titles. */
  readonly name: string;
  readonly api: TestApi;
  /** Mounts a runtime for one or more cases. */
  readonly createServer: (fixture: HttpFixture) => Promise<HttpServerUnderTest>;
  readonly traits?: Partial<HttpAdapterTraits>;
}

export const BASE_PATH = '/api/copilotkit';

/** The URL of a mount on a server, as cases expect it. */
export function baseUrlOf(origin: string, { basePath }: HttpMount): string {
  return `${origin}${basePath.replace(/\/$/, '')}`;
}
