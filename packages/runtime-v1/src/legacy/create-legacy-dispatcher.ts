import {
  resolveCors,
  withCors,
  type CopilotCorsConfig,
  type Logger,
  type Reply,
  type RequestSource,
  type RuntimeDispatcher,
} from '@flightdeck/core';
import { availableAgents } from './operations/available-agents.js';
import { generateCopilotResponse } from './operations/generate-copilot-response.js';
import type { LegacyCall } from './operations/legacy-call.js';
import { loadAgentState } from './operations/load-agent-state.js';
import {
  OPERATION_NAMES,
  operationNameOf,
  type OperationName,
} from './operations/operation-name.js';
import { createEnvelopePath } from './wire/envelope-path.js';
import { dataReply, errorReply } from './wire/graphql-reply.js';
import { LegacyError } from './wire/legacy-error.js';
import { readDocument, type LegacyDocument } from './wire/read-document.js';

/** How clients before 1.50, and `CopilotTask`, are served. v1.md 11. */
export interface LegacyDispatcherOptions {
  /** The mount point, as `createDispatcher` was given it. @default found by the paths of the routes */
  readonly basePath?: string;
  /** How large a body may be, in bytes: the runtime's own `settings.maxBodyBytes`. */
  readonly maxBodyBytes: number;
  /** As `createDispatcher` was given it: refusals of the bridge itself need the same headers. @default false */
  readonly cors?: boolean | CopilotCorsConfig;
  /**
   * Whether the agents of the mount are wrapped in `withInstructions`, so that what clients tell them
   * of their page stays out of threads. @default false, which makes it a message like any other
   */
  readonly instructionsAside?: boolean;
  /** Makes the ids of threads and runs that clients do not name. @default random UUIDs */
  readonly newId?: () => string;
  /** Told of what nobody has foreseen. @default nobody */
  readonly logger?: Logger;
  /** Milliseconds since the epoch. @default Date.now */
  readonly now?: () => number;
}

type Operation = (call: LegacyCall) => Reply | Promise<Reply>;

const OPERATIONS: Readonly<Record<OperationName, Operation>> = {
  availableAgents,
  loadAgentState,
  generateCopilotResponse,
  hello: () => dataReply({ __typename: 'Query', hello: 'Hello World' }),
};

/**
 * Serves the wire of clients before 1.50 in front of a runtime: a POST of JSON with a `query` text,
 * wherever an envelope would be taken, is translated to requests of today; everything else goes on
 * to `inner`, which must serve REST and envelopes (no `mode`).
 *
 * @throws ConfigError for an unusable base path or CORS configuration
 */
export function createLegacyDispatcher(
  inner: RuntimeDispatcher,
  options: LegacyDispatcherOptions,
): RuntimeDispatcher {
  const { maxBodyBytes, instructionsAside = false, logger } = options;
  const { newId = () => crypto.randomUUID(), now = () => Date.now() } = options;
  const takesEnvelopes = createEnvelopePath(options.basePath);
  const cors = resolveCors(options.cors);
  return {
    owns: (path) => inner.owns(path),
    async dispatch(source) {
      if (!isJsonPost(source) || !takesEnvelopes(source)) {
        return inner.dispatch(source);
      }
      const read = await readDocument(source, maxBodyBytes);
      if (read.kind === 'other') return inner.dispatch(read.source);
      const call = { inner, client: source, instructionsAside, logger, newId, now };
      const reply =
        read.kind === 'batch' ? errorReply(batchRefused()) : await carryOut(read.document, call);
      return cors === null ? reply : withCors(cors, source.headers, reply);
    },
  };
}

/** Exactly this type: with others that contain its name, another site could send a visitor's cookies. */
function isJsonPost({ method, headers }: RequestSource): boolean {
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  return method === 'POST' && type.trim().toLowerCase() === 'application/json';
}

async function carryOut(
  { query, operationName, variables }: LegacyDocument,
  call: Omit<LegacyCall, 'variables'>,
): Promise<Reply> {
  const name = operationNameOf(query, operationName);
  if (name === null) return errorReply(unknownOperation());
  try {
    return await OPERATIONS[name]({ ...call, variables: variables ?? {} });
  } catch (error) {
    if (error instanceof LegacyError) return errorReply(error);
    call.logger?.error('A request of an old client failed', { operation: name, error });
    return errorReply(new LegacyError('UNKNOWN', 'internal_error'));
  }
}

function unknownOperation(): LegacyError {
  return new LegacyError(
    'MISUSE',
    `There is no GraphQL here beyond the operations of CopilotKit's own clients before 1.50: ${OPERATION_NAMES.join(', ')}. ` +
      "Today's clients send an envelope or use the REST routes.",
  );
}

function batchRefused(): LegacyError {
  return new LegacyError('MISUSE', 'Batches of operations are not served: send one per request');
}
