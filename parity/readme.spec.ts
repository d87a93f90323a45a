import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { renderDifferences, renderGaps, sectionOf, withSection } from './gate/render-lists.js';
import { REQUIREMENTS } from './requirements.js';

const README = fileURLToPath(new URL('README.md', import.meta.url));

describe('the README', () => {
  it.each([
    ['differences', renderDifferences(REQUIREMENTS)],
    ['gaps', renderGaps(REQUIREMENTS)],
  ])('lists the %s of the manifest (UPDATE_README=1 writes them)', (name, list) => {
    const document = readFileSync(README, 'utf8');
    if (process.env.UPDATE_README === '1') writeFileSync(README, withSection(document, name, list));
    else expect(sectionOf(document, name)).toBe(list);
  });
});
