import { jest } from '@jest/globals';
import {
  callTool,
  createGate,
  modelAnswers,
  modelRefuses,
  sayText,
  uniqueId,
  until,
} from '@flightdeck/testing';
import { ClientPage, type PageOptions, type Sight } from './support/client-page.js';
import { ModelTalk } from './support/model-talk.js';
import { startMount, type Mount } from './support/mount.js';
import { VERSIONS, type ClientHook } from './support/versions.js';

/** The console of a page whose run has failed, or whose user has stopped one. */
const TOLD = /The model provider did not accept|agent_run|AbortError|aborted/;

// A page loads up to three hundred modules, beside the tests of others.
jest.setTimeout(90_000);

let mount: Mount;
beforeAll(async () => {
  mount = await startMount();
});
afterAll(() => mount.close());

describe.each(VERSIONS)('react-core $version', ({ alias, lacks, showsFailures, chatter }) => {
  let page: ClientPage;
  let model: ModelTalk;
  beforeAll(async () => {
    page = await ClientPage.start(alias);
  });
  afterAll(() => page.stop());
  beforeEach(() => {
    model = new ModelTalk(mount.model);
  });
  afterEach(async () => {
    const { attempts } = await page.see();
    await page.close();
    expect(attempts).toEqual([]);
    expect(mount.model.turnsLeft).toBe(0);
  });

  /** A fresh page on a thread of its own, ready for its user. */
  const open = async (options: Partial<PageOptions> = {}): Promise<void> => {
    await page.open({ runtimeUrl: mount.url, threadId: uniqueId('thread'), ...options });
    await page.untilSeen('a page that is ready', ({ available }) => available === 'true');
  };

  /** Looks until so many lines are shown and nothing is going on any more. */
  const settled = (lines: number): Promise<Sight> =>
    page.untilSeen(
      `${lines} lines`,
      ({ messages, loading }) => messages.length >= lines && loading === 'false',
    );

  const expectSilence = ({ said }: Sight, ...allowed: readonly RegExp[]): void => {
    const known = [...chatter, ...allowed];
    expect(said.filter((line) => !known.some((pattern) => pattern.test(line)))).toEqual([]);
  };

  const has = (hook: ClientHook): boolean => !lacks.includes(hook);

  it('chats, with what the page and the conversation have told so far [v1.client.chat]', async () => {
    mount.model.script(modelAnswers([sayText('Hello there')]), modelAnswers([sayText('Bye then')]));
    await open();
    await page.send('Hi');
    expect((await settled(2)).messages).toEqual([
      ['user', 'Hi'],
      ['assistant', 'Hello there'],
    ]);
    await page.send('Bye');
    const sight = await settled(4);
    expect(sight.messages.slice(2)).toEqual([
      ['user', 'Bye'],
      ['assistant', 'Bye then'],
    ]);
    expect(model.said(1)).toEqual(['user: "Hi"', 'assistant: "Hello there"', 'user: "Bye"']);
    expect(model.prompt(0)).toMatch(/The page:\s+"?Invoices/);
    expect(model.tools(0)).toEqual(expect.arrayContaining(['paint', 'lookUp']));
    expectSilence(sight);
  });

  it('carries out a frontend tool once, and tells the model its result [v1.client.frontend-tool]', async () => {
    mount.model.script(
      modelAnswers([callTool('paint', { colour: 'red' })]),
      modelAnswers([sayText('It is red')]),
    );
    await open();
    await page.send('Paint it');
    const sight = await settled(4);
    expect(sight.calls).toEqual([['paint', { colour: 'red' }]]);
    expect(sight.messages).toEqual([
      ['user', 'Paint it'],
      ['call', 'paint {"colour":"red"}'],
      ['tool', 'painted red'],
      ['assistant', 'It is red'],
    ]);
    expect(model.said(1)).toEqual(['user: "Paint it"', 'assistant', 'tool: "painted red"']);
    expectSilence(sight);
  });

  it('sees an action of the server at work, which is carried out once [v1.client.server-action]', async () => {
    mount.model.script(
      modelAnswers([callTool('lookUp', { city: 'Oslo' })]),
      modelAnswers([sayText('Take your shades')]),
    );
    const before = mount.lookUps.length;
    await open({ properties: { user: 'Ada' } });
    await page.send('How is Oslo?');
    const sight = await settled(4);
    expect(mount.lookUps.slice(before)).toEqual([
      { city: 'Oslo', properties: expect.objectContaining({ user: 'Ada' }) },
    ]);
    expect(sight.calls).toEqual([]);
    expect(sight.messages).toEqual([
      ['user', 'How is Oslo?'],
      ['call', 'lookUp {"city":"Oslo"}'],
      ['tool', 'Sunny in Oslo'],
      ['assistant', 'Take your shades'],
    ]);
    expect(model.said(1)).toEqual(['user: "How is Oslo?"', 'assistant', 'tool: "Sunny in Oslo"']);
    expect(model.requests).toHaveLength(2);
    expectSilence(sight);
  });

  if (has('useCoAgent')) {
    it('shares its state with an agent, in both directions [v1.client.agent-state]', async () => {
      await open({ agent: 'planner', coAgent: 'planner' });
      await page.setState({ hits: 10 });
      await page.untilSeen('the state of the page', ({ state }) => state === '{"hits":10}');
      await page.send('Look');
      const first = await settled(2);
      expect(first.messages).toEqual([
        ['user', 'Look'],
        ['assistant', 'Looked 11 times'],
      ]);
      expect(JSON.parse(first.state ?? '')).toEqual({ hits: 11, query: 'invoices' });
      await page.send('Once more');
      const second = await settled(4);
      expect(second.messages.at(-1)).toEqual(['assistant', 'Looked 12 times']);
      expect(JSON.parse(second.state ?? '')).toEqual({ hits: 12, query: 'invoices' });
      expectSilence(second);
    });
  }

  if (has('useLangGraphInterrupt')) {
    it('answers an interrupt, and the agent goes on [v1.client.interrupt]', async () => {
      const before = mount.asker.runs.length;
      await open({ agent: 'asker', interrupts: true });
      await page.send('Ask me');
      const asked = await page.untilSeen('a question', ({ interrupt }) => interrupt !== null);
      expect(asked.interrupt).toBe('Which colour?');
      await page.click('interrupt');
      const sight = await settled(2);
      expect(sight.messages).toEqual([
        ['user', 'Ask me'],
        ['assistant', 'It will be blue'],
      ]);
      expect(sight.interrupt).toBeNull();
      expect(mount.asker.runs).toHaveLength(before + 2);
      expectSilence(sight);
    });
  }

  for (const hook of lacks) {
    it(`has no ${hook}`, async () => {
      expect(await page.exports()).not.toContain(hook);
    });
  }

  it('stops: the text so far stays, and the model is left [v1.client.stop]', async () => {
    const story = sayText('Once upon a time there was');
    const pause = { afterFrames: 3, until: createGate().opened };
    mount.model.script(modelAnswers([story], { pause }));
    await open();
    await page.send('Tell me a story');
    await page.untilSeen('a beginning', ({ messages }) => messages.length === 2);
    await page.click('stop');
    const sight = await settled(2);
    await until(() => model.requests.every(({ isAborted }) => isAborted), 'the model to be left');
    expect(sight.messages).toEqual([
      ['user', 'Tell me a story'],
      ['assistant', 'Once upon a time'],
    ]);
    expect(model.requests).toEqual([expect.objectContaining({ isAborted: true })]);
    expectSilence(sight, TOLD);
  });

  it('tells of a model that fails where it tells of failures at all, and can go on [v1.client.failure]', async () => {
    // The AG-UI package of the agent tells the server's console.
    const said = jest.spyOn(console, 'error').mockImplementation(() => undefined);
    mount.model.script(modelRefuses(401), modelAnswers([sayText('Back again')]));
    await open();
    await page.send('Hi');
    const text = 'The model provider did not accept the credentials of this server.';
    const failed = await page.untilSeen(
      'a failure',
      ({ loading, body }) =>
        model.requests.length === 1 && loading === 'false' && body.includes(text) === showsFailures,
    );
    expect(failed.body).not.toContain('refused by script');
    await page.send('Again');
    const sight = await settled(3);
    expect(sight.messages).toEqual([
      ['user', 'Hi'],
      ['user', 'Again'],
      ['assistant', 'Back again'],
    ]);
    said.mockRestore();
    expectSilence(sight, TOLD);
  });

  it('carries out a CopilotTask [v1.client.task] [v1.defect.16]', async () => {
    mount.model.script(modelAnswers([callTool('title', { text: 'Invoices' })]));
    await open();
    await page.runTask('Give the page a title');
    const sight = await page.untilSeen('a title', ({ calls }) => calls.length === 2);
    expect(sight.calls).toEqual([
      ['title', { text: 'Invoices' }],
      ['task is done', null],
    ]);
    expect(model.prompt(0)).toContain('Give the page a title');
    expect(model.requests).toHaveLength(1);
    expectSilence(sight);
  });
});
