import { useAgent, useThreads, UseAgentUpdate } from '@copilotkit/react-core/v2';
import { useEffect, useState } from 'react';
import { ThreadRow } from './thread-row.js';

interface ThreadListProps {
  currentThreadId: string;
  onSelect: (threadId: string) => void;
  onNew: () => void;
}

/** Side bar with the threads of the runtime, newest first. */
export function ThreadList({ currentThreadId, onSelect, onNew }: ThreadListProps) {
  const [withArchived, setWithArchived] = useState(false);
  const list = useFreshThreads(withArchived);
  const { threads, isLoading, listError, hasMoreThreads, fetchMoreThreads } = list;

  // The list itself shows a change that the server refuses.
  const change = (changing: Promise<void>) => void changing.catch(() => undefined);
  const leave = (threadId: string) => {
    if (threadId === currentThreadId) onNew();
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
              title={thread.name ?? 'Untitled'}
              isCurrent={thread.id === currentThreadId}
              onSelect={() => onSelect(thread.id)}
              onRename={(name) => change(list.renameThread(thread.id, name))}
              onArchive={() => {
                if (thread.archived) return change(list.unarchiveThread(thread.id));
                leave(thread.id);
                change(list.archiveThread(thread.id));
              }}
              onDelete={() => {
                leave(thread.id);
                change(list.deleteThread(thread.id));
              }}
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
      <label className="with-archived">
        <input
          type="checkbox"
          checked={withArchived}
          onChange={(event) => setWithArchived(event.target.checked)}
        />
        Archived threads, too
      </label>
    </aside>
  );
}

/** The list changes by itself; it is read again after a run of this window, should no socket get through. */
function useFreshThreads(includeArchived: boolean) {
  const list = useThreads({ agentId: 'default', limit: 20, includeArchived });
  const { agent } = useAgent({ updates: [UseAgentUpdate.OnRunStatusChanged] });
  const { isRunning } = agent;
  const { refetchThreads } = list;
  useEffect(() => {
    if (!isRunning) refetchThreads();
  }, [isRunning, refetchThreads]);
  return list;
}
