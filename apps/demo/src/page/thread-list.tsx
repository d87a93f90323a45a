import { useAgent, useThreads, UseAgentUpdate, type Thread } from '@copilotkit/react-core/v2';
import { useEffect } from 'react';
import { useThreadTitles } from './use-thread-titles.js';

interface ThreadListProps {
  currentThreadId: string;
  onSelect: (threadId: string) => void;
  onNew: () => void;
}

/** Side bar with the threads of the runtime, newest first. */
export function ThreadList({ currentThreadId, onSelect, onNew }: ThreadListProps) {
  const { threads, isLoading, listError, hasMoreThreads, fetchMoreThreads, deleteThread } =
    useFreshThreads();
  const titles = useThreadTitles(threads);

  const remove = async (threadId: string) => {
    if (threadId === currentThreadId) onNew();
    // The list itself shows a deletion that fails.
    await deleteThread(threadId).catch(() => undefined);
  };

  return (
    <aside className="sidebar">
      <div className="brand">
        <img src="/icon.svg" alt="" width="28" height="28" />
        <span>Flightdeck</span>
      </div>
      <button type="button" className="new-chat" onClick={onNew}>
        <span aria-hidden="true">+</span> New chat
      </button>
      <h2>Threads</h2>
      <nav aria-label="Threads">
        <ul>
          {threads.map((thread) => (
            <ThreadRow
              key={thread.id}
              thread={thread}
              title={titles.get(thread.id) ?? 'Untitled'}
              isCurrent={thread.id === currentThreadId}
              onSelect={() => onSelect(thread.id)}
              onDelete={() => void remove(thread.id)}
            />
          ))}
        </ul>
        {hasMoreThreads && (
          <button type="button" className="more" onClick={fetchMoreThreads}>
            Older threads
          </button>
        )}
        {listError && <p className="hint">The server refused: {listError.message}</p>}
        {!isLoading && !listError && threads.length === 0 && (
          <p className="hint">Your conversations appear here.</p>
        )}
      </nav>
    </aside>
  );
}

interface ThreadRowProps {
  thread: Thread;
  title: string;
  isCurrent: boolean;
  onSelect: () => void;
  onDelete: () => void;
}

function ThreadRow({ thread, title, isCurrent, onSelect, onDelete }: ThreadRowProps) {
  return (
    <li className="thread-row" data-current={isCurrent}>
      <button type="button" className="thread" aria-current={isCurrent} onClick={onSelect}>
        <span className="thread-title">{title}</span>
        <time dateTime={thread.updatedAt}>{shortTime(thread.lastRunAt ?? thread.updatedAt)}</time>
      </button>
      <button
        type="button"
        className="thread-delete"
        aria-label={`Delete ${title}`}
        onClick={() => {
          if (window.confirm(`Delete "${title}"?`)) onDelete();
        }}
      >
        ×
      </button>
    </li>
  );
}

/** The list follows other windows by itself; it is read again after a run of this one, for the title. */
function useFreshThreads() {
  const list = useThreads({ agentId: 'default', limit: 20 });
  const { agent } = useAgent({ updates: [UseAgentUpdate.OnRunStatusChanged] });
  const { isRunning } = agent;
  const { refetchThreads } = list;
  useEffect(() => {
    if (!isRunning) refetchThreads();
  }, [isRunning, refetchThreads]);
  return list;
}

function shortTime(iso: string): string {
  const date = new Date(iso);
  const sameDay = date.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(
    undefined,
    sameDay ? { timeStyle: 'short' } : { month: 'short', day: 'numeric' },
  ).format(date);
}
