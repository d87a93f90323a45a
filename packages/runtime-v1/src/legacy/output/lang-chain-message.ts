import { isRecord } from '../../internal/is-record.js';
import type { TypedFields } from './patch-list.js';
import { MESSAGE_SUCCESS } from './status.js';
import { textOfContent } from './text-of-content.js';

const ROLES: ReadonlyMap<unknown, string> = new Map<unknown, string>([
  ['user', 'user'],
  ['human', 'user'],
  ['system', 'system'],
  ['developer', 'developer'],
]);

/** A message that an agent tells with an interrupt, in the form of LangChain or of AG-UI. */
export function langChainMessage(
  message: unknown,
  { newId, now }: { readonly newId: () => string; readonly now: () => number },
): TypedFields[] {
  if (!isRecord(message)) return [];
  const id = typeof message.id === 'string' && message.id !== '' ? message.id : newId();
  const common = { createdAt: new Date(now()).toISOString(), status: MESSAGE_SUCCESS };
  const content = textOfContent(message.content);
  const texts: TypedFields[] = [];
  if (content !== '') {
    const role = ROLES.get(message.role ?? message.type) ?? 'assistant';
    texts.push({
      ...common,
      __typename: 'TextMessageOutput',
      id,
      content: [content],
      role,
      parentMessageId: null,
    });
  }
  return [
    ...texts,
    ...callsOf(message).map((call) => ({ ...common, ...call, parentMessageId: id })),
  ];
}

function callsOf(message: Readonly<Record<string, unknown>>): TypedFields[] {
  const calls = message.tool_calls ?? message.toolCalls;
  if (!Array.isArray(calls)) return [];
  return calls.filter(isRecord).map((call) => {
    const { name, arguments: args = call.args } = isRecord(call.function) ? call.function : call;
    return {
      __typename: 'ActionExecutionMessageOutput',
      id: typeof call.id === 'string' ? call.id : '',
      name: typeof name === 'string' ? name : '',
      arguments: [typeof args === 'string' ? args : JSON.stringify(args ?? {})],
      scope: 'server',
    };
  });
}
