/** What actions, tools and hooks get to know of one request, whichever wire has brought it. */
export interface V1Request {
  readonly request: Request;
  /** The endpoint's `properties`, under those of the request. v1.md 4 and 7. */
  readonly properties: Readonly<Record<string, unknown>>;
  /** The page that asks: what old clients say in `frontend.url`, else `Referer`, else the request's own address. */
  readonly url: string;
  /** The run that is asked for; `null` for a request that starts none, such as `info`. */
  readonly run: V1Run | null;
}

export interface V1Run {
  readonly agentId: string;
  readonly threadId: string;
  readonly runId: string;
}
