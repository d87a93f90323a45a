import { useRenderTool } from '@copilotkit/react-core/v2';
import { z } from 'zod';
import { serverFacts, type ServerFacts } from '../server-facts.js';
import { describeServerTool } from '../tool-names.js';

/** Shows the result of a tool that runs on the server as a card in the chat. */
export function useServerFactsCard(): void {
  useRenderTool({
    name: describeServerTool,
    parameters: z.object({}),
    render: ({ result }) => <ServerFactsCard facts={factsIn(result)} />,
  });
}

function factsIn(result: string | undefined): ServerFacts | null {
  if (result === undefined) return null;
  try {
    return serverFacts.safeParse(JSON.parse(result)).data ?? null;
  } catch {
    return null;
  }
}

/** @param facts unknown until the server has answered */
function ServerFactsCard({ facts }: { facts: ServerFacts | null }) {
  return (
    <section className="card" aria-label="Server">
      <h3>
        <code>{describeServerTool}</code> {facts === null ? 'runs' : 'ran'} on the server
      </h3>
      {facts !== null && (
        <dl className="facts">
          <Fact name="Process" value={String(facts.processId)} />
          <Fact name="Node" value={facts.node} />
          <Fact name="Up" value={`${facts.upSeconds} s`} />
          <Fact name="Memory" value={`${facts.memoryMegabytes} MB`} />
        </dl>
      )}
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
