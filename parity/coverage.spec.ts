import { EVIDENCE } from './evidence.js';
import { findProblems } from './gate/find-problems.js';
import { readTestFiles } from './gate/test-files.js';
import { CHAPTERS, REQUIREMENTS, type Requirement } from './requirements.js';

const requirements: Readonly<Record<string, Requirement>> = REQUIREMENTS;

describe('the manifest', () => {
  it('names each requirement once', () => {
    const ids = Object.values(CHAPTERS).flatMap((chapter) => Object.keys(chapter));
    expect(ids).toHaveLength(new Set(ids).size);
    expect(ids.length).toBe(Object.keys(REQUIREMENTS).length);
  });

  it('has an id, a source and a sentence for each', () => {
    for (const [id, { source, behaviour, difference, knownGap }] of Object.entries(requirements)) {
      expect(id).toMatch(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/);
      expect(source).toMatch(
        /^((protocol|durability|platform|agent|v1|design|seed) [\d.]+( [TD]\d+)?(, )?|[\d.]+(, )?|\d* ?T\d+(, )?)+$/,
      );
      for (const text of [behaviour, difference, knownGap]) {
        if (text !== undefined) expect(text).toMatch(/^\S.*\.$/);
      }
    }
  });

  const traps = Array.from({ length: 29 }, (_, index) => `T${index + 1}`);
  const decisions = Array.from({ length: 13 }, (_, index) => `protocol 19.${index + 1}`);
  const sections = ['2', '3', '4', '5', '6', '7', '8', '9', '10', '11', '12', '13', '14'];

  it('covers every trap and every decision of the protocol notes, and its sections', () => {
    const sources = Object.values(requirements).flatMap(({ source }) => source.split(', '));
    for (const trap of traps) expect(sources).toContain(`protocol 17 ${trap}`);
    for (const decision of decisions) expect(sources).toContain(decision);
    for (const section of sections) {
      expect(
        sources.filter((source) => source.split(' ')[1]?.split('.')[0] === section),
      ).not.toEqual([]);
    }
    for (const seed of ['seed 000', 'seed 001', 'seed 002', 'seed 003']) {
      expect(sources).toContain(seed);
    }
  });
});

describe('the tests of this repository', () => {
  it('prove every requirement that is not a known gap, and cite no other', () => {
    const problems = findProblems({ requirements, titles: readTestFiles(), evidence: EVIDENCE });
    expect(problems).toEqual([]);
  });
});
