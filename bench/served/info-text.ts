import type { ScenarioName } from './scenarios.js';

/** About what a runtime answers to `/info`, for floors. */
export function infoText(agents: readonly ScenarioName[]): string {
  const described = agents.map((name) => [name, { name, className: 'BenchAgent' }]);
  return JSON.stringify({
    version: '0.1.0',
    agents: Object.fromEntries(described),
    audioFileTranscriptionEnabled: false,
    mode: 'sse',
    threadEndpoints: { list: true, inspect: true, mutations: true, realtimeMetadata: false },
    suggestions: true,
    telemetryDisabled: true,
  });
}
