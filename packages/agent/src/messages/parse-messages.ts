import type { AgentLogger } from '../options/agent-options.js';
import type { AguiMessage, AguiToolCall } from './agui-message.js';
import { isRecord } from '../tools/is-record.js';
import { toSafeJson } from '../tools/safe-json.js';
import { openCallAnswers } from './call-answers.js';
import { parseContentParts } from './parse-content-parts.js';

type Fields = Readonly<Record<string, unknown>>;
type Log = Pick<AgentLogger, 'debug'>;

/**
 * The messages of a request, of whichever AG-UI version (agent.md 13.2). What is not a message, has an
 * unknown role or lacks what its role needs is left out with one debug line. Never throws, and never
 * puts contents into the log.
 */
export function parseMessages(value: unknown, logger: Log): AguiMessage[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown, index) => {
    const message = isRecord(entry) ? parseMessage(entry, index, logger) : null;
    if (message !== null) return [message];
    logger.debug('A message of the history is not understood and left out.', {
      index,
      role:
        isRecord(entry) && typeof entry['role'] === 'string' ? entry['role'].slice(0, 40) : null,
    });
    return [];
  });
}

function parseMessage(fields: Fields, index: number, logger: Log): AguiMessage | null {
  const common = {
    id: identifier(fields['id']) ?? `message-${String(index)}`,
    ...optional('name', fields['name']),
    ...optional('encryptedValue', fields['encryptedValue']),
  };
  switch (fields['role']) {
    case 'system':
    case 'developer':
      return { ...common, role: fields['role'], content: plainText(fields['content'], logger) };
    case 'user':
      return { ...common, role: 'user', content: content(fields['content'], logger) };
    case 'assistant':
      return { ...common, role: 'assistant', ...assistantFields(fields, logger) };
    case 'tool': {
      const toolCallId = identifier(fields['toolCallId']);
      if (toolCallId === null) return null;
      const result = { toolCallId, content: content(fields['content'], logger) };
      return { ...common, role: 'tool', ...result, ...optional('error', fields['error']) };
    }
    case 'reasoning':
      return { ...common, role: 'reasoning', content: plainText(fields['content'], logger) };
    case 'activity':
      return { ...common, role: 'activity' };
    default:
      return null;
  }
}

function assistantFields(fields: Fields, logger: Log) {
  const text = plainText(fields['content'], logger);
  const calls = fields['toolCalls'];
  const toolCalls = Array.isArray(calls)
    ? calls.flatMap((call: unknown) => parseToolCall(call, logger))
    : [];
  return {
    ...(text === '' ? {} : { content: text }),
    ...(toolCalls.length === 0 ? {} : { toolCalls }),
  };
}

function parseToolCall(value: unknown, logger: Log): AguiToolCall[] {
  const fields = isRecord(value) ? value : {};
  const id = identifier(fields['id']);
  if (id === null || !isRecord(fields['function'])) {
    logger.debug('A tool call of the history has no id or no function and is left out.');
    return [];
  }
  const metadata = isRecord(fields['metadata']) ? fields['metadata'] : {};
  const call: AguiToolCall = {
    id,
    type: 'function',
    function: parseFunction(fields['function']),
    ...opaqueFields(fields['encryptedValue']),
    ...(metadata['providerExecuted'] === true ? { providerExecuted: true } : {}),
  };
  return [call];
}

function opaqueFields(
  value: unknown,
): Pick<AguiToolCall, 'answers' | 'signature' | 'encryptedValue'> {
  if (typeof value !== 'string') return {};
  const { answers, signature, encryptedValue } = openCallAnswers(value);
  return {
    ...(answers.size === 0 ? {} : { answers }),
    ...optional('signature', signature),
    ...optional('encryptedValue', encryptedValue),
  };
}

function parseFunction({ name, arguments: input }: Fields): AguiToolCall['function'] {
  return {
    name: typeof name === 'string' && name !== '' ? name : 'unknown',
    arguments: typeof input === 'string' ? input : (toSafeJson(input ?? {}) ?? '{}'),
  };
}

function content(value: unknown, logger: Log) {
  if (Array.isArray(value)) return parseContentParts(value, logger);
  if (typeof value === 'string') return value;
  return value === undefined || value === null ? '' : (toSafeJson(value) ?? '');
}

function plainText(value: unknown, logger: Log): string {
  const parsed = content(value, logger);
  if (typeof parsed === 'string') return parsed;
  return parsed.flatMap((part) => (part.type === 'text' ? [part.text] : [])).join('\n');
}

function identifier(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

function optional<Name extends string>(name: Name, value: unknown): { [Key in Name]?: string } {
  // TypeScript widens a computed key to an index signature; the one key is `name`.
  return typeof value === 'string' && value !== ''
    ? ({ [name]: value } as { [Key in Name]?: string })
    : {};
}
