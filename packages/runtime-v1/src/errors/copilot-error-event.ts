/** What `onError` of a v1 runtime is told. v1.md 10. */
export interface CopilotErrorEvent {
  readonly type:
    | 'error'
    | 'request'
    | 'response'
    | 'agent_state'
    | 'action'
    | 'message'
    | 'performance';
  /** Epoch milliseconds. */
  readonly timestamp: number;
  readonly context: CopilotRequestContext;
  readonly error?: unknown;
}

export interface CopilotRequestContext {
  readonly threadId?: string;
  readonly runId?: string;
  readonly source: 'runtime' | 'ui' | 'agent' | 'network';
  readonly request?: {
    readonly operation: string;
    readonly method?: string;
    readonly url?: string;
    readonly path?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly startTime: number;
  };
  readonly response?: {
    readonly status?: number;
    readonly statusText?: string;
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
    readonly endTime: number;
    readonly latency: number;
  };
  readonly agent?: { readonly name?: string; readonly nodeName?: string; readonly state?: unknown };
  readonly messages?: {
    readonly input?: unknown;
    readonly output?: unknown;
    readonly messageCount?: number;
  };
  readonly technical?: {
    readonly userAgent?: string;
    readonly host?: string;
    readonly environment?: string;
    readonly version?: string;
    readonly stackTrace?: string;
  };
  readonly performance?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

export type CopilotErrorHandler = (event: CopilotErrorEvent) => void | Promise<void>;

/** How the parts of a runtime report what `onError` is to be told. Never throws. */
export type ReportError = (
  error: unknown,
  context: Omit<Partial<CopilotRequestContext>, 'source'> & {
    readonly source?: CopilotRequestContext['source'];
  },
) => void;
