/** Said to the model; no chat shows it. */
const UNSEEN = new Set(['system', 'developer']);

/**
 * Messages as the lines of a chat, `{ id, role, text }`: instances of the classes before 1.50, and AG-UI messages
 * since.
 */
export function shownMessages(messages) {
  return messages
    .filter(({ role }) => !UNSEEN.has(role))
    .flatMap((message) => [...textsOf(message), ...callsOf(message)]);
}

function textsOf({ id, role, content, result }) {
  if (result !== undefined) return [{ id, role: 'tool', text: textOf(result) }];
  return content === undefined || content === '' ? [] : [{ id, role, text: textOf(content) }];
}

function callsOf({ id, name, arguments: args, toolCalls = [] }) {
  const old = name !== undefined && args !== undefined ? [{ id, name, args }] : [];
  const current = toolCalls.map((call) => ({
    id: call.id,
    name: call.function.name,
    args: call.function.arguments,
  }));
  return [...old, ...current].map((call) => ({
    id: `call-${call.id}`,
    role: 'call',
    text: `${call.name} ${textOf(call.args)}`,
  }));
}

export function textOf(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
