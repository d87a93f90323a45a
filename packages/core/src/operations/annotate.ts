import { platformRequired } from '../errors/wire-errors.js';
import type { Operation } from '../http/operation.js';

/** `POST /annotate`, protocol.md 5.8: needs a platform, which this runtime does not have. */
export const annotate: Operation = async () => {
  throw platformRequired(
    'Missing CopilotKitIntelligence configuration. annotate requires a CopilotKitIntelligence ' +
      'instance to be provided in CopilotRuntime options.',
  );
};
