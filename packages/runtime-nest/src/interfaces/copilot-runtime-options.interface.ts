import type {
  AgentsConfig,
  CopilotCorsConfig,
  CopilotRuntime,
  CopilotRuntimeHooks,
  CopilotRuntimeOptions,
  EndpointMode,
  RealtimeOptions,
} from '@flightdeck/core';
import type { NodeBridgeOptions } from '@flightdeck/runtime-node';
import type {
  CanActivate,
  ConfigurableModuleAsyncOptions,
  ControllerOptions,
  DynamicModule,
  ForwardReference,
  NestInterceptor,
  Type,
} from '@nestjs/common';

/** How an application serves its runtime. */
export interface CopilotRuntimeEndpointOptions extends Pick<
  NodeBridgeOptions,
  'trustProxy' | 'stallTimeoutMs'
> {
  /**
   * `multi-route` serves REST paths only, `single-route` only the envelope at the base path.
   *
   * @default both
   */
  readonly mode?: EndpointMode | undefined;
  /** Called around each request; unlike interceptors, they may change what is answered. */
  readonly hooks?: CopilotRuntimeHooks | undefined;
  /**
   * CORS headers for the runtime's own paths. Guards see preflights before this answers them, so
   * `app.enableCors()` is what most applications want.
   *
   * @default false
   */
  readonly cors?: boolean | CopilotCorsConfig | undefined;
  /**
   * Milliseconds that runs get to come to their end when the application closes.
   *
   * @default 10000
   */
  readonly shutdownGraceMs?: number | undefined;
  /**
   * Whether the application comes up only if the store of the threads can be opened. Otherwise that
   * is tried at the start, and again with every request, which are answered 503 until then.
   *
   * @default true
   */
  readonly waitForStore?: boolean | undefined;
}

/** A runtime that the module makes. Providers marked with `@CopilotAgent` join `agents`. */
export interface CopilotRuntimeFromOptions extends Omit<
  CopilotRuntimeOptions,
  'agents' | 'realtime'
> {
  /** @default only the agents that are found */
  readonly agents?: AgentsConfig | undefined;
  /**
   * Tells other tabs and devices of changes of threads, over sockets of the application's server.
   *
   * @default false
   */
  readonly realtime?: boolean | RealtimeOptions | undefined;
  readonly runtime?: undefined;
}

/** A runtime made elsewhere. Its agents are fixed; the module shuts it down with the application. */
export interface ReadyCopilotRuntime {
  readonly runtime: CopilotRuntime;
  /** Whether its sockets are served; how is said where it is made. @default false */
  readonly realtime?: boolean | undefined;
}

export type CopilotRuntimeModuleOptions = CopilotRuntimeEndpointOptions &
  (CopilotRuntimeFromOptions | ReadyCopilotRuntime);

/** What must be known before anything can be injected. */
export interface CopilotRuntimeModuleExtras {
  /**
   * Where the runtime is, below global prefix, version and `RouterModule` path.
   *
   * @default 'api/copilotkit'
   */
  path: string;
  /**
   * Tells several runtimes of one application apart, for `@InjectCopilotRuntime(name)` and for the
   * `runtime` option of `@CopilotAgent`.
   *
   * @default 'default'
   */
  name: string;
  /** @default the application's default version */
  version: ControllerOptions['version'] | undefined;
  /**
   * Whether every module can inject the runtime.
   *
   * @default false
   */
  isGlobal: boolean;
  /** Modules whose exports the guards, the interceptors or the options need. */
  imports: (Type | DynamicModule | Promise<DynamicModule> | ForwardReference)[];
  /** Guards of every route; classes are instantiated with what `imports` and this module offer. */
  guards: (Type<CanActivate> | CanActivate)[];
  /** Interceptors of every route. A request ends for them when its stream begins. */
  interceptors: (Type<NestInterceptor> | NestInterceptor)[];
  /** Further decorators of the controller, such as those that an application-wide guard looks for. */
  decorators: ClassDecorator[];
}

/** Options of `CopilotRuntimeModule.forRoot`. */
export type CopilotRuntimeRootOptions = CopilotRuntimeModuleOptions &
  Partial<CopilotRuntimeModuleExtras>;

/** Options of `CopilotRuntimeModule.forRootAsync`. */
export type CopilotRuntimeAsyncOptions = ConfigurableModuleAsyncOptions<
  CopilotRuntimeModuleOptions,
  'createCopilotRuntimeOptions'
> &
  Partial<CopilotRuntimeModuleExtras>;

/** Makes the options, for `useClass` and `useExisting`. */
export interface CopilotRuntimeOptionsFactory {
  createCopilotRuntimeOptions(): Promise<CopilotRuntimeModuleOptions> | CopilotRuntimeModuleOptions;
}
