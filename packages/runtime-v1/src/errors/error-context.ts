import type { V1Request } from '../run/v1-request.js';
import type { CopilotRequestContext } from './copilot-error-event.js';
import { shownHeaders } from './shown-headers.js';

/** What `onError` is told of a request that asks for a run: ids, agent, address, headers without secrets. */
export function errorContextOf(
  { request, run }: V1Request,
  startTime: number,
): Pick<CopilotRequestContext, 'threadId' | 'runId' | 'agent' | 'request'> {
  return {
    ...(run === null ? {} : { threadId: run.threadId, runId: run.runId }),
    ...(run === null ? {} : { agent: { name: run.agentId } }),
    request: requestContext(request, startTime),
  };
}

/** @param path where the adapter knows it better than the address */
export function requestContext(
  { method, url, headers }: Request,
  startTime: number,
  path: string = pathOf(url),
): NonNullable<CopilotRequestContext['request']> {
  return { operation: 'agent.run', method, url, path, headers: shownHeaders(headers), startTime };
}

function pathOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}
