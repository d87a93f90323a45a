import { providerFamily } from './envelope.js';

const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'] as const;
const PDF = 'application/pdf';
const AUDIO = ['audio/wav', 'audio/mpeg', 'audio/mp3'] as const;

const IMAGES_AND_PDF: ReadonlySet<string> = new Set([...IMAGES, PDF]);
const IMAGES_ONLY: ReadonlySet<string> = new Set(IMAGES);
const CHAT: ReadonlySet<string> = new Set([...IMAGES, PDF, ...AUDIO]);

const BY_FAMILY: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['anthropic', IMAGES_AND_PDF],
  ['mistral', IMAGES_AND_PDF],
  ['groq', IMAGES_ONLY],
  ['xai', IMAGES_ONLY],
]);

/**
 * Whether the provider takes bytes of this type in a message. A question with a file that it does not
 * take fails, and so would every later question of the thread. Unknown providers are taken at their word.
 *
 * @param provider such as `openai.responses`
 */
export function acceptsMedia(provider: string, mediaType: string): boolean {
  return acceptedBy(provider)?.has(mediaType) ?? true;
}

function acceptedBy(provider: string): ReadonlySet<string> | undefined {
  const family = providerFamily(provider);
  const known = BY_FAMILY.get(family);
  if (known !== undefined) return known;
  if (family === 'google') return undefined;
  if (provider.includes('.anthropic.')) return IMAGES_AND_PDF;
  if (provider.endsWith('.responses')) return IMAGES_AND_PDF;
  return provider.endsWith('.chat') ? CHAT : undefined;
}

/** Whether results of tools may hold files; chat completions know only text there. */
export function takesFilesInResults(provider: string): boolean {
  return providerFamily(provider) === 'google' || !provider.endsWith('.chat');
}
