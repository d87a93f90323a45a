import type { RunAgentInput } from '@flightdeck/core';
import type { CopilotServiceAdapter } from '../adapters/service-adapter.js';
import type { ReportError } from '../errors/copilot-error-event.js';
import type { CopilotRuntimeConstructorParams } from '../options/runtime-params.js';
import type { V1Request } from '../run/v1-request.js';

/** What hooks of one run share: see `prepareRunHooks`. */
export interface RunHooks {
  readonly params: CopilotRuntimeConstructorParams;
  readonly request: V1Request;
  readonly input: RunAgentInput;
  readonly options: RunHooksOptions;
}

export interface RunHooksOptions {
  readonly report: ReportError;
  /** Whose `provider` and `model` `observability_c` is told. */
  readonly adapter?: Pick<CopilotServiceAdapter, 'provider' | 'model'> | undefined;
}

/**
 * Calls `middleware.onBeforeRequest` of a run that is asked for: within the agents factory, so that a
 * `Response` which it throws is the answer.
 *
 * @returns what `withRunHooks` needs; `null` if no option asks for anything around runs
 * @throws the `Response`; `RunHookError` for anything else that the hook throws
 */
export async function prepareRunHooks(
  _params: CopilotRuntimeConstructorParams,
  _request: V1Request,
  _input: RunAgentInput,
  _options: RunHooksOptions,
): Promise<RunHooks | null> {
  throw new Error('Not implemented');
}
