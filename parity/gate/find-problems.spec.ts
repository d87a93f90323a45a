import { findProblems, type Coverage } from './find-problems.js';
import { readTitles } from './read-titles.js';

const requirement = { source: 'protocol 2', behaviour: 'Something holds.' };

/** A repository of one spec, held against a manifest. */
function problemsOf(source: string, coverage: Partial<Coverage> = {}): string[] {
  return findProblems({
    requirements: { 'run.stream': requirement },
    titles: new Map([['a.spec.ts', readTitles(source)]]),
    evidence: {},
    ...coverage,
  });
}

describe('the gate', () => {
  it('is content when every requirement is cited', () => {
    expect(problemsOf(`it('streams [run.stream]', () => {});`)).toEqual([]);
  });

  it.each([
    ['a marker in a title', `it('streams [run.stream]', () => {});`],
    ['a marker in the title of a group', `describe('runs [run.stream]', () => {});`],
    ['a marker in a table of cases', `it.each([1, 2])('streams %s [run.stream]', () => {});`],
    ['a marker in a template', 'it(`streams ${x} [run.stream]`, () => {});'],
    ['a marker of a contract suite', `api.it('streams [run.stream]', () => {});`],
    ['a marker in a row', `for (const [title] of [['streams [run.stream]', 1]]) it(title, f);`],
    ['a marker on a case of data', `const c = { name: 'streams [run.stream]' };`],
    [
      'a test that needs something',
      `const needs = ok ? it : it.skip; needs('streams [run.stream]', f);`,
    ],
    ['verifies with one id', `verifies('run.stream', 'streams', () => {});`],
    ['verifies with several ids', `verifies(['run.stream'], 'streams', () => {});`],
  ])('reads %s', (_, source) => {
    expect(problemsOf(source)).toEqual([]);
  });

  it('reads the evidence of titles that carry no ids', () => {
    const evidence = { 'a.spec.ts': { 'streams ${}': ['run.stream'] } };
    expect(problemsOf('it(`streams ${x}`, () => {});', { evidence })).toEqual([]);
  });

  it('fails when nothing cites a requirement', () => {
    expect(problemsOf(`it('streams', () => {});`)).toEqual([`No test cites 'run.stream'`]);
  });

  it('does not take a comment, another text or a skipped test for a citation', () => {
    expect(problemsOf(`// it('[run.stream]')\nconst text = '[run.stream]';`)).toHaveLength(1);
    for (const skipped of ['it.skip', 'xit', 'it.todo', 'describe.skip']) {
      expect(problemsOf(`${skipped}('streams [run.stream]', () => {});`)).toEqual([
        `a.spec.ts: 'streams [run.stream]' cites 'run.stream' and is never run`,
        `No test cites 'run.stream'`,
      ]);
    }
    const inside = `describe.skip('runs', () => { it('streams [run.stream]', () => {}); });`;
    expect(problemsOf(inside)).toHaveLength(2);
  });

  it('fails when a test cites what the manifest does not have', () => {
    expect(problemsOf(`it('streams [run.stream] [run.steam]', () => {});`)).toEqual([
      expect.stringContaining(`cites 'run.steam', which is unknown`),
    ]);
  });

  it('fails when a known gap is cited', () => {
    const requirements = { 'run.stream': { ...requirement, knownGap: 'Later.' } };
    expect(problemsOf(`it('streams [run.stream]', () => {});`, { requirements })).toEqual([
      `'run.stream' is cited, so it is no known gap any more`,
    ]);
    expect(problemsOf(`it('streams', () => {});`, { requirements })).toEqual([]);
  });

  it('fails when evidence names a test that is not there, or is never run', () => {
    const evidence = { 'a.spec.ts': { streams: ['run.stream'] } };
    expect(problemsOf(`it('flows', () => {});`, { evidence })).toEqual([
      `evidence.ts: a.spec.ts has no test 'streams'`,
      `No test cites 'run.stream'`,
    ]);
    expect(problemsOf(`it.skip('streams', () => {});`, { evidence })).toHaveLength(2);
  });
});
