/** One line of the list that the agent and the page share. */
export interface Todo {
  readonly title: string;
  readonly done: boolean;
}

/** The list in the state of a thread. What is no to-do is left out: a model may have written anything. */
export function todosOf(state: unknown): readonly Todo[] {
  const todos = isRecord(state) ? state['todos'] : undefined;
  if (!Array.isArray(todos)) return [];
  return todos.flatMap((todo: unknown) => {
    if (!isRecord(todo) || typeof todo['title'] !== 'string') return [];
    return [{ title: todo['title'], done: todo['done'] === true }];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
