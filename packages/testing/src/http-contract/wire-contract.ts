import { conformanceAgent } from '../conformance/conformance-agent.js';
import type { ConformanceContext } from '../conformance/conformance-context.js';
import { conformanceTranscription } from '../conformance/conformance-transcription.js';
import { casesFor, openContext, TRANSPORTS } from '../conformance/run-conformance.js';
import type { Transport } from '../http/runtime-client.js';
import type { ContractSuite } from './contract-suite.js';

/** What can be seen from outside of a server with all routes open: the conformance cases. */
export function describeWire(suite: ContractSuite): void {
  const { api, traits } = suite;
  for (const transport of TRANSPORTS) {
    api.describe(`wire, ${transport === 'rest' ? 'REST' : 'single route'}`, () => {
      const context = sharedContext(suite, transport);
      for (const { name, needs, run } of casesFor(transport)) {
        if (!traits.answersWrongVerbs && / is answered 405 /.test(name)) continue;
        api.it(name, async () => {
          const opened = await context();
          // Left out: the few cases about what a server does not offer; this one offers everything.
          if (needs?.(opened.info) !== false) await run(opened);
        });
      }
    });
  }
}

function sharedContext(
  suite: ContractSuite,
  transport: Transport,
): () => Promise<ConformanceContext> {
  const server = suite.shared(() => ({
    agents: { default: conformanceAgent({ transcription: true }) },
    transcriptionService: conformanceTranscription(),
    environment: 'development',
    debug: false,
  }));
  let opened: Promise<ConformanceContext> | undefined;
  return () => {
    const { baseUrl, fetch: send } = server();
    const sender = send === undefined ? {} : { fetch: send };
    opened ??= openContext({ url: baseUrl, ...sender }, transport);
    return opened;
  };
}
