import { writeFileSync } from 'node:fs';

import { print, printSummary, TALLY_VARIABLE } from './tally.mjs';

const SECONDS_TO_EXIT = 15;
const SKIPPED_STATUSES = new Set(['pending', 'todo', 'skipped', 'disabled']);

/**
 * Jest reporter that names every skipped test and ends the output with one line that a machine can
 * read, see `printSummary`; or leaves both to the caller who adds several runs up.
 */
export default class SummaryReporter {
  #filtered;
  #watching;

  constructor(globalConfig) {
    this.#filtered = Boolean(globalConfig.testNamePattern);
    this.#watching = globalConfig.watch || globalConfig.watchAll;
  }

  onRunComplete(_contexts, results) {
    const passed = results.numPassedTests;
    const skipped = results.testResults.flatMap(skippedTests);
    // A suite that does not even load has no tests to count, yet it must not pass unseen.
    let failed = results.numFailedTests + results.numRuntimeErrorTestSuites;

    if (!this.#watching) {
      unlessExiting(() => {
        failed += 1;
        process.exit(1);
      });
    }
    // Jest's own summary always comes after the other reporters; only the exit comes later.
    process.once('exit', () => {
      const tally = { passed, failed, skipped };
      const file = process.env[TALLY_VARIABLE];
      if (file !== undefined) writeFileSync(file, JSON.stringify(tally));
      // With `-t`, "skipped" means "does not match": a list of no interest.
      else printSummary([tally], { namesSkipped: !this.#filtered });
    });
  }
}

/** Turns a leak that would keep the process alive for ever into a failure that says so. */
function unlessExiting(fail) {
  const timer = setTimeout(() => {
    print('The tests are over, but a server, child process or timer of theirs is not:');
    print('run `npm test -- --runInBand --detectOpenHandles` to find it.');
    fail();
  }, SECONDS_TO_EXIT * 1000);
  timer.unref();
}

function skippedTests({ displayName, testResults }) {
  const project = displayName ? `[${displayName.name}] ` : '';
  return testResults
    .filter(({ status }) => SKIPPED_STATUSES.has(status))
    .map(({ fullName }) => `  ${project}${fullName}`);
}
