import { spawnSync } from 'node:child_process';

const PROGRAM = `
import { printSummary } from './tools/tally.mjs';
printSummary([
  { passed: 3, failed: 0, skipped: ['  one'] },
  { passed: 4, failed: 1, skipped: [] },
]);`;

describe('the closing line of the tests', () => {
  it('adds several runs up and names what was skipped', () => {
    const args = ['--input-type=module', '-e', PROGRAM];
    const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    expect(stdout).toBe('\nSkipped:\n  one\n\n7 passed, 1 failed, 1 skipped\n');
  });
});
