/** The providers that come with the agent, and the variable that each takes its key from. */
const KEYS: Readonly<Record<string, string | null>> = {
  openai: 'OPENAI_API_KEY',
  'openai-chat': 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  google: 'GOOGLE_API_KEY',
  openrouter: 'OPENROUTER_API_KEY',
  minimax: 'MINIMAX_API_KEY',
  // Servers of one's own need none.
  ollama: null,
  lmstudio: null,
};

/** Whether the agent can ask a model without a further package. */
export function isIncludedModel(model: string): boolean {
  // A model id ends up in a string of the written source.
  return /^[a-z-]+[/:][\w./:@-]+$/.test(model) && Object.hasOwn(KEYS, providerOf(model));
}

/** The variable of the environment that has to be set, if any. */
export function modelKey(model: string): string | null {
  return KEYS[providerOf(model)] ?? null;
}

function providerOf(model: string): string {
  return model.split(/[/:]/, 1)[0] ?? '';
}
