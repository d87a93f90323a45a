import type { OpenAIInterface } from '../options/agent-options.js';

/** Where the provider of a model string is and how to get in; each has the provider's default. */
export interface ModelSourceSettings {
  /** @default the provider's environment variable */
  readonly apiKey?: string | undefined;
  /** @default the provider's environment variable, else its own address */
  readonly baseURL?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** @default the global one */
  readonly fetch?: typeof globalThis.fetch | undefined;
  /** Which interface `openai` and `azure` speak. @default 'auto' */
  readonly api?: OpenAIInterface | undefined;
  /** Environment variables. @default those of the process, read when the model is loaded */
  readonly env?: Environment | undefined;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables of the process, where there is one. */
export function environmentOf({ env }: ModelSourceSettings): Environment {
  return env ?? (typeof process === 'object' ? process.env : {});
}
