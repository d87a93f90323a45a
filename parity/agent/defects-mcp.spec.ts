import { defineTool, type BuiltInAgentClassicConfig } from '@flightdeck/agent';
import {
  callTool,
  modelAnswers,
  sayText,
  withDeadline,
  type McpTestServer,
} from '@flightdeck/testing';
import { CLIENTS } from '../support/clients.js';
import { until } from '../support/until.js';
import { AgentBench, expectSuccess } from './support/agent-bench.js';
import type { Conversation } from './support/conversation.js';
import { chatTools, expectSoundChat } from './support/sound-chat.js';

const ANSWERED = modelAnswers([sayText('Well')]);
const FIND = { name: 'find', answer: () => 'found' };
const WEATHER = defineTool({ name: 'weather', description: 'Ours', execute: () => 'ours' });

const call = (name: string, id = 'c1') => callTool(name, {}, { id });
const at = ({ url }: McpTestServer, serverId = 'them') =>
  ({ type: 'http', url, serverId }) as const;

describe.each(CLIENTS.map((client) => [client.version, client] as const))(
  'a thread with MCP servers, for HttpAgent %s,',
  (_version, client) => {
    let bench: AgentBench;
    beforeEach(async () => {
      bench = await AgentBench.start(client);
    });
    afterEach(() => bench.close());

    const converse = (config: Partial<BuiltInAgentClassicConfig>): Promise<Conversation> =>
      bench.converse({ config });

    it('keeps its own tools when a server offers some of their names [defect.d09]', async () => {
      const names = ['weather', 'AGUISendStateSnapshot', 'AGUISendStateDelta', 'pick'];
      const server = await bench.mcpServer({
        tools: names.map((name) => ({ name, answer: () => 'theirs' })),
      });
      const conversation = await bench.converse({
        tools: [{ name: 'pick', description: 'Picks', parameters: { type: 'object' } }],
        config: { tools: [WEATHER], stateTools: true, mcpServers: [at(server)] },
      });
      bench.models.script(
        modelAnswers([
          call('weather'),
          callTool('AGUISendStateSnapshot', { snapshot: { at: 'home' } }, { id: 'c2' }),
        ]),
        ANSWERED,
      );
      expectSuccess(await conversation.say('go'));
      expect(server.received('tools/call')).toEqual([]);
      expect(conversation.shown()).toContain('tool c1: ours');
      expect(conversation.agent.state).toEqual({ at: 'home' });
      const offered = chatTools(bench.asked());
      for (const name of names) {
        expect(offered.filter((one) => one === name)).toHaveLength(1);
        expect(offered).toContain(`mcp__them__${name}`);
      }
      await bench.expectNextTurn(conversation);
      expectSoundChat(bench.asked());
    });

    it('does not wait for a server that is silent [defect.d10]', async () => {
      const [silent, good] = [await bench.mcpServer(), await bench.mcpServer({ tools: [FIND] })];
      silent.fail('initialize', 'silent');
      const conversation = await converse({
        mcpServers: [at(silent, 'silent'), at(good, 'good')],
        mcp: { connectTimeoutMs: 1_500 },
      });
      bench.models.script(modelAnswers([call('find')]), ANSWERED);
      const run = await withDeadline(conversation.say('go'), 'the run to end');
      expectSuccess(run);
      expect(conversation.shown()).toContain('tool c1: found');
      expect(run.events).toContainEqual(
        expect.objectContaining({
          type: 'CUSTOM',
          name: 'mcp_warning',
          value: expect.objectContaining({ serverId: 'silent' }) as unknown,
        }),
      );
      await bench.expectNextTurn(conversation);
    });

    it('connects to its servers at the same time, and once [defect.d10]', async () => {
      const servers = [await bench.mcpServer({ tools: [FIND] }), await bench.mcpServer()];
      const gates = servers.map((server) => server.hold('initialize'));
      const conversation = await converse({
        mcpServers: servers.map((server, index) => at(server, `s${index}`)),
      });
      bench.models.script(ANSWERED);
      const running = conversation.say('go');
      // Neither is answered before both are asked.
      await until('both to be asked', () =>
        servers.every((server) => server.received('initialize').length === 1),
      );
      for (const gate of gates) gate.open();
      expectSuccess(await running);
      await bench.expectNextTurn(conversation);
      for (const server of servers) expect(server.received('initialize')).toHaveLength(1);
      bench.guard.expectSilence();
    });

    it('offers and calls the tools of a server that are allowed, and no other [defect.issue-5930]', async () => {
      const tools = ['find', 'erase', 'move'].map((name) => ({ name, answer: () => name }));
      const server = await bench.mcpServer({ tools });
      const conversation = await converse({
        mcpServers: [{ ...at(server), allow: ['find', 'move'], deny: ['move'] }],
      });
      bench.models.script(modelAnswers([call('erase', 'c1'), call('find', 'c2')]), ANSWERED);
      expectSuccess(await conversation.say('go'));
      expect(chatTools(bench.asked())).toEqual(['find']);
      const called = server.received('tools/call').map(({ message }) => message?.['params']);
      expect(called).toEqual([expect.objectContaining({ name: 'find' })]);
      await bench.expectNextTurn(conversation);
      bench.guard.expectSilence();
    });

    it.each<[string, (server: McpTestServer) => void]>([
      ['forgets the session', (server) => server.forgetSessions()],
      ['drops the streams', (server) => server.dropStreams()],
      [
        'restarts',
        (server) => {
          server.dropStreams();
          server.forgetSessions();
        },
      ],
    ])(
      'calls a server again that %s between two turns [defect.issue-2614]',
      async (_case, drop) => {
        const server = await bench.mcpServer({ tools: [FIND] });
        const conversation = await converse({ mcpServers: [at(server)] });
        bench.models.script(modelAnswers([call('find', 'c1')]), ANSWERED);
        expectSuccess(await conversation.say('go'));
        drop(server);
        bench.models.script(modelAnswers([call('find', 'c2')]), ANSWERED);
        expectSuccess(await conversation.say('again'));
        expect(conversation.shown()).toEqual(
          expect.arrayContaining(['tool c1: found', 'tool c2: found']),
        );
        await bench.expectNextTurn(conversation);
        bench.guard.expectSilence();
      },
    );
  },
);
