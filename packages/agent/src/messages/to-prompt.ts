import type { SupportedUrls } from '../model/language-model.js';
import type { FilePart, PromptMessage, TextPart, ToolOutput } from '../model/prompt.js';
import type { AgentLogger } from '../options/agent-options.js';
import type {
  AguiMessage,
  AssistantMessage,
  ReasoningMessage,
  ToolMessage,
} from './agui-message.js';
import { takesFilesInResults } from './accepted-media.js';
import { assistantParts } from './assistant-parts.js';
import { createAttachmentLoader, type DownloadAttachment } from './attachment-loader.js';
import { contentParts } from './content-parts.js';

export interface PromptOptions {
  /** `provider` of the model that is asked, such as `openai.responses`. */
  readonly provider: string;
  readonly forwardSystemMessages: boolean;
  readonly forwardDeveloperMessages: boolean;
  /** Whether what providers want back of earlier answers is sent. */
  readonly reasoningRoundTrip: boolean;
  /** What the model fetches itself; everything else is downloaded. */
  readonly supportedUrls: SupportedUrls;
  /** See `downloadAttachment`. What it throws is logged, and the model is told that a file is missing. */
  readonly download: DownloadAttachment;
  readonly logger: AgentLogger;
}

type Parts = readonly (TextPart | FilePart)[];

const EMPTY: TextPart = { type: 'text', text: '(empty message)' };
const START: PromptMessage = {
  role: 'user',
  content: [{ type: 'text', text: '(the conversation starts)' }],
};
const CONTINUE: PromptMessage = { role: 'user', content: [{ type: 'text', text: '(go on)' }] };

/**
 * A history that `repairHistory` has made sound, as a model reads it (agent.md 4.2, 18.4). System and
 * developer messages are left out unless they are forwarded, and then stand in front: several providers
 * refuse them elsewhere. A history that is empty or begins with the assistant gets a first user message,
 * and one that ends with an answer of the assistant a last one: several providers insist on them. Never
 * rejects.
 */
export async function toPrompt(
  messages: readonly AguiMessage[],
  options: PromptOptions,
): Promise<PromptMessage[]> {
  const shown = messages.filter(({ role }) => role !== 'activity');
  const contents = await loadContents(shown, options);
  const system = shown.flatMap((message) => systemMessage(message, options));
  const turns = inTurns(shown.filter(({ role }) => !isSystem(role)));
  const lastQuestion = turns.findLastIndex(({ role }) => role === 'user');
  const conversation = turns.flatMap((turn, at) =>
    turnMessages(turn, { contents, isCurrent: at >= lastQuestion, options }),
  );
  return [...system, ...withQuestions(joined(conversation))];
}

/** Whether the message is no word of the user's, but of {@link toPrompt}. */
export function isStandIn(message: PromptMessage): boolean {
  return message === START || message === CONTINUE;
}

function withQuestions(conversation: readonly PromptMessage[]): PromptMessage[] {
  const start = conversation[0]?.role === 'user' ? [] : [START];
  const end = conversation.at(-1)?.role === 'assistant' ? [CONTINUE] : [];
  return [...start, ...conversation, ...end];
}

/** A message of the user, or a turn of the assistant and the results of its calls. */
type Turn =
  | { readonly role: 'user'; readonly message: AguiMessage }
  | {
      readonly role: 'assistant';
      readonly said: (AssistantMessage | ReasoningMessage)[];
      readonly results: ToolMessage[];
    };

function inTurns(messages: readonly AguiMessage[]): Turn[] {
  const turns: Turn[] = [];
  for (const message of messages) {
    const last = turns.at(-1);
    if (message.role === 'tool') {
      if (last?.role === 'assistant') last.results.push(message);
    } else if (message.role === 'assistant' || message.role === 'reasoning') {
      if (last?.role === 'assistant' && last.results.length === 0) last.said.push(message);
      else turns.push({ role: 'assistant', said: [message], results: [] });
    } else {
      turns.push({ role: 'user', message });
    }
  }
  return turns;
}

/** Turns whose tools the provider ran have their results inside: nothing stands between them. */
function joined(messages: readonly PromptMessage[]): PromptMessage[] {
  const all: PromptMessage[] = [];
  for (const message of messages) {
    const last = all.at(-1);
    if (message.role === 'assistant' && last?.role === 'assistant') {
      all.splice(-1, 1, { role: 'assistant', content: [...last.content, ...message.content] });
    } else {
      all.push(message);
    }
  }
  return all;
}

interface TurnContext {
  readonly contents: ReadonlyMap<AguiMessage, Parts>;
  readonly isCurrent: boolean;
  readonly options: PromptOptions;
}

function turnMessages(turn: Turn, context: TurnContext): PromptMessage[] {
  const { contents, isCurrent, options } = context;
  if (turn.role === 'user') {
    const parts = contents.get(turn.message) ?? [];
    return [{ role: 'user', content: parts.length === 0 ? [EMPTY] : parts }];
  }
  const results = new Map(turn.results.map((result) => [result.toolCallId, result]));
  const content = assistantParts({ messages: turn.said, results, isCurrent }, options);
  const inside = new Set(
    content.flatMap((part) => (part.type === 'tool-result' ? [part.toolCallId] : [])),
  );
  const outputs = content.flatMap((part) => {
    const result = part.type === 'tool-call' ? results.get(part.toolCallId) : undefined;
    if (part.type !== 'tool-call' || result === undefined || inside.has(part.toolCallId)) return [];
    const { toolCallId, toolName } = part;
    const output = toolOutput(result, contents.get(result) ?? [], options.provider);
    return [{ type: 'tool-result', toolCallId, toolName, output } as const];
  });
  return [
    ...(content.length === 0 ? [] : [{ role: 'assistant', content } as const]),
    ...(outputs.length === 0 ? [] : [{ role: 'tool', content: outputs } as const]),
  ];
}

function toolOutput({ content, error }: ToolMessage, parts: Parts, provider: string): ToolOutput {
  const isText = !takesFilesInResults(provider) || parts.every(({ type }) => type === 'text');
  const texts = parts.map((part) =>
    part.type === 'text' ? part.text : `[a file of the type ${part.mediaType}]`,
  );
  const text = typeof content === 'string' ? content : texts.join('\n');
  if (error !== undefined) {
    return { type: 'error-text', value: text.includes(error) ? text : `${error}\n${text}`.trim() };
  }
  return isText ? { type: 'text', value: text } : { type: 'content', value: parts };
}

function isSystem(role: AguiMessage['role']): boolean {
  return role === 'system' || role === 'developer';
}

function systemMessage(message: AguiMessage, options: PromptOptions): PromptMessage[] {
  if (message.role !== 'system' && message.role !== 'developer') return [];
  const isForwarded =
    message.role === 'system' ? options.forwardSystemMessages : options.forwardDeveloperMessages;
  if (!isForwarded || message.content.trim() === '') return [];
  return [{ role: 'system', content: message.content }];
}

async function loadContents(
  messages: readonly AguiMessage[],
  options: PromptOptions,
): Promise<ReadonlyMap<AguiMessage, Parts>> {
  const load = createAttachmentLoader(options.download, options.logger);
  const contents = new Map<AguiMessage, Parts>();
  await Promise.all(
    messages.map(async (message) => {
      if (message.role !== 'user' && message.role !== 'tool') return;
      // Providers take files in results of tools as bytes, if at all.
      const supportedUrls = message.role === 'tool' ? {} : options.supportedUrls;
      const parts = await contentParts(message.content, { ...options, supportedUrls, load });
      contents.set(message, parts);
    }),
  );
  return contents;
}
