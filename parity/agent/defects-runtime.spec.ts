import { BuiltInAgent } from '@flightdeck/agent';
import { TranscriptionService } from '@flightdeck/core';
import {
  a2ui,
  composeMiddlewares,
  mcpApps,
  openGenerativeUI,
  type RunTransform,
} from '@flightdeck/middlewares';
import { jsonOf, modelAnswers, RuntimeClient, sayText } from '@flightdeck/testing';
import { CLIENT_1 } from '../support/clients.js';
import { serveRuntime, type ServeOptions } from '../support/serve-runtime.js';
import { AgentBench, expectSuccess } from './support/agent-bench.js';
import { chatTools } from './support/sound-chat.js';

const DELTAS = 2_000;

describe('the middlewares of a run', () => {
  it('look at no message of the history for an event, and at no text twice [defect.d18]', async () => {
    let reads = 0;
    const history = Array.from({ length: 200 }, (_, index) =>
      watched({ id: `m${index}`, role: 'user', content: 'x'.repeat(500) }, () => (reads += 1)),
    );
    const transform = await begin(history);
    const page = JSON.stringify({ html: '<p>word</p>'.repeat(DELTAS) });
    const size = Math.ceil(page.length / DELTAS);
    reads = 0;
    const handled = countCharacters();
    try {
      transform.push({ type: 'TEXT_MESSAGE_START', messageId: 't', role: 'assistant' });
      const toolCallName = 'generateSandboxedUi';
      transform.push({ type: 'TOOL_CALL_START', toolCallId: 'c', toolCallName });
      for (let index = 0; index < DELTAS; index += 1) {
        transform.push({ type: 'TEXT_MESSAGE_CONTENT', messageId: 't', delta: 'word ' });
        const delta = page.slice(index * size, (index + 1) * size);
        if (delta !== '') transform.push({ type: 'TOOL_CALL_ARGS', toolCallId: 'c', delta });
      }
      const last = transform.push({ type: 'TOOL_CALL_END', toolCallId: 'c' });
      expect(last.map(({ type }) => type)).toContain('ACTIVITY_DELTA');
      expect(reads).toBe(0);
      expect(handled.characters()).toBeLessThanOrEqual(3 * page.length);
    } finally {
      handled.release();
    }
  });
});

describe('a failure of a transcription', () => {
  it.each([
    ['Failed to generate a transcript', {}, 500, 'provider_error'],
    ['The author of this recording is unknown', {}, 500, 'provider_error'],
    ['content-length mismatch', {}, 500, 'provider_error'],
    ['fetch failed', { code: 'ECONNREFUSED' }, 502, 'network_error'],
    ['refused', { status: 401 }, 401, 'auth_failed'],
    ['refused', { status: 429 }, 429, 'rate_limited'],
  ])(
    'is no other one because of its words: “%s” %j [defect.d20]',
    async (words, fields, status, code) => {
      let failure: Error | undefined = Object.assign(new Error(words), fields);
      class Failing extends TranscriptionService {
        override async transcribeFile(): Promise<string> {
          if (failure !== undefined) throw failure;
          return 'hello';
        }
      }
      const agents = { default: new BuiltInAgent({ model: 'openai/gpt-4o' }) };
      const served = await serveRuntime({ agents, transcriptionService: new Failing() });
      const client = new RuntimeClient({ baseUrl: served.url });
      const recording = { audio: btoa('sound'), mimeType: 'audio/webm' };
      const refused = await client.transcribe(recording);
      expect(await jsonOf(refused, status)).toMatchObject({ error: code });
      failure = undefined;
      expect(await jsonOf(await client.transcribe(recording))).toMatchObject({ text: 'hello' });
      await served.close();
    },
  );
});

describe('A2UI', () => {
  it.each<[string, Pick<ServeOptions, 'a2ui'>, boolean]>([
    ['not configured', {}, false],
    ['on', { a2ui: { injectA2UITool: true } }, true],
    ['on for this agent', { a2ui: { agents: ['default'], injectA2UITool: true } }, true],
    ['on for another agent', { a2ui: { agents: ['other'], injectA2UITool: true } }, false],
    ['off', { a2ui: { enabled: false, injectA2UITool: true } }, false],
  ])(
    'that is %s is so for /info and for each run alike [defect.issue-5369]',
    async (_case, runtime, isOn) => {
      const bench = await AgentBench.start(CLIENT_1);
      try {
        const conversation = await bench.converse({ runtime });
        const info = await fetch(`${conversation.served.url}/info`);
        const told: unknown = await info.json();
        bench.models.script(modelAnswers([sayText('Well')]));
        expectSuccess(await conversation.say('go'));
        await bench.expectNextTurn(conversation);
        const offered = [0, 1].map((index) =>
          chatTools(bench.asked(index)).includes('render_a2ui'),
        );
        expect(offered).toEqual([isOn, isOn]);
        expect(isOnFor(told, 'default')).toBe(isOn);
        bench.guard.expectSilence();
      } finally {
        await bench.close();
      }
    },
  );
});

/** Whether `/info` says that the agent has A2UI. */
function isOnFor(info: unknown, agentId: string): boolean {
  const { a2uiEnabled, a2ui: told } = info as {
    readonly a2uiEnabled?: boolean;
    readonly a2ui?: { readonly enabled?: boolean; readonly agents?: readonly string[] };
  };
  return a2uiEnabled === true && (told?.agents?.includes(agentId) ?? true);
}

async function begin(messages: readonly object[]): Promise<RunTransform> {
  const composed = composeMiddlewares([
    a2ui({ injectA2UITool: true }),
    mcpApps({ servers: [] }),
    openGenerativeUI(true),
  ]);
  const input = { threadId: 't', runId: 'r', messages, tools: [], context: [], forwardedProps: {} };
  const { signal } = new AbortController();
  const begun = await composed.begin(input as never, { agentId: 'default', signal, headers: {} });
  if (begun === null || 'answer' in begun) throw new Error('The middlewares are not on');
  return begun;
}

function watched<Value extends object>(value: Value, onRead: () => void): Value {
  return new Proxy(value, {
    get(target, property): unknown {
      onRead();
      return Reflect.get(target, property);
    },
  });
}

/** What is parsed, written or copied as JSON, in characters. */
function countCharacters(): { characters(): number; release(): void } {
  let count = 0;
  const { parse, stringify } = JSON;
  const { structuredClone: clone } = globalThis;
  JSON.parse = (text: string, ...rest: []) => {
    count += text.length;
    return parse(text, ...rest) as unknown;
  };
  JSON.stringify = ((...given: Parameters<typeof stringify>) => {
    const text = stringify(...given);
    count += text?.length ?? 0;
    return text;
  }) as typeof stringify;
  globalThis.structuredClone = ((value: unknown) => {
    count += stringify(value).length;
    return clone(value);
  }) as typeof clone;
  return {
    characters: () => count,
    release() {
      Object.assign(JSON, { parse, stringify });
      globalThis.structuredClone = clone;
    },
  };
}
