import type { AgentFactoryContext, RunAgentInput } from '@flightdeck/core';

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

/** The address of runs that no request has asked for. */
const NOBODY = 'http://runtime.invalid/';

/** What is known of a request; the fetch request is only made for those who look at it. */
export function toV1Request(
  context: Pick<AgentFactoryContext, 'request' | 'run'>,
  properties: Readonly<Record<string, unknown>>,
  input: RunAgentInput | null,
): V1Request {
  const { run } = context;
  return {
    get request() {
      return context.request;
    },
    get url() {
      const { headers, url } = context.request;
      return headers.get('referer') ?? url;
    },
    properties: { ...properties, ...propertiesOf(input) },
    run:
      run === null || input === null
        ? null
        : { agentId: run.agentId, threadId: input.threadId, runId: input.runId },
  };
}

/** Stands for the request where a run goes on without one, after its server was lost. */
export function v1RequestOfNobody(properties: Readonly<Record<string, unknown>>): V1Request {
  return toV1Request({ request: new Request(NOBODY), run: null }, properties, null);
}

function propertiesOf(input: RunAgentInput | null): Readonly<Record<string, unknown>> {
  const sent: unknown = input?.forwardedProps;
  return typeof sent === 'object' && sent !== null ? { ...sent } : {};
}
