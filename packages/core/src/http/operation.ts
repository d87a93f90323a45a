import type { Scope } from '@flightdeck/store';
import type { CopilotRuntime } from '../runtime/copilot-runtime.js';
import type { Identity } from '../runtime/identity.js';
import type { AgentsConfig } from '../runtime/runtime-options.js';
import type { StreamRecord } from './after-request.js';
import type { FailedRun } from './hooks.js';
import type { Reply } from './reply.js';
import type { RequestBody } from './request-body.js';
import type { HeaderView } from './request-source.js';
import type { RouteParams } from './route-table.js';

/** What an operation knows of the request that it carries out, whichever transport brought it. */
export interface OperationContext {
  readonly runtime: CopilotRuntime;
  readonly agents: AgentsConfig;
  readonly params: RouteParams;
  readonly query: URLSearchParams;
  readonly headers: HeaderView;
  /** The absolute URL, as the client sent it. */
  url(): string;
  readonly body: RequestBody;
  readonly signal: AbortSignal;
  readonly identity: Identity | null;
  /** The threads that the caller may touch. */
  readonly scope: Scope;
  /** Whether the request came as an envelope. */
  readonly isEnvelope: boolean;
  /** Whether the mount serves envelopes alone. */
  readonly singleRouteOnly: boolean;
  /** The fetch `Request`, built on first use. */
  request(): Request;
  /** The framework's own request object, where there is one. */
  readonly nativeRequest: unknown;
  /** Tells the `onError` hook of a failure that no reply can carry any more. */
  readonly reportFailure: (error: unknown, run?: FailedRun) => void;
  /** Set when `afterRequestMiddleware` waits for what a stream will have said. */
  readonly recordStream?: (record: StreamRecord) => void;
}

/** Carries out one route. Rejects with a `RuntimeError` for whatever the caller should be told. */
export type Operation = (context: OperationContext) => Promise<Reply>;
