import { isStandIn } from '../messages/to-prompt.js';
import { estimateTokens, estimateToolTokens } from '../model/estimate-tokens.js';
import type { ToolSpec } from '../model/model-call.js';
import type { PromptMessage } from '../model/prompt.js';
import type { AgentLogger } from '../options/agent-options.js';

export interface PromptBudgetOptions {
  readonly maxInputTokens: number;
  /** They count as well. */
  readonly tools: readonly ToolSpec[];
  readonly logger: Pick<AgentLogger, 'debug'>;
}

/** Keeps the prompts of one run below a number of tokens, as `estimateTokens` counts them. */
export class PromptBudget {
  readonly #maxInputTokens: number;
  readonly #toolTokens: number;
  readonly #logger: Pick<AgentLogger, 'debug'>;
  readonly #known = new WeakMap<PromptMessage, number>();

  constructor({ maxInputTokens, tools, logger }: PromptBudgetOptions) {
    this.#maxInputTokens = maxInputTokens;
    this.#toolTokens = estimateToolTokens(tools);
    this.#logger = logger;
  }

  /**
   * The prompt without its oldest turns, as many as are too many. A turn is what the user has said and
   * all that follows until the user speaks again: calls go with their results. System messages and the
   * last turn stay, even if they are too long by themselves.
   */
  fit(prompt: readonly PromptMessage[]): readonly PromptMessage[] {
    const { system, turns } = inTurns(prompt);
    const sizes = turns.map((turn) => this.#sizeOf(turn));
    let tokens =
      this.#toolTokens + this.#sizeOf(system) + sizes.reduce((sum, size) => sum + size, 0);
    if (tokens <= this.#maxInputTokens) return prompt;
    let leftOut = 0;
    while (tokens > this.#maxInputTokens && leftOut < turns.length - 1) {
      tokens -= sizes[leftOut] ?? 0;
      leftOut += 1;
    }
    this.#logger.debug('The oldest turns are left out because of maxInputTokens.', {
      turns: leftOut,
      estimatedTokens: tokens,
    });
    return [...system, ...turns.slice(leftOut).flat()];
  }

  #sizeOf(messages: readonly PromptMessage[]): number {
    return messages.reduce((sum, message) => sum + this.#tokensOf(message), 0);
  }

  #tokensOf(message: PromptMessage): number {
    const known = this.#known.get(message);
    if (known !== undefined) return known;
    const tokens = estimateTokens(message);
    this.#known.set(message, tokens);
    return tokens;
  }
}

interface Turns {
  readonly system: readonly PromptMessage[];
  readonly turns: readonly (readonly PromptMessage[])[];
}

function inTurns(prompt: readonly PromptMessage[]): Turns {
  const system = prompt.filter(({ role }) => role === 'system');
  const turns: PromptMessage[][] = [];
  let previous: PromptMessage['role'] | undefined;
  for (const message of prompt) {
    if (message.role === 'system') continue;
    const begins = message.role === 'user' && previous !== 'user' && !isStandIn(message);
    const turn = turns.at(-1);
    if (begins || turn === undefined) turns.push([message]);
    else turn.push(message);
    previous = message.role;
  }
  return { system, turns };
}
