import type { Scope } from '@flightdeck/store';
import type { CopilotRuntime } from '../runtime/copilot-runtime.js';
import { scopeOf, type Identity } from '../runtime/identity.js';
import type { AgentsConfig } from '../runtime/runtime-options.js';
import type { StreamRecord } from './after-request.js';
import type { ResolvedRoute } from './envelope.js';
import type { ExchangeRequest } from './exchange-request.js';
import type { FailedRun } from './hooks.js';
import type { Mount } from './mount.js';
import type { OperationContext } from './operation.js';
import type { RequestBody } from './request-body.js';
import type { HeaderView, RequestSource } from './request-source.js';
import type { RouteParams } from './route-table.js';

/** What happens with what an operation tells beside its reply. */
export interface OperationReports {
  failed(error: unknown, run?: FailedRun): void;
  recorded(record: StreamRecord): void;
}

/** What was found out about a request before its operation. */
interface Handled {
  readonly route: ResolvedRoute;
  readonly identity: Identity | null;
  readonly reports: OperationReports;
}

function toNobody(): void {}

/** A request as its operation sees it. What most operations never ask for is made on demand. */
export class ExchangeContext implements OperationContext {
  readonly runtime: CopilotRuntime;
  readonly agents: AgentsConfig;
  readonly params: RouteParams;
  readonly headers: HeaderView;
  readonly body: RequestBody;
  readonly identity: Identity | null;
  readonly scope: Scope;
  readonly isEnvelope: boolean;
  readonly singleRouteOnly: boolean;
  readonly nativeRequest: unknown;
  readonly reportFailure: OperationContext['reportFailure'];
  readonly recordStream?: (record: StreamRecord) => void;
  readonly #request: ExchangeRequest;
  readonly #source: RequestSource;
  readonly #route: ResolvedRoute;
  #query: URLSearchParams | undefined;

  constructor(
    { runtime, agents, servesRest, hooks }: Mount,
    request: ExchangeRequest,
    { route, identity, reports }: Handled,
  ) {
    // A factory that takes the request replaces its source, whose body it may read.
    const { source } = request;
    this.runtime = runtime;
    this.agents = agents;
    this.params = route.params;
    this.headers = source.headers;
    this.body = request.body;
    this.identity = identity;
    this.scope = scopeOf(identity);
    this.isEnvelope = route.isEnvelope;
    this.singleRouteOnly = !servesRest;
    this.nativeRequest = source.nativeRequest;
    // A run keeps this until it ends, and through its exchange the body that has started it.
    this.reportFailure =
      hooks.onError === undefined ? toNobody : (error, run) => reports.failed(error, run);
    if (runtime.settings.afterRequestMiddleware !== undefined) {
      this.recordStream = (record) => reports.recorded(record);
    }
    this.#request = request;
    this.#source = source;
    this.#route = route;
  }

  get query(): URLSearchParams {
    this.#query ??= this.#route.query();
    return this.#query;
  }

  get signal(): AbortSignal {
    return this.#source.signal;
  }

  url(): string {
    return this.#source.url;
  }

  request(): Request {
    return this.#request.handOut();
  }
}
