/** Names the file for the tally of one run of Jest, where several make up one run of the tests. */
export const TALLY_VARIABLE = 'FLIGHTDECK_TEST_TALLY';

/**
 * Ends the output: names what was skipped, then says in one line that a machine can read
 * `N passed, N failed, N skipped`.
 */
export function printSummary(tallies, { namesSkipped = true } = {}) {
  const skipped = tallies.flatMap((tally) => tally.skipped);
  if (skipped.length > 0 && namesSkipped) print('', 'Skipped:', ...skipped);
  const passed = total(tallies, 'passed');
  const failed = total(tallies, 'failed');
  print('', `${passed} passed, ${failed} failed, ${skipped.length} skipped`);
}

export function print(...lines) {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function total(tallies, name) {
  return tallies.reduce((sum, tally) => sum + tally[name], 0);
}
