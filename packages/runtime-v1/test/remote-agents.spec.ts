import { afterEach, describe, expect, it } from '@jest/globals';
import { collectRun, only, runBodySaying, terminalOf, textOf } from '@flightdeck/testing';
import { callingAgent, offeredTo } from './support/calling-agent.js';
import { recordingLogger } from './support/recording-logger.js';
import { closeAll, serve, serveRemote } from './support/remote-fixture.js';
import type { RemoteRoute } from './support/remote-server.js';

afterEach(closeAll);

describe('agents of a remote endpoint', () => {
  it('are listed, and one of LangGraph says what to use instead', async () => {
    const { url } = await serveRemote();
    const { logger, lines } = recordingLogger();
    const agent = callingAgent('none');
    const { rest } = serve(agent, { remoteEndpoints: [{ url }], logger });
    const info: unknown = await (await rest.info()).json();
    expect(info).toMatchObject({
      agents: {
        default: {},
        old: { description: 'An old graph' },
        crew: { description: 'A crew' },
      },
    });
    const run = await collectRun(await rest.run('old', runBodySaying('Hello')));
    expect(terminalOf(run.events)).toMatchObject({ type: 'RUN_ERROR' });
    expect(JSON.stringify(run.events) + lines.join()).toContain('LangGraphHttpAgent');
    expect(lines.join()).not.toContain('secret');
  });

  it('are missing where their server is down, and the others run [v1.defect.13]', async () => {
    const { url, server } = await serveRemote({
      '/remote/info': (_request, response) => void response.writeHead(500).end(),
    });
    const { logger, lines } = recordingLogger();
    const agent = callingAgent('none');
    const { rest } = serve(agent, { remoteEndpoints: [{ url }], logger });
    const info = (await (await rest.info()).json()) as { agents: object };
    expect(Object.keys(info.agents)).toEqual(['default']);
    expect((await rest.run('old', runBodySaying('Hello'))).status).toBe(404);
    const run = await collectRun(await rest.run('default', runBodySaying('Hello')));
    expect(terminalOf(run.events).type).toBe('RUN_FINISHED');
    expect(offeredTo(agent)).toEqual([]);
    expect(lines.join()).toContain(`The agents of ${server.origin}/remote/ are left out`);
  });
});

/** Answers with a line for each event. */
function lines(...events: readonly unknown[]): RemoteRoute {
  return (_request, response) => {
    for (const event of events) {
      response.write(typeof event === 'string' ? event : `${JSON.stringify(event)}\n`);
    }
    response.end();
  };
}

const saying = (content: string) => [
  { type: 'TextMessageStart', messageId: 'm1' },
  { type: 'TextMessageContent', messageId: 'm1', content },
  { type: 'TextMessageEnd', messageId: 'm1' },
];

describe('an agent of CrewAI', () => {
  const crewState = {
    type: 'AgentStateMessage',
    threadId: 't',
    agentName: 'crew',
    nodeName: 'plan',
    runId: 'r',
    active: true,
    role: 'assistant',
    state: '{"step":1}',
    running: true,
  };

  async function run(route: RemoteRoute, params: Parameters<typeof serve>[1] = {}) {
    const { server, url } = await serveRemote({ '/remote/agents/execute': route });
    const { logger, lines: said } = recordingLogger();
    const { rest } = serve(callingAgent('none'), { remoteEndpoints: [{ url }], logger, ...params });
    const body = runBodySaying('Hello', { forwardedProps: { user: 'ada' }, state: { topic: 'x' } });
    const { events } = await collectRun(await rest.run('crew', body));
    return { events, said, server, body };
  }

  it('tells texts and states of its server [v1.defect.13]', async () => {
    const { events, server, body } = await run(
      lines({ type: 'RunStarted' }, ...saying('From the crew'), crewState, '\n', { type: 'New' }),
    );
    expect(textOf(events)).toBe('From the crew');
    expect(only(events, 'STATE_SNAPSHOT')).toMatchObject({ snapshot: { step: 1 } });
    expect(only(events, 'STEP_STARTED')).toMatchObject({ stepName: 'plan' });
    expect(terminalOf(events).type).toBe('RUN_FINISHED');
    const [asked] = server.asked('/remote/agents/execute');
    expect(asked?.body).toMatchObject({
      name: 'crew',
      threadId: body.threadId,
      state: { topic: 'x' },
      properties: { user: 'ada' },
      messages: [{ type: 'TextMessage', role: 'user', content: 'Hello' }],
    });
    expect(server.asked('/remote/info')).toHaveLength(1);
  });

  it('calls actions of this server, and goes on with the result', async () => {
    const call = [
      { type: 'ActionExecutionStart', actionExecutionId: 'c1', actionName: 'greet' },
      { type: 'ActionExecutionArgs', actionExecutionId: 'c1', args: '{"name":"Ada"}' },
      { type: 'ActionExecutionEnd', actionExecutionId: 'c1' },
    ];
    const { events, server } = await run(
      (request, response) => {
        const { messages } = request.body as { messages: readonly { type: string }[] };
        const isAnswered = messages.at(-1)?.type === 'ResultMessage';
        return lines(...(isAnswered ? saying('Done') : call))(request, response);
      },
      { actions: [{ name: 'greet', parameters: [{ name: 'name' }], handler: ({ name }) => name }] },
    );
    expect(only(events, 'TOOL_CALL_RESULT')).toMatchObject({ content: 'Ada' });
    expect(textOf(events)).toBe('Done');
    const [first, second] = server.asked('/remote/agents/execute').map(({ body }) => body);
    expect(first).toMatchObject({
      actions: [{ name: 'greet', parameters: { required: ['name'] } }, { name: 'add' }],
    });
    expect(second).toMatchObject({
      messages: [
        {},
        { type: 'ActionExecutionMessage', name: 'greet', arguments: { name: 'Ada' } },
        { type: 'ResultMessage', actionExecutionId: 'c1', result: 'Ada' },
      ],
    });
  });

  it.each<[string, RemoteRoute]>([
    ['streams garbage', lines(...saying('Begun'), '<html>\n')],
    ['streams what are no events', lines([1], 7)],
    ['streams events out of order', lines({ type: 'TextMessageEnd', messageId: 'none' })],
    ['says that it has failed', lines({ type: 'RunError' })],
    ['hangs up', (_request, response) => void response.destroy()],
    ['refuses', (_request, response) => void response.writeHead(503).end()],
    [
      'redirects away',
      (_request, response) => void response.writeHead(307, { location: 'http://192.0.2.1/' }).end(),
    ],
  ])('that %s fails its run, is asked once, and the log says so', async (_what, route) => {
    const { events, said, server } = await run(route);
    expect(terminalOf(events).type).toBe('RUN_ERROR');
    expect(server.asked('/remote/agents/execute')).toHaveLength(1);
    expect(said.join()).toContain('crew has failed');
    expect(said.join()).not.toContain('secret');
  });
});
