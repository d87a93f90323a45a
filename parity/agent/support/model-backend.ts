import { LLMock, type FixtureResponse } from '@copilotkit/aimock';
import {
  modelAnswers,
  ModelFaultServer,
  type ModelBlock,
  type TextBlock,
  type ToolBlock,
} from '@flightdeck/testing';

/** A server that speaks for all providers and answers each request with the next of its answers. */
export interface ModelBackend {
  readonly origin: string;
  answer(...answers: readonly (readonly ModelBlock[])[]): void;
  /** What was asked so far, each request as text. */
  asked(): readonly string[];
  close(): Promise<void>;
}

async function scriptedBackend(): Promise<ModelBackend> {
  const server = await ModelFaultServer.start();
  return {
    origin: server.origin,
    answer: (...answers) => void server.script(...answers.map((blocks) => modelAnswers(blocks))),
    asked: () => server.requests.map(({ body }) => JSON.stringify(body)),
    close: () => server.close(),
  };
}

/** The one place that knows the mock's interface, so that another can take its place. */
async function mockBackend(): Promise<ModelBackend> {
  const mock = new LLMock({ port: 0 });
  const answers: FixtureResponse[] = [];
  mock.on({ predicate: () => true }, () => {
    const next = answers.shift();
    if (next === undefined) throw new Error('No answer is left');
    return next;
  });
  await mock.start();
  return {
    origin: mock.url,
    answer: (...more) => void answers.push(...more.map(toFixture)),
    asked: () => mock.getRequests().map(({ body }) => JSON.stringify(body)),
    close: () => mock.stop(),
  };
}

/** In the words of all providers: each reads its own. */
const USAGE = {
  prompt_tokens: 11,
  completion_tokens: 7,
  input_tokens: 11,
  output_tokens: 7,
  promptTokenCount: 11,
  candidatesTokenCount: 7,
};

function toFixture(blocks: readonly ModelBlock[]): FixtureResponse {
  const texts = blocks.filter((block): block is TextBlock => block.kind === 'text');
  const calls = blocks.filter((block): block is ToolBlock => block.kind === 'tool');
  const reasoning = blocks.find(({ kind }) => kind === 'reasoning');
  const content = texts.map(({ text }) => text).join('');
  const toolCalls = calls.map(({ id, name, arguments: args }) => ({ id, name, arguments: args }));
  return {
    ...(content === '' && toolCalls.length > 0 ? {} : { content }),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
    ...(reasoning?.kind === 'reasoning' ? { reasoning: reasoning.text } : {}),
    usage: USAGE,
  } as FixtureResponse; // a union by which fields are there
}

export const BACKENDS: readonly (readonly [name: string, start: () => Promise<ModelBackend>])[] = [
  ['aimock', mockBackend],
  ['the scripted server', scriptedBackend],
];
