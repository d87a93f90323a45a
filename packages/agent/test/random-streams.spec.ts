import { jest } from '@jest/globals';
import { BuiltInAgent, defineTool } from '../src/index.js';
import { openItems } from './support/open-items.js';
import { CLIENTS, collectRun, verifiedRun, type ClientVersion } from './support/run-events.js';
import { finish, scriptedModel, type ScriptedPart } from './support/scripted-model.js';

const VERSIONS = Object.keys(CLIENTS) as ClientVersion[];
const SILENT = { debug: () => {}, warn: () => {}, error: () => {} };
const SEEDS = 40;

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Parts in any order, as no provider should send them: ends before starts, ids used twice, calls of nobody. */
function anyParts(random: () => number): ScriptedPart[] {
  const pick = <Item>(...items: readonly Item[]): Item =>
    items[Math.floor(random() * items.length)] as Item;
  const id = () => pick('0', '1', '');
  const toolName = () => pick('slow', 'pick', 'approve', 'made_up', '');
  const input = () => pick('{}', '{"a":1}', '{"a":', '');
  const providerMetadata = () => pick(undefined, { scripted: { signature: 's' } });
  const kinds: readonly (() => ScriptedPart)[] = [
    () => ({ type: 'text-start', id: id(), providerMetadata: providerMetadata() }),
    () => ({ type: 'text-delta', id: id(), delta: pick('', 'word ') }),
    () => ({ type: 'text-end', id: id(), providerMetadata: providerMetadata() }),
    () => ({ type: 'reasoning-start', id: id(), providerMetadata: providerMetadata() }),
    () => ({ type: 'reasoning-delta', id: id(), delta: pick('', 'hm ') }),
    () => ({ type: 'reasoning-end', id: id(), providerMetadata: providerMetadata() }),
    () => ({ type: 'tool-input-start', id: id(), toolName: toolName() }),
    () => ({ type: 'tool-input-delta', id: id(), delta: input() }),
    () => ({ type: 'tool-input-end', id: id() }),
    () => ({
      type: 'tool-call',
      toolCallId: id(),
      toolName: toolName(),
      input: input(),
      providerExecuted: pick(true, false, undefined),
      providerMetadata: providerMetadata(),
    }),
    () => ({ type: 'tool-result', toolCallId: id(), toolName: toolName(), result: { found: 1 } }),
    () => ({ type: 'source', sourceType: 'url', id: id(), url: 'https://example.com/' }),
    () => ({ type: 'file', mediaType: 'image/png', data: 'AQID' }),
    () => ({ type: 'something-new', id: id() }),
  ];
  const count = Math.floor(random() * 40);
  return Array.from({ length: count }, () => pick(...kinds)());
}

function anyTurn(random: () => number): ScriptedPart[] {
  const parts = anyParts(random);
  const end = random();
  if (end < 0.1) return parts;
  if (end < 0.2) return [...parts, { type: 'error', error: new Error('The provider is down') }];
  return [...parts, finish('tool-calls')];
}

function subject(seed: number): BuiltInAgent {
  const random = randomOf(seed);
  const turns = Array.from({ length: 4 }, () => anyTurn(random));
  const slow = defineTool({
    name: 'slow',
    description: 'Takes its time, and fails now and then',
    execute: async () => {
      await new Promise((resolve) => setImmediate(resolve));
      if (random() < 0.3) throw new Error('no luck');
      return 'done';
    },
  });
  const approve = defineTool({ name: 'approve', description: 'Asks', interrupt: true });
  return new BuiltInAgent({
    model: scriptedModel(turns),
    tools: [slow, approve],
    maxSteps: 4,
    maxRetries: 0,
    logger: SILENT,
  });
}

const PICK = [{ name: 'pick', description: 'Picks', parameters: { type: 'object' } }];

describe('whatever a provider sends', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('leaves open at most what the browser or a person is to answer [agent.events]', async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one seed after the other
      const { events } = await collectRun(subject(seed), { tools: PICK });
      const waiting = events
        .filter(
          ({ type, toolCallName }) =>
            type === 'TOOL_CALL_START' && ['pick', 'approve'].includes(String(toolCallName)),
        )
        .map(({ toolCallId }) => `result ${String(toolCallId)}`);
      const open = openItems(events).filter((item) => !waiting.includes(item));
      expect({ seed, open }).toEqual({ seed, open: [] });
    }
  });

  it('can be stopped anywhere [agent.abort]', async () => {
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      const agent = subject(seed);
      const place = Math.floor(randomOf(seed + 1000)() * 30);
      let seen = 0;
      // oxlint-disable-next-line no-await-in-loop -- one seed after the other
      const { events } = await collectRun(agent, { tools: PICK, protocolVersion: '1.0' }, () => {
        if (seen === place) agent.abortRun();
        seen += 1;
      });
      const isStopped = JSON.stringify(events.at(-1)).includes('"cancelled"');
      expect({ seed, open: isStopped ? openItems(events) : [] }).toEqual({ seed, open: [] });
    }
  });

  it.each(VERSIONS)('suits clients of AG-UI %s [agent.client-versions]', async (version) => {
    jest.spyOn(console, 'error').mockImplementation(() => {});
    const warnings = jest.spyOn(console, 'warn').mockImplementation(() => {});
    for (let seed = 1; seed <= SEEDS; seed += 1) {
      // oxlint-disable-next-line no-await-in-loop -- one seed after the other
      const { error } = await verifiedRun(version, subject(seed), { tools: PICK });
      // The run may fail, but as the agent says and not because of what it says.
      const name = error === undefined ? 'AgentRunError' : (error as Error).name;
      expect({ seed, name, error }).toMatchObject({ seed, name: 'AgentRunError' });
      expect({ seed, warnings: warnings.mock.calls }).toEqual({ seed, warnings: [] });
    }
  });
});
