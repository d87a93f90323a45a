import { jest } from '@jest/globals';
import {
  callTool,
  createGate,
  modelAnswers,
  modelRefuses,
  sayText,
  until,
  type ModelTurn,
} from '@flightdeck/testing';
import { ClientFixture } from './support/client-fixture.js';
import { startMount, type Mount } from './support/mount.js';
import { VERSIONS } from './support/versions.js';

// A page loads up to three hundred modules, beside the tests of others.
jest.setTimeout(90_000);

/** Consoles are told of runs that fail, and of requests that their users have stopped. */
const TOLD = /The model provider|agent_run|AbortError|aborted/;

let mount: Mount;
beforeAll(async () => {
  mount = await startMount();
});
afterAll(() => mount.close());

describe.each(VERSIONS)('react-core $version', (version) => {
  let client: ClientFixture;
  beforeAll(async () => {
    client = new ClientFixture(version, mount);
    await client.start();
  });
  afterAll(() => client.stop());
  afterEach(() => client.leave());

  it('chats, with what the page and the conversation have told so far [v1.client.chat]', async () => {
    mount.model.script(modelAnswers([sayText('Hello there')]), modelAnswers([sayText('Bye then')]));
    await client.open();
    await client.page.send('Hi');
    expect((await client.settled(2)).messages).toEqual([
      ['user', 'Hi'],
      ['assistant', 'Hello there'],
    ]);
    await client.page.send('Bye');
    const sight = await client.settled(4);
    expect(sight.messages.slice(2)).toEqual([
      ['user', 'Bye'],
      ['assistant', 'Bye then'],
    ]);
    const { model } = client;
    expect(model.said(1)).toEqual(['user: "Hi"', 'assistant: "Hello there"', 'user: "Bye"']);
    expect(model.prompt(0)).toMatch(/The page:\s+"?Invoices/);
    expect(model.tools(0)).toEqual(expect.arrayContaining(['paint', 'lookUp']));
    client.expectSilence(sight);
  });

  it('carries out a frontend tool once, and tells the model its result [v1.client.frontend-tool]', async () => {
    mount.model.script(
      modelAnswers([callTool('paint', { colour: 'red' })]),
      modelAnswers([sayText('It is red')]),
    );
    await client.open();
    await client.page.send('Paint it');
    const sight = await client.settled(4);
    expect(sight.calls).toEqual([['paint', { colour: 'red' }]]);
    expect(sight.messages).toEqual([
      ['user', 'Paint it'],
      ['call', 'paint {"colour":"red"}'],
      ['tool', 'painted red'],
      ['assistant', 'It is red'],
    ]);
    expect(client.model.said(1)).toEqual(['user: "Paint it"', 'assistant', 'tool: "painted red"']);
    client.expectSilence(sight);
  });

  it('sees an action of the server at work, which is carried out once [v1.client.server-action]', async () => {
    mount.model.script(
      modelAnswers([callTool('lookUp', { city: 'Oslo' })]),
      modelAnswers([sayText('Take your shades')]),
    );
    const before = mount.lookUps.length;
    await client.open({ properties: { user: 'Ada' } });
    await client.page.send('And Oslo?');
    const sight = await client.settled(4);
    expect(mount.lookUps.slice(before)).toEqual([
      { city: 'Oslo', properties: expect.objectContaining({ user: 'Ada' }) },
    ]);
    expect(sight.calls).toEqual([]);
    expect(sight.messages).toEqual([
      ['user', 'And Oslo?'],
      ['call', 'lookUp {"city":"Oslo"}'],
      ['tool', 'Sunny in Oslo'],
      ['assistant', 'Take your shades'],
    ]);
    const { model } = client;
    expect(model.said(1)).toEqual(['user: "And Oslo?"', 'assistant', 'tool: "Sunny in Oslo"']);
    expect(model.requests).toHaveLength(2);
    client.expectSilence(sight);
  });

  it('shares the calls of one answer with the server, each of them carried out once [v1.client.server-action]', async () => {
    mount.model.script(
      modelAnswers([callTool('lookUp', { city: 'Rome' }), callTool('paint', { colour: 'blue' })]),
      modelAnswers([sayText('Blue as the sky')]),
    );
    const before = mount.lookUps.length;
    await client.open();
    await client.page.send('Paint it like Rome');
    const sight = await client.settled(6);
    expect(mount.lookUps.slice(before)).toEqual([expect.objectContaining({ city: 'Rome' })]);
    expect(sight.calls).toEqual([['paint', { colour: 'blue' }]]);
    expect(sight.messages.at(-1)).toEqual(['assistant', 'Blue as the sky']);
    expect(client.model.said(1)).toEqual([
      'user: "Paint it like Rome"',
      'assistant',
      'tool: "Sunny in Rome"',
      'tool: "painted blue"',
    ]);
    expect(client.model.requests).toHaveLength(2);
    client.expectSilence(sight);
  });

  if (!version.lacks.includes('useCoAgent')) {
    it('shares its state with an agent, in both directions [v1.client.agent-state]', async () => {
      await client.open({ agent: 'planner', coAgent: 'planner' });
      await client.page.setState({ hits: 10 });
      await client.page.untilSeen('a new state', ({ state }) => state === '{"hits":10}');
      await client.page.send('Look');
      const first = await client.settled(2);
      expect(first.messages).toEqual([
        ['user', 'Look'],
        ['assistant', 'Looked 11 times'],
      ]);
      expect(JSON.parse(first.state ?? '')).toEqual({ hits: 11, query: 'invoices' });
      await client.page.send('Once more');
      const second = await client.settled(4);
      expect(second.messages.at(-1)).toEqual(['assistant', 'Looked 12 times']);
      expect(JSON.parse(second.state ?? '')).toEqual({ hits: 12, query: 'invoices' });
      client.expectSilence(second);
    });
  }

  if (!version.lacks.includes('useLangGraphInterrupt')) {
    it('answers an interrupt, and the agent goes on [v1.client.interrupt]', async () => {
      const before = mount.asker.runs.length;
      await client.open({ agent: 'asker', interrupts: true });
      await client.page.send('Ask me');
      const { interrupt } = await client.page.untilSeen(
        'a question',
        (now) => now.interrupt !== null,
      );
      expect(interrupt).toBe('Which colour?');
      await client.page.click('interrupt');
      const sight = await client.settled(2);
      expect(sight.messages).toEqual([
        ['user', 'Ask me'],
        ['assistant', 'It will be blue'],
      ]);
      expect(sight.interrupt).toBeNull();
      expect(mount.asker.runs).toHaveLength(before + 2);
      client.expectSilence(sight);
    });
  }

  for (const name of version.lacks) {
    it(`has no ${name}`, async () => {
      expect(await client.page.exports()).not.toContain(name);
    });
  }

  it('stops: the text so far stays, the model is left, and the chat goes on [v1.client.stop]', async () => {
    const story = sayText('Once upon a time there was');
    const pause = { afterFrames: 3, until: createGate().opened };
    mount.model.script(modelAnswers([story], { pause }), modelAnswers([sayText('The end')]));
    await client.open();
    await client.page.send('Tell me a story');
    await client.page.untilSeen('a beginning', ({ messages }) => messages.length === 2);
    await client.page.click('stop');
    const isLeft = (): boolean => client.model.requests.every(({ isAborted }) => isAborted);
    await until(isLeft, 'the model to be left');
    const stopped = [
      ['user', 'Tell me a story'],
      ['assistant', 'Once upon a time'],
    ];
    expect((await client.settled(2)).messages).toEqual(stopped);
    await client.page.send('And then?');
    const sight = await client.settled(4);
    expect(sight.messages).toEqual([...stopped, ['user', 'And then?'], ['assistant', 'The end']]);
    client.expectSilence(sight, TOLD);
  });

  const failures: [when: string, turn: ModelTurn, shown: string[], told: string][] = [
    [
      'at once',
      modelRefuses(401),
      [],
      'The model provider did not accept the credentials of this server.',
    ],
    [
      'in the midst of its answer',
      modelAnswers([sayText('Once upon a time there was')], { errorAfter: 3 }),
      ['Once upon a time'],
      'The model provider is not available. Please try again later.',
    ],
  ];
  it.each(failures)(
    'tells, where it tells of failures at all, of a model that fails %s, and goes on [v1.client.failure]',
    async (_when, turn, shown, told) => {
      // The AG-UI package of the agent tells the console of the server.
      const ours = jest.spyOn(console, 'error').mockImplementation(() => undefined);
      mount.model.script(turn, modelAnswers([sayText('Back again')]));
      await client.open();
      await client.page.send('Hi');
      const soFar = [['user', 'Hi'], ...shown.map((text) => ['assistant', text])];
      const failed = await client.page.untilSeen(
        'a failure',
        ({ messages, loading, body }) =>
          client.model.requests.length === 1 &&
          messages.length === soFar.length &&
          loading === 'false' &&
          body.includes(told) === version.showsFailures,
      );
      expect(failed.body).not.toContain('by script');
      await client.page.send('Again');
      const sight = await client.settled(soFar.length + 2);
      expect(sight.messages).toEqual([...soFar, ['user', 'Again'], ['assistant', 'Back again']]);
      ours.mockRestore();
      client.expectSilence(sight, TOLD);
    },
  );

  if (!version.lacks.includes('extract')) {
    it('extracts what the page asks for [v1.client.task]', async () => {
      mount.model.script(modelAnswers([callTool('extract', { total: 7 })]));
      await client.open();
      await client.page.extractTotal();
      const sight = await client.page.untilSeen('a total', ({ calls }) => calls.length === 1);
      expect(sight.calls).toEqual([['complete', { total: 7 }]]);
      expect(client.model.tools(0)).toContain('extract');
      client.expectSilence(sight);
    });
  }

  it('carries out a CopilotTask [v1.client.task] [v1.defect.16]', async () => {
    mount.model.script(modelAnswers([callTool('title', { text: 'Invoices' })]));
    await client.open();
    await client.page.runTask('Give the page a title');
    const sight = await client.page.untilSeen('a title', ({ calls }) => calls.length === 2);
    expect(sight.calls).toEqual([
      ['title', { text: 'Invoices' }],
      ['task is done', null],
    ]);
    expect(client.model.prompt(0)).toContain('Give the page a title');
    expect(client.model.requests).toHaveLength(1);
    client.expectSilence(sight);
  });
});
