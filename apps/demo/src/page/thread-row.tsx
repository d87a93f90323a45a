import type { Thread } from '@copilotkit/react-core/v2';

interface ThreadRowProps {
  thread: Thread;
  title: string;
  isCurrent: boolean;
  onSelect: () => void;
  onRename: (name: string) => void;
  /** Archives the thread, or brings it back. */
  onArchive: () => void;
  onDelete: () => void;
}

/** One thread of the list, with what can be done to it. */
export function ThreadRow({ thread, title, isCurrent, onSelect, ...actions }: ThreadRowProps) {
  const { archived } = thread;
  return (
    <li className="thread-row" data-current={isCurrent} data-archived={archived}>
      <button type="button" className="thread" aria-current={isCurrent} onClick={onSelect}>
        <span className="thread-title">{title}</span>
        <time dateTime={thread.updatedAt}>{shortTime(thread.lastRunAt ?? thread.updatedAt)}</time>
      </button>
      <ThreadAction
        label={`Rename ${title}`}
        sign="✎"
        onClick={() => {
          const name = window.prompt('The new name of this thread', title)?.trim();
          if (name) actions.onRename(name);
        }}
      />
      <ThreadAction
        label={archived ? `Bring ${title} back` : `Archive ${title}`}
        sign={archived ? '↑' : '↓'}
        onClick={actions.onArchive}
      />
      <ThreadAction
        label={`Delete ${title}`}
        sign="×"
        onClick={() => {
          if (window.confirm(`Delete "${title}"?`)) actions.onDelete();
        }}
      />
    </li>
  );
}

interface ThreadActionProps {
  label: string;
  sign: string;
  onClick: () => void;
}

function ThreadAction({ label, sign, onClick }: ThreadActionProps) {
  return (
    <button
      type="button"
      className="thread-action"
      aria-label={label}
      title={label}
      onClick={onClick}
    >
      {sign}
    </button>
  );
}

function shortTime(iso: string): string {
  const date = new Date(iso);
  const sameDay = date.toDateString() === new Date().toDateString();
  return new Intl.DateTimeFormat(
    undefined,
    sameDay ? { timeStyle: 'short' } : { month: 'short', day: 'numeric' },
  ).format(date);
}
