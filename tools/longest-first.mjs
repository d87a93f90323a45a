import { statSync } from 'node:fs';

/**
 * What takes longest on a quiet machine, by the end of its path. Begun last, each of them would keep one core busy
 * while the others have nothing to do.
 */
const LONGEST = [
  'apps/demo/test/two-browsers.spec.ts',
  'packages/runtime-next/test/contract.spec.ts',
  'test/contract.spec.ts',
  'parity/fidelity/restored.spec.ts',
];

/** Jest's order of test files: the longest first, then by size, as a fresh clone knows nothing else of them. */
export default class LongestFirst {
  sort(tests) {
    const weights = new Map(tests.map((test) => [test, weightOf(test.path)]));
    return [...tests].sort((a, b) => weights.get(b) - weights.get(a));
  }

  /** `--onlyFailures` runs everything: nothing is kept of earlier runs. */
  allFailedTests(tests) {
    return tests;
  }

  cacheResults() {}
}

function weightOf(path) {
  const index = LONGEST.findIndex((suffix) => path.endsWith(suffix));
  return index === -1 ? statSync(path).size : Number.MAX_SAFE_INTEGER - index;
}
