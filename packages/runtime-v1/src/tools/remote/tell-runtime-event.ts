import type { RuntimeEventStream } from '../../adapters/runtime-event-source.js';
import { isRecord } from '../../internal/is-record.js';
import { RemoteError } from './remote-error.js';

type Fields = Readonly<Record<string, unknown>>;
type Tell = (stream: RuntimeEventStream, fields: Fields) => void;

/** The events of v1 as remote agents write them. v1.md 8. */
const TELL: Readonly<Record<string, Tell>> = {
  TextMessageStart: (stream, { messageId, parentMessageId }) =>
    stream.sendTextMessageStart({ messageId: text(messageId), ...parent(parentMessageId) }),
  TextMessageContent: (stream, { messageId, content }) =>
    stream.sendTextMessageContent({ messageId: text(messageId), content: text(content) }),
  TextMessageEnd: (stream, { messageId }) =>
    stream.sendTextMessageEnd({ messageId: text(messageId) }),
  ActionExecutionStart: (stream, { actionExecutionId, actionName, parentMessageId }) =>
    stream.sendActionExecutionStart({
      actionExecutionId: text(actionExecutionId),
      actionName: text(actionName),
      ...parent(parentMessageId),
    }),
  ActionExecutionArgs: (stream, { actionExecutionId, args }) =>
    stream.sendActionExecutionArgs({
      actionExecutionId: text(actionExecutionId),
      args: text(args),
    }),
  ActionExecutionEnd: (stream, { actionExecutionId }) =>
    stream.sendActionExecutionEnd({ actionExecutionId: text(actionExecutionId) }),
  ActionExecutionResult: (stream, { actionExecutionId, actionName, result }) =>
    stream.sendActionExecutionResult({
      actionExecutionId: text(actionExecutionId),
      actionName: text(actionName),
      result: text(result),
    }),
  AgentStateMessage: (stream, fields) => tellState(stream, fields),
  RunError: () => {
    throw new RemoteError('protocol', 'The remote agent has failed');
  },
};

/**
 * Tells one event of a remote agent. Kinds that nothing here stands for are left out.
 *
 * @throws RemoteError for what is no event, and for one by which the agent says that it has failed
 */
export function tellRuntimeEvent(stream: RuntimeEventStream, event: unknown): void {
  const type: unknown = isRecord(event) ? event['type'] : undefined;
  if (!isRecord(event) || typeof type !== 'string') {
    throw new RemoteError('protocol', 'A line of the stream is no event');
  }
  if (Object.hasOwn(TELL, type)) TELL[type]?.(stream, event);
}

function tellState(stream: RuntimeEventStream, fields: Fields): void {
  const { state } = fields;
  stream.sendAgentStateMessage({
    threadId: text(fields['threadId']),
    agentName: text(fields['agentName']),
    nodeName: text(fields['nodeName']),
    runId: text(fields['runId']),
    active: fields['active'] === true,
    role: 'assistant',
    state: typeof state === 'string' ? state : JSON.stringify(state ?? {}),
    running: fields['running'] === true,
  });
}

function parent(id: unknown): { readonly parentMessageId?: string } {
  return typeof id === 'string' && id !== '' ? { parentMessageId: id } : {};
}

/** What the stream does not take is its own to refuse. */
function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
