import type {
  AgentLogger,
  BuiltInAgentClassicConfig,
  FinishReport,
  StepReport,
  ToolCallReport,
} from '../options/agent-options.js';
import type { AgentEvent } from './agent-event.js';

type Hooks = Pick<BuiltInAgentClassicConfig, 'onEvent' | 'onStep' | 'onToolCall' | 'onFinish'>;

interface HookOptions extends Hooks {
  readonly logger: AgentLogger;
}

/** Tells the hooks of one run. What they throw is logged, once for each hook, and changes nothing. */
export class RunHooks {
  readonly #options: HookOptions;
  readonly #failed = new Set<keyof Hooks>();
  #isFinished = false;

  constructor(options: HookOptions) {
    this.#options = options;
  }

  event(event: AgentEvent): void {
    const { onEvent } = this.#options;
    if (onEvent !== undefined) this.#call('onEvent', () => onEvent(event));
  }

  step(report: StepReport): void {
    this.#call('onStep', () => this.#options.onStep?.(report));
  }

  toolCall(report: ToolCallReport): void {
    this.#call('onToolCall', () => this.#options.onToolCall?.(report));
  }

  /** A run has one end, whatever fails after it. */
  finish(report: FinishReport): void {
    if (this.#isFinished) return;
    this.#isFinished = true;
    this.#call('onFinish', () => this.#options.onFinish?.(report));
  }

  #call(name: keyof Hooks, call: () => unknown): void {
    try {
      const returned = call();
      // Typed to return nothing, which an async function satisfies as well.
      if (typeof returned !== 'object' || returned === null || !('then' in returned)) return;
      void Promise.resolve(returned).catch((error: unknown) => this.#fail(name, error));
    } catch (error) {
      this.#fail(name, error);
    }
  }

  #fail(name: keyof Hooks, error: unknown): void {
    if (this.#failed.has(name)) return;
    this.#failed.add(name);
    const { logger } = this.#options;
    logger.error(`${name} failed`, { error: error instanceof Error ? error.name : typeof error });
  }
}
