import { useAgent } from '@copilotkit/react-core/v2';

/** Says who answers, in the words of the server. */
export function AgentNote() {
  const { agent } = useAgent();
  return <span className="agent-note">{agent.description}</span>;
}
