import { randomUUID } from '@copilotkit/react-core/v2';
import { useCallback, useEffect, useState } from 'react';

interface Selection {
  threadId: string;
  /** Whether the thread may already have messages on the server. */
  hasHistory: boolean;
}

export interface SelectedThread extends Selection {
  select: (threadId: string) => void;
  startNew: () => void;
  /** Puts the current thread into the address bar, so that a reload finds it again. */
  keepInAddressBar: () => void;
}

const parameter = 'thread';

/** The thread that the page shows, kept in `?thread=` of the address bar. */
export function useSelectedThread(): SelectedThread {
  const [selection, setSelection] = useState(fromAddressBar);
  const { threadId } = selection;

  useEffect(() => {
    const follow = () => setSelection(fromAddressBar());
    window.addEventListener('popstate', follow);
    return () => window.removeEventListener('popstate', follow);
  }, []);

  const select = useCallback((wanted: string) => {
    if (wanted === threadIdInAddressBar()) return;
    history.pushState(null, '', addressOf(wanted));
    setSelection({ threadId: wanted, hasHistory: true });
  }, []);

  const startNew = useCallback(() => {
    if (threadIdInAddressBar() !== null) history.pushState(null, '', location.pathname);
    setSelection(freshThread());
  }, []);

  const keepInAddressBar = useCallback(() => {
    if (threadIdInAddressBar() !== threadId) history.replaceState(null, '', addressOf(threadId));
  }, [threadId]);

  return { ...selection, select, startNew, keepInAddressBar };
}

function fromAddressBar(): Selection {
  const threadId = threadIdInAddressBar();
  return threadId === null ? freshThread() : { threadId, hasHistory: true };
}

function threadIdInAddressBar(): string | null {
  return new URLSearchParams(location.search).get(parameter) || null;
}

function freshThread(): Selection {
  return { threadId: randomUUID(), hasHistory: false };
}

function addressOf(threadId: string): string {
  return `?${new URLSearchParams({ [parameter]: threadId })}`;
}
