/** Whether the address is OpenAI's or Azure's, which both speak Responses. */
export function isOpenAIHost(url: string): boolean {
  const kind = hostClassOf(url);
  return kind === 'openai' || kind === 'azure';
}

/** Whose server a model is on: a closed set, safe to report. */
export type ModelHostClass =
  | 'openai'
  | 'azure'
  | 'openrouter'
  | 'anthropic'
  | 'google'
  | 'vertex'
  | 'bedrock'
  | 'groq'
  | 'unify'
  | 'minimax'
  | 'local'
  | 'other'
  | 'unknown';

/** By the end of the host's name; the more particular first. */
const bySuffix: readonly (readonly [string, ModelHostClass])[] = [
  ['openai.com', 'openai'],
  ['openai.azure.com', 'azure'],
  ['cognitiveservices.azure.com', 'azure'],
  ['services.ai.azure.com', 'azure'],
  ['openrouter.ai', 'openrouter'],
  ['anthropic.com', 'anthropic'],
  ['aiplatform.googleapis.com', 'vertex'],
  ['googleapis.com', 'google'],
  ['amazonaws.com', 'bedrock'],
  ['groq.com', 'groq'],
  ['unify.ai', 'unify'],
  ['minimax.io', 'minimax'],
  ['minimaxi.com', 'minimax'],
  ['localhost', 'local'],
  ['local', 'local'],
  ['internal', 'local'],
];

/** `unknown` for what is not an address, `other` for a host that is not listed. */
export function hostClassOf(url: string): ModelHostClass {
  if (!URL.canParse(url)) return 'unknown';
  const host = new URL(url).hostname.replace(/\.$/, '');
  if (host === '') return 'unknown';
  if (isPrivateAddress(host)) return 'local';
  // On the borders of labels: `notopenai.com` is not OpenAI's, nor is a regional Vertex host Google's.
  const found = bySuffix.find(
    ([suffix]) =>
      host === suffix ||
      host.endsWith(`.${suffix}`) ||
      (suffix === 'aiplatform.googleapis.com' && host.endsWith(`-${suffix}`)),
  );
  return found?.[1] ?? 'other';
}

/** Loopback, RFC 1918 and link-local addresses. The URL parser has normalised other spellings. */
function isPrivateAddress(host: string): boolean {
  if (host.startsWith('[')) return /^\[(::1?|f[cd][\da-f]{2}:.*|fe[89ab][\da-f]:.*)\]$/.test(host);
  const numbers = /^(\d+)\.(\d+)\.\d+\.\d+$/.exec(host);
  if (numbers === null) return false;
  const [first, second] = [Number(numbers[1]), Number(numbers[2])];
  if (first === 172) return second >= 16 && second <= 31;
  if (first === 192) return second === 168;
  if (first === 169) return second === 254;
  return first === 10 || first === 127 || (first === 0 && second === 0);
}
