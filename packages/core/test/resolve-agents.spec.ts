import { describe, expect, it } from '@jest/globals';
import { ConfigError, resolveAgents, type AgentsFactory } from '@flightdeck/core';
import { ScriptedAgent } from '@flightdeck/testing';

const agents = { default: new ScriptedAgent(() => []) };
const forHost: AgentsFactory = ({ request }) => ({ [new URL(request.url).host]: agents.default });

describe('resolveAgents', () => {
  it('takes a record, a promise of one, and a factory', async () => {
    expect(await resolveAgents(agents)).toBe(agents);
    expect(await resolveAgents(Promise.resolve(agents))).toBe(agents);
    expect(await resolveAgents(() => agents)).toBe(agents);
  });

  it('calls a factory with the request that it is given', async () => {
    const request = new Request('http://a.example/info');
    expect(await resolveAgents(forHost, request)).toEqual({ 'a.example': agents.default });
  });

  it('says what is missing if a factory looks at a request that is not there', async () => {
    await expect(resolveAgents(forHost)).rejects.toThrow(
      new ConfigError('resolveAgents needs the request as its second argument for this factory'),
    );
  });
});
