import { a2ui } from './a2ui/a2ui.js';
import type { A2UIOptions } from './a2ui/a2ui-options.js';
import { pushThrough } from './compose-middlewares.js';
import { openGenerativeUI } from './open-generative-ui/open-generative-ui.js';
import type { AguiEvent, RunContext, RunInput } from './run-middleware.js';
import type { SyncRunMiddleware, SyncRunTransform } from './sync-middleware.js';

export interface RecordedEventTransformOptions {
  /** Without it calls of `generateSandboxedUi` stay as they are. */
  readonly openGenerativeUI?: boolean | { readonly agents?: readonly string[] } | undefined;
  /** Without it nothing of A2UI is looked for. */
  readonly a2ui?: A2UIOptions | undefined;
  /**
   * The agent that ran; `agents` of the options are held against it.
   *
   * @default 'default'
   */
  readonly agentId?: string | undefined;
}

/**
 * Sends the events of one run, as its agent said them, through the middlewares that a runtime would
 * have put around it. Runs nothing and loads nothing; the same events give the same result. Events
 * that went through these middlewares before must not be sent through them again.
 */
export function transformRecordedEvents(
  input: RunInput,
  events: Iterable<AguiEvent>,
  options: RecordedEventTransformOptions,
): AguiEvent[] {
  const transforms = beginAll(input, options);
  const transformed: AguiEvent[] = [];
  for (const event of events)
    transformed.push(...pushThrough(transforms, transforms.length, [event]));
  for (let index = transforms.length - 1; index >= 0; index -= 1) {
    const last = [...(transforms[index]?.end() ?? [])];
    transformed.push(...pushThrough(transforms, index, last));
  }
  return transformed;
}

function beginAll(input: RunInput, options: RecordedEventTransformOptions): SyncRunTransform[] {
  const middlewares: SyncRunMiddleware[] = [];
  if (options.a2ui !== undefined) middlewares.push(a2ui(options.a2ui));
  const sandboxed = options.openGenerativeUI ?? false;
  if (sandboxed !== false) middlewares.push(openGenerativeUI(sandboxed));

  const { signal } = new AbortController();
  const context: RunContext = { agentId: options.agentId ?? 'default', signal, headers: {} };
  const transforms: SyncRunTransform[] = [];
  for (const middleware of middlewares) {
    const begun = middleware.begin(transforms.at(-1)?.input ?? input, context);
    if (begun !== null) transforms.push(begun);
  }
  return transforms;
}
