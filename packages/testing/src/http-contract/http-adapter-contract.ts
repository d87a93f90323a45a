import { describeAfterRequest } from './after-request-contract.js';
import { describeBusyThreads } from './busy-contract.js';
import { ContractSuite } from './contract-suite.js';
import { describeCors } from './cors-contract.js';
import { describeDebugFeed } from './debug-feed-contract.js';
import { describeHeaders } from './headers-contract.js';
import { describeHooks } from './hooks-contract.js';
import type { HttpAdapterContractOptions } from './http-harness.js';
import { describeInfo } from './info-contract.js';
import { describeLimits } from './limits-contract.js';
import { describeMounts } from './mount-contract.js';
import { describeRuns } from './run-contract.js';
import { describeShutdown } from './shutdown-contract.js';
import { describeSockets } from './socket-contract.js';
import { describeThreads } from './threads-contract.js';
import { describeViewers } from './viewers-contract.js';
import { describeWire } from './wire-contract.js';

const SECTIONS: readonly ((suite: ContractSuite) => void)[] = [
  describeWire,
  describeMounts,
  describeInfo,
  describeRuns,
  describeHeaders,
  describeBusyThreads,
  describeViewers,
  describeHooks,
  describeAfterRequest,
  describeCors,
  describeLimits,
  describeThreads,
  describeShutdown,
  describeDebugFeed,
  describeSockets,
];

/** Checks that an adapter serves a runtime as clients expect it, and that it adds nothing of its own. */
export function runHttpAdapterContract(options: HttpAdapterContractOptions): void {
  const suite = new ContractSuite(options);
  options.api.describe(`HTTP adapter contract: ${options.name}`, () => {
    for (const describeSection of SECTIONS) describeSection(suite);
  });
}
