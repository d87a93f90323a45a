import { describe, expect, it } from '@jest/globals';
import {
  ConfigError,
  CopilotIntelligenceRuntime,
  CopilotKitIntelligence,
  CopilotRuntime,
  IntelligenceAgentRunner,
  isIntelligenceRuntime,
} from '@flightdeck/runtime/v2';

/** What an untyped project, or one that upstream's types were written for, passes. */
const intelligence = {} as CopilotKitIntelligence;

describe('what needs the platform of CopilotKit', () => {
  it.each([
    ['CopilotKitIntelligence', () => new CopilotKitIntelligence({ apiKey: 'cpk' })],
    [
      'CopilotIntelligenceRuntime',
      () => new CopilotIntelligenceRuntime({ agents: {}, intelligence }),
    ],
    ['IntelligenceAgentRunner', () => new IntelligenceAgentRunner()],
  ])('%s is refused when it is made, and told what there is instead', (name, make) => {
    expect(make).toThrow(ConfigError);
    expect(make).toThrow(new RegExp(`^${name} .*threads.*@flightdeck/store-sqlite`));
  });

  it('is no runtime that can be made', () => {
    expect(isIntelligenceRuntime(new CopilotRuntime({ agents: {} }))).toBe(false);
    expect(isIntelligenceRuntime({ mode: 'intelligence' })).toBe(true);
  });
});
