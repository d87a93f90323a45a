/** A provider as an agent is told of it. */
export interface Provider {
  readonly name: string;
  readonly model: string;
  readonly api?: 'responses' | 'chat';
  /** Of the API, below the origin of a server that speaks for the provider. */
  readonly path: string;
}

export const PROVIDERS: readonly Provider[] = [
  { name: 'OpenAI Responses', model: 'openai/gpt-5', api: 'responses', path: '/v1' },
  { name: 'OpenAI chat', model: 'openai/gpt-4o', api: 'chat', path: '/v1' },
  { name: 'Anthropic', model: 'anthropic/claude-sonnet-4-5', path: '/v1' },
  { name: 'Gemini', model: 'google/gemini-2.5-flash', path: '/v1beta' },
];
