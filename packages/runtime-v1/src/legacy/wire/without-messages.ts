/** A state without the conversation, which clients and agents keep in it in different forms. */
export function withoutMessages(
  state: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  if (!Object.hasOwn(state, 'messages')) return state;
  return Object.fromEntries(Object.entries(state).filter(([key]) => key !== 'messages'));
}
