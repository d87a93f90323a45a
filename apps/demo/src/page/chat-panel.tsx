import {
  CopilotChat,
  useAgent,
  useConfigureSuggestions,
  UseAgentUpdate,
} from '@copilotkit/react-core/v2';
import { useEffect } from 'react';
import { usePageColourTool } from './page-colour-tool.js';

interface ChatPanelProps {
  /** Called when the agent starts to answer in the current thread. */
  onRunStarted: () => void;
}

const labels = {
  welcomeMessageText: 'Talk to an agent through Flightdeck',
  chatInputPlaceholder: 'Type a message',
  chatDisclaimerText:
    'Scripted answers, served by @flightdeck/runtime-express. Nothing leaves this machine.',
};

const suggestions = [
  { title: 'What can you do?', message: 'What can you do?' },
  { title: 'Give me a long answer', message: 'Give me a long answer' },
  { title: 'Make the page teal', message: 'Make the page teal' },
  { title: 'Show me code', message: 'Show me code' },
];

/** The official chat component for the current thread, with the page's tool and its suggestions. */
export function ChatPanel({ onRunStarted }: ChatPanelProps) {
  usePageColourTool();
  useConfigureSuggestions({ suggestions, available: 'before-first-message' });

  const { agent } = useAgent({ updates: [UseAgentUpdate.OnRunStatusChanged] });
  const { isRunning } = agent;
  useEffect(() => {
    if (isRunning) onRunStarted();
  }, [isRunning, onRunStarted]);

  return <CopilotChat className="chat" labels={labels} />;
}
