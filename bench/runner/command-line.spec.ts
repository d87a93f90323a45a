import { readCommandLine } from './command-line.js';
import { planOf, type Choice } from './plan.js';

const CHOICES: readonly Choice[] = [
  { kind: 'served', workload: { name: 'fast', title: 'Fast', set: 'quick' } },
  { kind: 'served', workload: { name: 'usual', title: 'Usual', set: 'default' } },
  {
    kind: 'store',
    workload: { name: 'slow', title: 'Slow', set: 'all', stores: ['sqlite', 'postgres'] },
  },
];
const NAMES = CHOICES.map(({ workload }) => workload.name);

function planned(...args: readonly string[]): string[] {
  return planOf(readCommandLine(args, NAMES), CHOICES).map(
    ({ workload, stores }) => `${workload.name}: ${stores.join(' ')}`,
  );
}

describe('the command line of the benchmarks', () => {
  it('measures the default set unless it is told otherwise', () => {
    expect(planned()).toEqual(['fast: memory', 'usual: memory']);
    expect(planned('--quick')).toEqual(['fast: memory']);
    expect(planned('--all')).toEqual(['fast: memory', 'usual: memory', 'slow: sqlite postgres']);
  });

  it('measures what is named, whatever its set, on the stores that are named', () => {
    expect(planned('slow', 'usual')).toEqual(['usual: memory', 'slow: sqlite postgres']);
    expect(planned('--all', '--store', 'sqlite')).toEqual(['slow: sqlite']);
  });

  it('adds to targets what they are judged by', () => {
    const { targets } = readCommandLine(['--target', 'express'], NAMES);
    expect(targets).toEqual(['limit', 'express-floor', 'express']);
  });

  it.each([
    [['no-such-workload'], 'Unknown workload no-such-workload; there are fast, usual, slow'],
    [['--target', 'apache'], 'Unknown target apache; there are limit'],
    [['--store', 'mysql'], 'Unknown store mysql; there are memory'],
    [['--fast'], "Unknown option '--fast'"],
  ])('refuses %p', (args, message) => {
    expect(() => readCommandLine(args, NAMES)).toThrow(message);
  });
});
