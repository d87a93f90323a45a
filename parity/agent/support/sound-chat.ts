interface ChatMessage {
  readonly role: string;
  readonly content?: unknown;
  readonly tool_calls?: readonly { readonly id: string }[];
  readonly tool_call_id?: string;
}

/** The messages of a request to OpenAI's chat completions. */
export function chatMessages(body: unknown): readonly ChatMessage[] {
  // What our own test server has been sent.
  return (body as { readonly messages: readonly ChatMessage[] }).messages;
}

/** The names of the tools that a request to OpenAI's chat completions offers. */
export function chatTools(body: unknown): readonly string[] {
  const { tools = [] } = body as { tools?: readonly { function: { name: string } }[] };
  return tools.map(({ function: { name } }) => name);
}

/**
 * What OpenAI insists on: each call is answered once, right behind the message that makes it, and
 * nothing is answered that was not asked. A request that breaks the rule is refused, and so is every
 * later one of its thread.
 */
export function expectSoundChat(body: unknown): void {
  let waiting: string[] = [];
  for (const { role, tool_calls: calls = [], tool_call_id: answered } of chatMessages(body)) {
    if (role === 'tool') {
      expect(waiting).toContain(answered);
      waiting = waiting.filter((id) => id !== answered);
    } else {
      expect(waiting).toEqual([]);
      waiting = calls.map(({ id }) => id);
    }
  }
  expect(waiting).toEqual([]);
}
