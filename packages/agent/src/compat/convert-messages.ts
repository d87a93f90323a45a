import { parseArguments } from '../messages/parse-arguments.js';
import { parseMessages } from '../messages/parse-messages.js';
import type {
  AguiMessage,
  AssistantMessage,
  ContentPart,
  ToolMessage,
} from '../messages/agui-message.js';
import type { AgentLogger } from '../options/agent-options.js';
import { userContent, type UserContent, type VercelTextPart } from './user-content.js';

export interface MessageConversionOptions {
  /** Whether messages of the role `system` are passed on. @default false */
  readonly forwardSystemMessages?: boolean;
  /** Whether messages of the role `developer` are passed on, as `system`. @default false */
  readonly forwardDeveloperMessages?: boolean;
  /** Told, without contents, what is left out. @default nothing is told */
  readonly logger?: AgentLogger;
}

interface VercelToolCallPart {
  type: 'tool-call';
  toolCallId: string;
  toolName: string;
  input: unknown;
}

interface VercelToolResultPart {
  type: 'tool-result';
  toolCallId: string;
  toolName: string;
  output: { type: 'text' | 'error-text'; value: string };
}

/** A `ModelMessage` of `ai` 5, 6 and 7. */
export type VercelAISDKMessage =
  | { role: 'system'; content: string }
  | { role: 'user'; content: UserContent }
  | { role: 'assistant'; content: (VercelTextPart | VercelToolCallPart)[] }
  | { role: 'tool'; content: VercelToolResultPart[] };

const SILENT: AgentLogger = { debug: () => {}, warn: () => {}, error: () => {} };

/**
 * AG-UI messages as `messages` of `streamText` (agent.md 4.2), for factories that call the AI SDK
 * themselves. Message by message: the history is not repaired. Reasoning, activities and files that
 * only a provider holds are left out; files in results of tools become a text that names their type,
 * since the three majors agree on no other form.
 */
export function convertMessagesToVercelAISDKMessages(
  messages: readonly unknown[],
  options: MessageConversionOptions = {},
): VercelAISDKMessage[] {
  const logger = options.logger ?? SILENT;
  const parsed = parseMessages(messages, logger);
  const names = new Map(
    parsed.flatMap((message) =>
      message.role === 'assistant'
        ? (message.toolCalls ?? []).map((call) => [call.id, call.function.name] as const)
        : [],
    ),
  );
  return parsed.flatMap((message) => convert(message, { options, logger, names }));
}

interface Context {
  readonly options: MessageConversionOptions;
  readonly logger: AgentLogger;
  /** Of tools, by the id of the call. */
  readonly names: ReadonlyMap<string, string>;
}

function convert(message: AguiMessage, context: Context): VercelAISDKMessage[] {
  const { options, logger, names } = context;
  switch (message.role) {
    case 'system':
      return options.forwardSystemMessages === true ? [asSystem(message.content)] : [];
    case 'developer':
      return options.forwardDeveloperMessages === true ? [asSystem(message.content)] : [];
    case 'user':
      return [{ role: 'user', content: userContent(message.content, logger) }];
    case 'assistant':
      return [{ role: 'assistant', content: assistantContent(message, logger) }];
    case 'tool': {
      const { toolCallId } = message;
      const toolName = names.get(toolCallId) ?? 'unknown';
      const output = toolOutput(message);
      return [{ role: 'tool', content: [{ type: 'tool-result', toolCallId, toolName, output }] }];
    }
    case 'reasoning':
    case 'activity':
      return [];
  }
}

function assistantContent(
  { content, toolCalls }: AssistantMessage,
  logger: AgentLogger,
): Extract<VercelAISDKMessage, { role: 'assistant' }>['content'] {
  const calls = (toolCalls ?? []).map((call) => ({
    type: 'tool-call' as const,
    toolCallId: call.id,
    toolName: call.function.name,
    input: parseArguments(call, logger),
  }));
  const hasText = content !== undefined && content !== '';
  return hasText ? [{ type: 'text', text: content }, ...calls] : calls;
}

function asSystem(content: string): VercelAISDKMessage {
  return { role: 'system', content };
}

function toolOutput({ content, error }: ToolMessage): VercelToolResultPart['output'] {
  const value =
    typeof content === 'string'
      ? content
      : content.map((part) => (part.type === 'text' ? part.text : placeholder(part))).join('\n');
  if (error === undefined) return { type: 'text', value };
  return { type: 'error-text', value: value === '' ? error : value };
}

function placeholder(part: Exclude<ContentPart, { type: 'text' }>): string {
  const mimeType = part.type === 'binary' ? part.mimeType : part.source.mimeType;
  return `[${mimeType ?? part.type}]`;
}
