import { CONFORMANCE_EVIDENCE } from './evidence/conformance.js';
import { CONTRACT_EVIDENCE } from './evidence/http-contract.js';
import { PACKAGE_EVIDENCE } from './evidence/packages.js';
import type { Evidence } from './gate/find-problems.js';

/**
 * Tests that carry no ids, because suites are published with their titles or have other reasons for
 * being there: by file and title, the requirements that they prove.
 */
export const EVIDENCE: Evidence = {
  ...CONFORMANCE_EVIDENCE,
  ...CONTRACT_EVIDENCE,
  ...PACKAGE_EVIDENCE,
};
