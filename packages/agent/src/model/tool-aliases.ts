import type { ModelCall, ToolChoice } from './model-call.js';
import type { ModelPart } from './model-part.js';
import type { PromptMessage } from './prompt.js';

/** OpenAI takes 64 of these characters; Gemini wants one of `FIRST` in front. */
const MAX_LENGTH = 64;
const UNFIT = /[^A-Za-z0-9_-]/g;
const FIRST = /^[A-Za-z_]/;

/**
 * The names by which one question calls tools whose own names some provider refuses. A request with one
 * such name fails, so they are replaced wherever the model reads names, and put back where it says them.
 */
export class ToolAliases {
  readonly #aliases = new Map<string, string>();
  readonly #names = new Map<string, string>();
  readonly #taken: Set<string>;

  constructor({ tools }: Pick<ModelCall, 'tools'>) {
    this.#taken = new Set(tools.map(({ name }) => name).filter(isFit));
    for (const { name } of tools) this.#names.set(this.#aliasOf(name), name);
  }

  /** The call with names that every provider takes. */
  apply<Call extends ModelCall>(call: Call): Call {
    return {
      ...call,
      tools: call.tools.map((tool) => ({ ...tool, name: this.#aliasOf(tool.name) })),
      toolChoice: this.#choice(call.toolChoice),
      prompt: call.prompt.map((message) => this.#message(message)),
    };
  }

  /** The part with the tool's own name. */
  restore(part: ModelPart): ModelPart {
    if (!('toolName' in part)) return part;
    return { ...part, toolName: this.#names.get(part.toolName) ?? part.toolName };
  }

  #choice(choice: ToolChoice): ToolChoice {
    return typeof choice === 'string'
      ? choice
      : { ...choice, toolName: this.#aliasOf(choice.toolName) };
  }

  #message(message: PromptMessage): PromptMessage {
    if (message.role !== 'assistant' && message.role !== 'tool') return message;
    const content = message.content.map((part) =>
      'toolName' in part ? { ...part, toolName: this.#aliasOf(part.toolName) } : part,
    );
    // The parts are of the kinds that they were.
    return { ...message, content } as PromptMessage;
  }

  #aliasOf(name: string): string {
    if (isFit(name)) return name;
    const known = this.#aliases.get(name);
    if (known !== undefined) return known;
    const alias = this.#free(name);
    this.#aliases.set(name, alias);
    this.#taken.add(alias);
    return alias;
  }

  #free(name: string): string {
    const letters = name.replaceAll(UNFIT, '_');
    const stem = (FIRST.test(letters) ? letters : `_${letters}`).slice(0, MAX_LENGTH);
    let candidate = stem;
    for (let count = 2; this.#taken.has(candidate); count += 1) {
      const suffix = `_${String(count)}`;
      candidate = stem.slice(0, MAX_LENGTH - suffix.length) + suffix;
    }
    return candidate;
  }
}

function isFit(name: string): boolean {
  return name.length <= MAX_LENGTH && FIRST.test(name) && name.search(UNFIT) < 0;
}
