import { CopilotChatConfigurationProvider, CopilotKitProvider } from '@copilotkit/react-core/v2';
import { useCallback, useState } from 'react';
import { AgentNote } from './agent-note.js';
import { ChatPanel } from './chat-panel.js';
import { failureText } from './failure-text.js';
import { runtimeUrl } from './runtime-url.js';
import { ThreadList } from './thread-list.js';
import { TodoPanel } from './todo-panel.js';
import { useSelectedThread } from './use-selected-thread.js';

/** The whole page: threads on the left, the official chat in the middle, the shared list on the right. */
export function App() {
  const thread = useSelectedThread();
  const [failure, setFailure] = useState<string | null>(null);
  const [listOpen, setListOpen] = useState(false);
  const { keepInAddressBar } = thread;
  const onRunStarted = useCallback(() => {
    setFailure(null);
    keepInAddressBar();
  }, [keepInAddressBar]);

  return (
    // The inspector is a development tool that would fetch fonts from another origin.
    <CopilotKitProvider
      runtimeUrl={runtimeUrl}
      agentId="default"
      enableInspector={false}
      onError={({ error, code }) => {
        const text = failureText(code, error);
        if (text !== null) setFailure(text);
      }}
    >
      <div className="layout" data-list-open={listOpen}>
        <ThreadList
          currentThreadId={thread.threadId}
          onSelect={(threadId) => {
            thread.select(threadId);
            setListOpen(false);
          }}
          onNew={() => {
            thread.startNew();
            setListOpen(false);
          }}
        />
        <main className="stage">
          <header className="topbar">
            <button
              type="button"
              className="list-toggle"
              aria-label="Threads"
              onClick={() => setListOpen(!listOpen)}
            >
              ☰
            </button>
            <span className="agent-name">Agent</span>
            <AgentNote />
          </header>
          {failure !== null && (
            <div className="failure" role="alert">
              <span>{failure}</span>
              <button type="button" aria-label="Dismiss" onClick={() => setFailure(null)}>
                ×
              </button>
            </div>
          )}
          {/* A thread that the address bar named has a history to connect to; a fresh one shows the welcome screen. */}
          <CopilotChatConfigurationProvider
            key={thread.threadId}
            agentId="default"
            threadId={thread.threadId}
            hasExplicitThreadId={thread.hasHistory}
          >
            <div className="desk">
              <ChatPanel onRunStarted={onRunStarted} />
              <TodoPanel />
            </div>
          </CopilotChatConfigurationProvider>
        </main>
      </div>
    </CopilotKitProvider>
  );
}
