/** What a person is told of a failure; `null` for one that is none of theirs. */
export function failureText(code: string, { message }: Error): string | null {
  if (!message.includes('pending interrupt')) return message;
  // The client asks twice for the history of a thread, and refuses to ask while a decision is open,
  // which it knows of from the first time. Nothing is missing then.
  if (code === 'agent_connect_failed') return null;
  return 'The agent waits for your decision, and answers afterwards.';
}
