import { isRecord } from '../json/is-record.js';
import type { AguiEvent, RunInput, RunTransform } from '../run-middleware.js';
import type { Discovery } from './discover-tools.js';
import { executeCall } from './execute-call.js';
import { OpenCalls } from './open-calls.js';
import type { LinkContext, ServerLinks } from './server-links.js';

export interface CallOpenToolsOptions {
  readonly input: RunInput;
  readonly discovery: Discovery;
  readonly links: ServerLinks;
  readonly context: LinkContext;
}

const NOTHING: readonly AguiEvent[] = [];

/**
 * Offers an agent the tools of MCP servers, and carries out those calls of them that it leaves open,
 * one after the other, before the end of its run. A run that fails or waits for somebody is left alone.
 */
export class CallOpenTools implements RunTransform {
  readonly input: RunInput;
  readonly #options: CallOpenToolsOptions;
  readonly #calls: OpenCalls;
  #warnings: readonly AguiEvent[];
  /** The end of the run, until the calls are answered. */
  #held: AguiEvent | null = null;

  constructor(options: CallOpenToolsOptions) {
    const { input, discovery } = options;
    const { tools, warnings } = discovery;
    this.#options = options;
    this.#warnings = warnings;
    const offered = [...tools.values()].map(({ declaration }) => declaration);
    this.input = offered.length === 0 ? input : { ...input, tools: [...input.tools, ...offered] };
    this.#calls = new OpenCalls((name) => tools.has(name), input.messages);
  }

  push(event: AguiEvent): readonly AguiEvent[] {
    this.#calls.observe(event);
    if (event.type === 'RUN_FINISHED' && !isInterrupt(event) && this.#calls.size > 0) {
      this.#held = event;
      return this.#withWarnings(NOTHING);
    }
    return this.#withWarnings([event]);
  }

  async *end(): AsyncGenerator<AguiEvent> {
    if (this.#held === null) return;
    const { discovery, links, context, input } = this.#options;
    const { runId } = input;
    for (const call of this.#calls.list()) {
      const tool = discovery.tools.get(call.name);
      if (tool === undefined) continue;
      yield* await executeCall({ runId, call, tool, links, context });
      if (context.signal.aborted) return;
    }
    yield this.#held;
  }

  /** Behind RUN_STARTED, which not every agent tells. */
  #withWarnings(events: readonly AguiEvent[]): readonly AguiEvent[] {
    if (this.#warnings.length === 0) return events;
    const warnings = this.#warnings;
    this.#warnings = NOTHING;
    return events[0]?.type === 'RUN_STARTED' ? [...events, ...warnings] : [...warnings, ...events];
  }
}

function isInterrupt({ outcome }: AguiEvent): boolean {
  return isRecord(outcome) && outcome.type === 'interrupt';
}
