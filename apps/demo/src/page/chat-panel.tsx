import {
  CopilotChat,
  useAgent,
  useConfigureSuggestions,
  UseAgentUpdate,
} from '@copilotkit/react-core/v2';
import { useEffect } from 'react';
import { useBookingCard } from './booking-card.js';
import { usePageColourTool } from './page-colour-tool.js';
import { useServerFactsCard } from './server-facts-card.js';
import { useStateToolCard } from './state-tool-card.js';

interface ChatPanelProps {
  /** Called when the agent starts to answer in the current thread. */
  onRunStarted: () => void;
}

const labels = {
  welcomeMessageText: 'Talk to an agent through Flightdeck',
  chatInputPlaceholder: 'Type a message',
  chatDisclaimerText: 'The official React client, served by @flightdeck/runtime-express.',
};

const suggestions = [
  { title: 'What can you do?', message: 'What can you do?' },
  { title: 'Which server answers?', message: 'Which server answers?' },
  { title: 'Make the page teal', message: 'Make the page teal' },
  { title: 'Add milk to my list', message: 'Add milk to my list' },
  { title: 'Book a table', message: 'Book a table for 4 at 19:30' },
  { title: 'Draw a clock', message: 'Draw a clock' },
  { title: 'Give me a long answer', message: 'Give me a long answer' },
  { title: 'Show me code', message: 'Show me code' },
];

/** The official chat component for the current thread, with the page's tool, cards and suggestions. */
export function ChatPanel({ onRunStarted }: ChatPanelProps) {
  usePageColourTool();
  useServerFactsCard();
  useStateToolCard();
  useBookingCard();
  useConfigureSuggestions({ suggestions, available: 'before-first-message' });

  const { agent } = useAgent({ updates: [UseAgentUpdate.OnRunStatusChanged] });
  const { isRunning } = agent;
  useEffect(() => {
    if (isRunning) onRunStarted();
  }, [isRunning, onRunStarted]);

  return <CopilotChat className="chat" labels={labels} />;
}
