import type { AguiMessage } from '../messages/agui-message.js';
import { downloadAttachment } from '../messages/download-attachment.js';
import { providerFamily } from '../messages/envelope.js';
import { toPrompt } from '../messages/to-prompt.js';
import { toAcceptedId } from '../messages/unique-tool-calls.js';
import type { LanguageModel } from '../model/language-model.js';
import type { PromptMessage } from '../model/prompt.js';
import type { ResolvedAgentOptions } from '../options/resolve-agent-options.js';
import { hostResolver } from './host-resolver.js';
import type { PromptBudget } from './prompt-budget.js';
import { untilAborted } from './until-aborted.js';

export interface RunPromptOptions {
  /** Sound: see `repairHistory`. */
  readonly history: readonly AguiMessage[];
  /** The system message with the state as it is now. */
  readonly system: () => string | null;
  /** Makes a prompt shorter that is too long. */
  readonly budget?: PromptBudget | undefined;
  readonly options: ResolvedAgentOptions;
  readonly signal: AbortSignal;
}

interface Addition {
  readonly family: string;
  readonly message: PromptMessage;
}

/** The conversation of one run as its models read it: the history, then what each step adds. */
export class RunPrompt {
  readonly #given: RunPromptOptions;
  readonly #histories = new Map<LanguageModel, Promise<readonly PromptMessage[]>>();
  readonly #added: Addition[] = [];
  #history: readonly AguiMessage[];

  constructor(given: RunPromptOptions) {
    this.#given = given;
    this.#history = given.history;
  }

  /** Puts another history in the place of the one that the run began with: before a model is asked. */
  replaceHistory(history: readonly AguiMessage[]): void {
    this.#history = history;
    this.#histories.clear();
  }

  /** What is converted once for a model stays so for the whole run. */
  async forModel(model: LanguageModel): Promise<readonly PromptMessage[]> {
    const history = await untilAborted(this.#historyFor(model), this.#given.signal);
    const system = this.#given.system();
    const family = providerFamily(model.provider);
    const added = this.#added.flatMap(({ message, family: source }) =>
      source === family ? [message] : withoutPrivate(message),
    );
    const first: PromptMessage[] = system === null ? [] : [{ role: 'system', content: system }];
    const all = [...first, ...history, ...added];
    return this.#given.budget?.fit(all) ?? all;
  }

  /** @param provider of the model that has said it */
  add(provider: string, message: PromptMessage): void {
    this.#added.push({ family: providerFamily(provider), message });
  }

  #historyFor(model: LanguageModel): Promise<readonly PromptMessage[]> {
    const known = this.#histories.get(model);
    if (known !== undefined) return known;
    const converting = this.#convert(model);
    this.#histories.set(model, converting);
    // A model that could not be loaded may be the next time.
    converting.catch(() => this.#histories.delete(model));
    return converting;
  }

  async #convert(model: LanguageModel): Promise<readonly PromptMessage[]> {
    const { options, signal } = this.#given;
    const fetch = options.fetch ?? globalThis.fetch;
    // Whoever brings a `fetch` decides what it may reach by which names.
    const resolve = options.fetch === undefined ? hostResolver() : undefined;
    return toPrompt(this.#history, {
      provider: model.provider,
      forwardSystemMessages: options.forwardSystemMessages,
      forwardDeveloperMessages: options.forwardDeveloperMessages,
      reasoningRoundTrip: options.reasoning.roundTrip,
      supportedUrls: (await model.supportedUrls) ?? {},
      download: (url) => downloadAttachment(url, { fetch, signal, resolve }),
      logger: options.logger,
    });
  }
}

/** A message without what only the provider understands that has said it, and with ids that all take. */
function withoutPrivate(message: PromptMessage): PromptMessage[] {
  if (message.role === 'tool')
    return [{ ...message, content: message.content.map(withAcceptedId) }];
  if (message.role !== 'assistant') return [message];
  const content = message.content.flatMap((part) => {
    if (part.type === 'reasoning' || part.type === 'tool-result') return [];
    if (part.type === 'tool-call' && part.providerExecuted === true) return [];
    const { providerOptions: _, ...rest } = part;
    return [rest.type === 'tool-call' ? withAcceptedId(rest) : rest];
  });
  return content.length === 0 ? [] : [{ role: 'assistant', content }];
}

function withAcceptedId<Part extends { readonly toolCallId: string }>(part: Part): Part {
  return { ...part, toolCallId: toAcceptedId(part.toolCallId) };
}
