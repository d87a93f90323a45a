import { describe, expect, it } from '@jest/globals';
import { BuiltInAgent, defineTool, type BuiltInAgentClassicConfig } from '../src/index.js';
import { createRecordingLogger } from './support/recording-logger.js';
import { says, scriptedModel } from './support/scripted-model.js';

const transfer = defineTool({
  name: 'transfer',
  description: 'Moves money',
  needsApproval: true,
  execute: () => 'done',
});
const look = defineTool({ name: 'look', description: 'Looks', execute: () => 'seen' });

function warningsOf(config: Partial<BuiltInAgentClassicConfig>): string[] {
  const logger = createRecordingLogger();
  const agent = new BuiltInAgent({ model: scriptedModel([says('ok')]), logger, ...config });
  agent.clone();
  return logger.lines.filter(({ level }) => level === 'warn').map(({ message }) => message);
}

describe('an agent whose approvals a browser could make up', () => {
  it('says so once in production, with the names of the tools', () => {
    const warnings = warningsOf({ tools: [transfer, look], environment: 'production' });
    expect(warnings).toEqual([expect.stringMatching(/interruptSecret.*transfer/)]);
  });

  it.each<[string, Partial<BuiltInAgentClassicConfig>]>([
    ['calls are signed', { tools: [transfer], interruptSecret: 'sixteen letters!' }],
    ['no tool asks', { tools: [look] }],
    ['it is being developed', { tools: [transfer], environment: 'development' }],
  ])('says nothing where %s', (_when, config) => {
    expect(warningsOf({ environment: 'production', ...config })).toEqual([]);
  });
});
