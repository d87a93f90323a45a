import { describe, expect, it } from '@jest/globals';
import { createGate, createStage, runFinished, runStarted, uniqueId } from '@flightdeck/testing';
import { GENERATE, LegacyClient, userText } from './support/legacy-client.js';
import { createLegacyServer } from './support/legacy-server.js';

interface Refused {
  readonly data: null;
  readonly errors: {
    readonly message: string;
    readonly extensions: Readonly<Record<string, unknown>>;
  }[];
}

const LOAD =
  'query loadAgentState($data: LoadAgentStateInput!) { loadAgentState(data: $data) { state } }';

const NESTED = `${'['.repeat(600)}${']'.repeat(600)}`;

describe('what an old client is refused', () => {
  const stage = createStage();
  const server = createLegacyServer({
    agents: { default: stage.agent },
    runtime: {
      maxBodyBytes: 10_000,
      identifyUser(request) {
        const id = request.headers.get('x-user');
        if (id === 'outlaw') {
          throw new Response('Not you', { status: 403, headers: { 'set-cookie': 'seen=1' } });
        }
        return id === null ? null : { id };
      },
    },
    mount: { cors: true },
  });
  const client = new LegacyClient(server.fetch);
  const as = (user: string): RequestInit => ({ headers: { 'x-user': user } });
  const turn = (threadId: string, id = 'u1'): Readonly<Record<string, unknown>> => ({
    threadId,
    messages: [userText('Hi', id)],
  });

  function refused(variables: unknown, init: RequestInit = as('ada')): Promise<Refused> {
    return client.ask<Refused>(GENERATE, variables, init);
  }

  it('it is told as an error of GraphQL with status 200 [v1.legacy.errors]', async () => {
    const response = await client.post(
      { query: GENERATE, variables: { data: { messages: 7 } } },
      as('ada'),
    );
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain('application/graphql-response+json');
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
    expect(response.headers.get('x-copilotkit-runtime-version')).toBeNull();
    expect(await response.json()).toEqual({
      data: null,
      errors: [
        {
          message: 'Invalid request: variables.data.messages: expected a list',
          extensions: {
            code: 'MISUSE',
            statusCode: 400,
            severity: 'warning',
            visibility: 'dev_only',
          },
        },
      ],
    });
  });

  it('is what it may not do without a user, who the application says that it is [v1.legacy.ownership]', async () => {
    expect(await refused({ data: turn('t') }, {})).toMatchObject({
      errors: [{ extensions: { code: 'AUTHENTICATION_ERROR', statusCode: 401 } }],
    });
    const response = await client.post({ query: GENERATE, variables: { data: {} } }, as('outlaw'));
    expect(response.headers.get('set-cookie')).toBe('seen=1');
    expect(await response.json()).toMatchObject({
      errors: [
        { message: 'Not you', extensions: { code: 'AUTHENTICATION_ERROR', statusCode: 403 } },
      ],
    });
  });

  it("is somebody else's thread [v1.legacy.ownership]", async () => {
    const threadId = uniqueId('thread');
    await client.generate(turn(threadId), { init: as('ada') });
    const taken = await refused({ data: turn(threadId) }, as('eve'));
    expect(taken.errors[0]?.extensions).toMatchObject({ code: 'NOT_FOUND', statusCode: 404 });
    const answer = { name: 'LangGraphInterruptEvent', response: 'yes' };
    const resumed = { ...turn(threadId), metaEvents: [answer] };
    expect(await refused({ data: resumed }, as('eve'))).toEqual(taken);
    const variables = { data: { agentName: 'default', threadId } };
    const load = { threadExists: false, state: '{}', messages: '[]', threadId };
    expect(await client.ask(LOAD, variables, as('eve'))).toMatchObject({
      data: { loadAgentState: load },
    });
    expect(await client.ask(LOAD, variables, as('ada'))).toMatchObject({
      data: { loadAgentState: { threadExists: true } },
    });
  });

  it('is a turn on a thread that is busy [v1.legacy.errors]', async () => {
    const threadId = uniqueId('thread');
    const gate = createGate();
    const started = createGate();
    stage.play(threadId, async function* play({ input }) {
      yield runStarted(input);
      started.open();
      await gate.opened;
      yield runFinished(input);
    });
    const first = client.generate(turn(threadId), { init: as('ada') });
    await started.opened;
    expect(await refused({ data: turn(threadId, 'u2') })).toMatchObject({
      errors: [
        {
          message: 'Thread already running',
          extensions: {
            code: 'UNKNOWN',
            statusCode: 409,
            visibility: 'banner',
            originalErrorType: 'run_in_progress',
          },
        },
      ],
    });
    gate.open();
    expect((await first).status.code).toBe('Success');
  });

  it('is a body beyond the limit, as every client is', async () => {
    const data = { messages: [userText('x'.repeat(10_000), 'u1')] };
    const response = await client.post({ query: GENERATE, variables: { data } }, as('ada'));
    expect(response.status).toBe(413);
    expect(response.headers.get('access-control-allow-origin')).toBe('*');
  });

  it.each([
    'query IntrospectionQuery { __schema { types { name } } }',
    'mutation { generateSomethingElse { id } }',
    'subscription { hello }',
    '',
  ])('is any operation that no client has: %j', async (query) => {
    const runs = stage.agent.log.runs.length;
    const { data, errors } = await client.ask<Refused>(query, {}, as('ada'));
    expect(data).toBeNull();
    expect(errors[0]?.message).toContain('availableAgents, loadAgentState');
    expect(errors[0]?.extensions.code).toBe('MISUSE');
    expect(stage.agent.log.runs).toHaveLength(runs);
  });

  it('is a batch of operations', async () => {
    const response = await client.post([{ query: '{ hello }' }, { query: '{ hello }' }], as('ada'));
    expect(response.status).toBe(200);
    const { errors } = (await response.json()) as Refused;
    expect(errors[0]?.message).toContain('one per request');
  });

  it.each([
    [{}],
    [null],
    [7],
    [{ data: null }],
    [{ data: [] }],
    [{ data: { messages: [null] } }],
    [{ data: { frontend: { actions: 'x' } } }],
    [{ data: { agentSession: 'x' } }],
    [{ data: { threadId: 'x'.repeat(300) } }],
    [{ data: { threadId: 'half \ud83d' } }],
    [{ data: { agentSession: { agentName: '' } } }],
    [{ data: { agentSession: { agentName: 'half \ud83d' } } }],
    [{ data: { agentStates: [{ agentName: 'a', state: `{"a":${NESTED}}` }] } }],
    [{ data: {}, properties: { nested: JSON.parse(NESTED) } }],
    [{ data: { messages: [{ id: 'c', actionExecutionMessage: JSON.parse(NESTED) }] } }],
  ])('are variables of another form: %j', async (variables) => {
    const { data, errors } = await refused(variables);
    expect(data).toBeNull();
    expect(errors[0]?.extensions).toMatchObject({ code: 'MISUSE', statusCode: 400 });
  });

  it('greets whoever says hello', async () => {
    expect(await client.ask('{ hello }')).toEqual({
      data: { __typename: 'Query', hello: 'Hello World' },
    });
  });
});
