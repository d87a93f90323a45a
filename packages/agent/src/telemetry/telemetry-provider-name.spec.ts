import { describe, expect, it } from '@jest/globals';

import { telemetryProviderName } from './telemetry-provider-name.js';

describe('telemetryProviderName', () => {
  it.each([
    ['openai.responses', 'openai'],
    ['azure.chat', 'azure.ai.openai'],
    ['anthropic.messages', 'anthropic'],
    ['google.generative-ai', 'gcp.gemini'],
    ['google.vertex.chat', 'gcp.vertex_ai'],
    ['vertex.anthropic.messages', 'gcp.vertex_ai'],
    ['amazon-bedrock', 'aws.bedrock'],
    ['groq.chat', 'groq'],
    ['mistral.chat', 'mistral_ai'],
    ['xai.chat', 'x_ai'],
    ['deepseek.chat', 'deepseek'],
    ['house', 'house'],
  ])('calls %s what OpenTelemetry calls it: %s', (provider, name) => {
    expect(telemetryProviderName(provider)).toBe(name);
  });
});
