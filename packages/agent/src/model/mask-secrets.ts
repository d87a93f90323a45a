const masked = '[redacted]';

const secrets: readonly (readonly [RegExp, string])[] = [
  // Everything after `?` of an address, and a name and password in it.
  [/\b(https?:\/\/[^\s?#"'<>]+)\?[^\s"'<>]*/gi, '$1'],
  [/\b(https?:\/\/)[^\s/@"'<>]+@/gi, '$1'],
  [/([?&](?:key|api[-_]?key|access[-_]?token|token|sig|signature)=)[^&\s"'<>]+/gi, `$1${masked}`],
  [/\b(bearer|basic)\s+[\w.~+/*=-]{6,}/gi, `$1 ${masked}`],
  [
    /\b((?:proxy-)?authorization|(?:x-)?(?:goog-)?api[-_]?key|access[-_]?token|secret|password)(["']?\s*[:=]\s*["']?)(?!\[redacted\])(?!bearer\b|basic\b)[^\s"',;}]+/gi,
    `$1$2${masked}`,
  ],
  // As OpenAI and its imitators echo a wrong key, whatever it looks like.
  [/\b((?:key|token) provided:?\s+["'`]?)[^\s"'`]+/gi, `$1${masked}`],
  // Keys of OpenAI, Anthropic, OpenRouter and DeepSeek; Groq; xAI; Google; AWS; also as providers echo them, with stars.
  [/\b(?:sk|pk|rk|sess)-[\w*.-]{4,}[\w*]/g, masked],
  [/\bgsk_[\w*]{4,}/g, masked],
  [/\bxai-[\w*-]{4,}/g, masked],
  [/\bAIza[\w*-]{4,}/g, masked],
  [/\b(?:AKIA|ASIA)[A-Z0-9*]{12,}/g, masked],
  [/\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*/g, masked],
];

/** A shorter value says nothing, and words contain it. */
const minSecretLength = 6;

/**
 * The text without keys, tokens, passwords and the queries of addresses.
 *
 * @param known - values that are secret whatever they look like, such as headers that were sent
 */
export function maskSecrets(text: string, known: readonly string[] = []): string {
  const unknown = known
    .filter((value) => value.length >= minSecretLength)
    .reduce((rest, value) => rest.replaceAll(value, masked), text);
  return secrets.reduce(
    (rest, [pattern, replacement]) => rest.replace(pattern, replacement),
    unknown,
  );
}
