import type { CopilotRuntime } from '../runtime/copilot-runtime.js';
import type { Identity } from '../runtime/identity.js';
import type { RouteMethod } from './route-table.js';

/** The route of a request as hooks see it. `threadId` is there for every route that has one, wherever it stands. */
export interface RouteInfo {
  readonly method: RouteMethod;
  readonly agentId?: string;
  readonly threadId?: string;
}

export interface HookContext {
  readonly request: Request;
  /** The path below the adapter's mount point, without query. */
  readonly path: string;
  readonly runtime: CopilotRuntime;
}

export interface HandlerHookContext extends HookContext {
  readonly route: RouteInfo;
  /** Who calls; `null` without `identifyUser`, or on a public route for an anonymous caller. */
  readonly identity: Identity | null;
}

export interface ResponseHookContext extends HookContext {
  readonly response: Response;
  /** `undefined` when the request was answered before a route was found. */
  readonly route: RouteInfo | undefined;
}

export interface ErrorHookContext extends HookContext {
  readonly error: unknown;
  readonly route: RouteInfo | undefined;
  /** The run that has failed; `undefined` for a request that has not come so far. */
  readonly run: FailedRun | undefined;
  /** When the request came, in epoch milliseconds. */
  readonly startedAt: number;
}

export interface FailedRun {
  readonly threadId: string;
  readonly runId: string;
}

type MaybePromise<T> = T | Promise<T>;

/**
 * Observe, replace or short-circuit requests. Throwing a `Response` from any of them answers with
 * it; throwing anything else goes to `onError`.
 */
export interface CopilotRuntimeHooks {
  /** Before anything else. May return a replacement request; its URL does not change the routing. */
  onRequest?(context: HookContext): MaybePromise<Request | void>;
  /** After the route is known and before it is carried out. May return a replacement request. */
  onBeforeHandler?(context: HandlerHookContext): MaybePromise<Request | void>;
  /** Before the response is sent, also for thrown responses and the runtime's own errors. May replace it. */
  onResponse?(context: ResponseHookContext): MaybePromise<Response | void>;
  /**
   * Once per failure that is not a documented error: something of yours threw, or an agent failed
   * during a run. May return the response, unless a stream is already on its way.
   */
  onError?(context: ErrorHookContext): MaybePromise<Response | void>;
}

/** Runs before every request, after `onRequest`. May return a replacement request or throw a `Response`. */
export type BeforeRequestMiddleware = (parameters: {
  readonly runtime: CopilotRuntime;
  readonly request: Request;
  readonly path: string;
}) => MaybePromise<Request | void>;
