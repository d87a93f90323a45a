import type { LanguageModel } from '@flightdeck/agent';

export type Part = Readonly<Record<string, unknown>>;

export interface ModelQuestion {
  readonly prompt: readonly { readonly role: string; readonly content: unknown }[];
}

const finish: Part = { type: 'finish', finishReason: { unified: 'stop', raw: 'stop' }, usage: {} };

/** A model that answers each question as it is told to: by turns, the last of them for ever, or by what it is asked. */
export function modelOf(
  turns: readonly (readonly Part[])[] | ((question: ModelQuestion) => readonly Part[]),
): LanguageModel & { readonly asked: readonly ModelQuestion[] } {
  const asked: ModelQuestion[] = [];
  return {
    asked,
    specificationVersion: 'v3',
    provider: 'scripted',
    modelId: 'script',
    supportedUrls: {},
    doStream(question: never) {
      asked.push(question);
      const said =
        typeof turns === 'function'
          ? turns(question)
          : (turns[Math.min(asked.length, turns.length) - 1] ?? []);
      const stream = new ReadableStream<unknown>({
        start(controller) {
          for (const part of [...said, finish]) controller.enqueue(part);
          controller.close();
        },
      });
      return Promise.resolve({ stream });
    },
  };
}

export const says = (text: string): readonly Part[] => [
  { type: 'text-start', id: '0' },
  { type: 'text-delta', id: '0', delta: text },
  { type: 'text-end', id: '0' },
];

/** Calls of tools; of an id the model knows nothing else. */
export const calls = (
  toolName: string,
  input: unknown = {},
  toolCallId = 'call_0',
): readonly Part[] => [{ type: 'tool-call', toolCallId, toolName, input: JSON.stringify(input) }];
