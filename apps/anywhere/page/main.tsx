import '@copilotkit/react-core/v2/styles.css';
import { CopilotChat, CopilotKitProvider } from '@copilotkit/react-core/v2';
import { createRoot } from 'react-dom/client';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root element.');

// One page tries every endpoint of a project, and finds its thread again after a reload.
const asked = new URLSearchParams(location.search);

createRoot(root).render(
  <CopilotKitProvider
    runtimeUrl={asked.get('runtimeUrl') ?? '/api/copilotkit'}
    agentId="default"
    enableInspector={false}
  >
    <CopilotChat agentId="default" threadId={asked.get('thread') ?? 'thread'} />
  </CopilotKitProvider>,
);
