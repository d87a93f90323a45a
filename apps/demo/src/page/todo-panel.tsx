import { useAgent, UseAgentUpdate } from '@copilotkit/react-core/v2';
import { useState, type FormEvent } from 'react';
import { todosOf, type Todo } from '../todos.js';

/** The list in the state that the agent and this page share. Either may change it. */
export function TodoPanel() {
  const { agent } = useAgent({
    updates: [UseAgentUpdate.OnStateChanged, UseAgentUpdate.OnRunStatusChanged],
  });
  const todos = todosOf(agent.state);
  // What the page changes travels with the next message. While the agent answers, the list is its own.
  const change = (changed: readonly Todo[]) => agent.setState({ ...agent.state, todos: changed });

  return (
    <aside className="todos" aria-label="To-do list">
      <h2>To-do list</h2>
      <ul>
        {todos.map((todo, index) => (
          // Titles may repeat: the place is all that a line has of its own.
          <li key={index} data-done={todo.done}>
            <label>
              <input
                type="checkbox"
                checked={todo.done}
                disabled={agent.isRunning}
                onChange={() => change(todos.with(index, { ...todo, done: !todo.done }))}
              />
              <span>{todo.title}</span>
            </label>
          </li>
        ))}
      </ul>
      {todos.length === 0 && <p className="hint">Say “Add milk to my list”, or write it here.</p>}
      <NewTodo
        disabled={agent.isRunning}
        onAdd={(title) => change([...todos, { title, done: false }])}
      />
      <p className="hint">The agent reads and changes this list, too: it is the thread’s state.</p>
    </aside>
  );
}

function NewTodo({ disabled, onAdd }: { disabled: boolean; onAdd: (title: string) => void }) {
  const [title, setTitle] = useState('');
  const add = (event: FormEvent) => {
    event.preventDefault();
    if (title.trim() === '') return;
    onAdd(title.trim());
    setTitle('');
  };
  return (
    <form className="new-todo" onSubmit={add}>
      <input
        aria-label="New to-do"
        placeholder="Something to do"
        value={title}
        disabled={disabled}
        onChange={(event) => setTitle(event.target.value)}
      />
      <button type="submit" disabled={disabled} aria-label="Add">
        +
      </button>
    </form>
  );
}
