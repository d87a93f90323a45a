import type { PromptMessage } from '../../src/model/prompt.js';

type AssistantMessage = Extract<PromptMessage, { role: 'assistant' }>;

/** What some provider would say against a prompt. */
export function promptProblems(prompt: readonly PromptMessage[]): string[] {
  const problems: string[] = [];
  const ids = new Set<string>();
  if (prompt.find(({ role }) => role !== 'system')?.role !== 'user') problems.push('starts');
  if (prompt.at(-1)?.role === 'assistant') problems.push('ends');
  for (const [at, message] of prompt.entries()) {
    const before = prompt[at - 1];
    if (message.content.length === 0) problems.push(`${String(at)} is empty`);
    if (!mayFollow(message.role, before?.role)) problems.push(`${message.role} out of place`);
    if (message.role === 'assistant') {
      problems.push(...idProblems(message, ids), ...turnProblems(message, prompt[at + 1]));
    }
  }
  return problems;
}

function mayFollow(
  role: PromptMessage['role'],
  before: PromptMessage['role'] | undefined,
): boolean {
  if (role === 'system') return before === undefined || before === 'system';
  return role !== 'tool' || before === 'assistant';
}

function idProblems({ content }: AssistantMessage, ids: Set<string>): string[] {
  return content.flatMap((part) => {
    if (part.type !== 'tool-call') return [];
    const isRepeated = ids.has(part.toolCallId);
    ids.add(part.toolCallId);
    const isAccepted = /^[\w-]{1,64}$/.test(part.toolCallId);
    return isRepeated || !isAccepted ? [`id ${part.toolCallId}`] : [];
  });
}

function turnProblems({ content }: AssistantMessage, next: PromptMessage | undefined): string[] {
  const problems: string[] = [];
  const idsOf = (type: string, parts: AssistantMessage['content']) =>
    parts.flatMap((part) => (part.type === type && 'toolCallId' in part ? [part.toolCallId] : []));
  const called = idsOf('tool-call', content);
  const answered = [
    ...idsOf('tool-result', content),
    ...(next?.role === 'tool' ? idsOf('tool-result', next.content) : []),
  ];
  if (answered.toSorted().join() !== called.toSorted().join()) {
    problems.push(`calls ${called.join()} answered by ${answered.join()}`);
  }
  if (next?.role === 'assistant') problems.push('two turns of the assistant');
  if (content.at(-1)?.type === 'reasoning') problems.push('reasoning that leads to nothing');
  if (content.some((part) => part.type === 'text' && part.text.trim() === '')) {
    problems.push('an empty text');
  }
  return problems;
}
