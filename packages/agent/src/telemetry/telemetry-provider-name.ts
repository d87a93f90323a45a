import { providerFamily } from '../messages/envelope.js';

/** By how the `provider` of a model begins; the more particular first. */
const NAMES: readonly (readonly [string, string])[] = [
  ['google.vertex', 'gcp.vertex_ai'],
  ['googlevertex', 'gcp.vertex_ai'],
  ['vertex', 'gcp.vertex_ai'],
  ['google', 'gcp.gemini'],
  ['azure', 'azure.ai.openai'],
  ['amazon-bedrock', 'aws.bedrock'],
  ['bedrock', 'aws.bedrock'],
  ['mistral', 'mistral_ai'],
  ['xai', 'x_ai'],
];

/** `gen_ai.provider.name`: OpenTelemetry's word for the provider, or the family that the model names. */
export function telemetryProviderName(provider: string): string {
  const lower = provider.toLowerCase();
  const known = NAMES.find(([start]) => lower.startsWith(start));
  return known === undefined ? providerFamily(provider) : known[1];
}
