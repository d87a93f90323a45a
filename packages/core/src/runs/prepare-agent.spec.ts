import { ScriptedAgent } from '@flightdeck/testing';
import type { RuntimeAgent } from '../runtime/agent.js';
import { AGENT_USER, ownerOf, type Identity } from '../runtime/identity.js';
import { prepareAgent } from './prepare-agent.js';

const input = { threadId: 't', runId: 'r', messages: [], tools: [], context: [] };
const request = { agentId: 'a', input, headers: {}, fastPath: true };
const userOf = (agent: RuntimeAgent): unknown => Reflect.get(agent, AGENT_USER);
const ann: Identity = { id: 'ann' };

describe('an agent prepared for a run', () => {
  it('knows on whose behalf it runs, and shows it to nobody who copies or prints it', () => {
    const registered = new ScriptedAgent();
    const agent = prepareAgent(registered, { ...request, identity: ann });
    expect(userOf(agent)).toBe(ann);
    expect(userOf({ ...agent })).toBeUndefined();
    expect(userOf(registered)).toBeUndefined();
  });

  it('knows nothing of an earlier run, even where a clone copies everything', () => {
    const copying: RuntimeAgent = {
      runAgent: () => undefined,
      clone: () => Object.create(null, Object.getOwnPropertyDescriptors(copying)),
    };
    Reflect.defineProperty(copying, AGENT_USER, { value: ann, configurable: true });
    expect(userOf(prepareAgent(copying, { ...request, identity: null }))).toBeUndefined();
  });
});

describe('the owner of a thread', () => {
  it.each([
    [
      { tenantId: 'acme', userId: 'ann' },
      { id: 'ann', tenantId: 'acme' },
    ],
    [{ tenantId: '', userId: 'ann' }, { id: 'ann' }],
    [{ tenantId: 'acme', userId: null }, null],
  ])('of %j is %j', (scope, owner) => {
    expect(ownerOf(scope)).toEqual(owner);
  });
});
