import { azure, bedrock, keyedProvider, vertex } from './cloud-providers.js';
import { compatibleServer, openai, openaiChat } from './openai-providers.js';
import type { ProviderEntry } from './provider-plan.js';

const google = keyedProvider({
  packageName: '@ai-sdk/google',
  create: 'createGoogleGenerativeAI',
  label: 'google.generative-ai',
  keyNames: ['GOOGLE_API_KEY', 'GOOGLE_GENERATIVE_AI_API_KEY', 'GEMINI_API_KEY'],
  urlNames: ['GOOGLE_GENERATIVE_AI_BASE_URL'],
  defaultUrl: 'https://generativelanguage.googleapis.com/v1beta',
});

/** By the name before the separator of a model string (agent.md 3, 18.2). */
export const builtInProviders: Readonly<Record<string, ProviderEntry>> = {
  openai,
  'openai-chat': openaiChat,
  anthropic: keyedProvider({
    packageName: '@ai-sdk/anthropic',
    create: 'createAnthropic',
    label: 'anthropic.messages',
    keyNames: ['ANTHROPIC_API_KEY'],
    urlNames: ['ANTHROPIC_BASE_URL'],
    defaultUrl: 'https://api.anthropic.com/v1',
  }),
  google,
  gemini: google,
  'google-gemini': google,
  vertex,
  azure,
  bedrock,
  groq: keyedProvider({
    packageName: '@ai-sdk/groq',
    create: 'createGroq',
    label: 'groq.chat',
    keyNames: ['GROQ_API_KEY'],
    urlNames: ['GROQ_BASE_URL'],
    defaultUrl: 'https://api.groq.com/openai/v1',
  }),
  'groq-chat': compatibleServer({
    name: 'groq',
    keyNames: ['GROQ_API_KEY'],
    urlNames: ['GROQ_BASE_URL'],
    defaultUrl: 'https://api.groq.com/openai/v1',
    path: '/openai/v1',
    isKeyRequired: true,
  }),
  mistral: keyedProvider({
    packageName: '@ai-sdk/mistral',
    create: 'createMistral',
    label: 'mistral.chat',
    keyNames: ['MISTRAL_API_KEY'],
    urlNames: ['MISTRAL_BASE_URL'],
    defaultUrl: 'https://api.mistral.ai/v1',
  }),
  xai: keyedProvider({
    packageName: '@ai-sdk/xai',
    create: 'createXai',
    label: 'xai.chat',
    keyNames: ['XAI_API_KEY'],
    urlNames: ['XAI_BASE_URL'],
    defaultUrl: 'https://api.x.ai/v1',
  }),
  deepseek: keyedProvider({
    packageName: '@ai-sdk/deepseek',
    create: 'createDeepSeek',
    label: 'deepseek.chat',
    keyNames: ['DEEPSEEK_API_KEY'],
    urlNames: ['DEEPSEEK_BASE_URL'],
    defaultUrl: 'https://api.deepseek.com',
  }),
  ollama: compatibleServer({
    name: 'ollama',
    keyNames: ['OLLAMA_API_KEY'],
    urlNames: ['OLLAMA_BASE_URL'],
    defaultUrl: 'http://localhost:11434/v1',
    path: '/v1',
  }),
  lmstudio: compatibleServer({
    name: 'lmstudio',
    keyNames: ['LMSTUDIO_API_KEY'],
    urlNames: ['LMSTUDIO_BASE_URL'],
    defaultUrl: 'http://localhost:1234/v1',
    path: '/v1',
  }),
  openrouter: compatibleServer({
    name: 'openrouter',
    keyNames: ['OPENROUTER_API_KEY'],
    urlNames: ['OPENROUTER_BASE_URL'],
    defaultUrl: 'https://openrouter.ai/api/v1',
    isKeyRequired: true,
  }),
  minimax: compatibleServer({
    name: 'minimax',
    keyNames: ['MINIMAX_API_KEY'],
    urlNames: ['MINIMAX_BASE_URL'],
    defaultUrl: 'https://api.minimax.io/v1',
    isKeyRequired: true,
  }),
  unify: compatibleServer({
    name: 'unify',
    keyNames: ['UNIFY_API_KEY'],
    urlNames: ['UNIFY_BASE_URL'],
    defaultUrl: 'https://api.unify.ai/v0',
    isKeyRequired: true,
  }),
  'openai-compatible': compatibleServer({
    name: 'openai-compatible',
    keyNames: ['OPENAI_COMPATIBLE_API_KEY'],
    urlNames: ['OPENAI_COMPATIBLE_BASE_URL'],
  }),
};

/** In the order and words of upstream's message, then the rest. */
export function providerNames(registered: Iterable<string>): string {
  const aliases = new Set(['openai', 'anthropic', 'google', 'gemini', 'google-gemini']);
  const more = Object.keys(builtInProviders).filter((name) => !aliases.has(name));
  return ['openai', 'anthropic', 'google (gemini)', ...new Set([...more, ...registered])].join(
    ', ',
  );
}
