import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { V1 } from '../requirements/v1.js';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

describe('docs/migrating-from-v1.md', () => {
  it('has a line for each defect of version 1 that is none here, and for no other', async () => {
    const page = await readFile(`${ROOT}docs/migrating-from-v1.md`, 'utf8');
    const section = page.split('\n## What works here and not there')[1]?.split('\n## ')[0] ?? '';
    const rows = section
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .slice(1);
    const defects = Object.keys(V1).filter((id) => id.startsWith('v1.defect.'));
    expect(rows.filter((row) => !row.startsWith('| -'))).toHaveLength(defects.length);
  });
});

describe('docs/migrating-from-v2.md', () => {
  it('names every entry of the façade', async () => {
    const page = await readFile(`${ROOT}docs/migrating-from-v2.md`, 'utf8');
    const manifest: unknown = JSON.parse(
      await readFile(`${ROOT}packages/runtime/package.json`, 'utf8'),
    );
    const { exports } = manifest as { exports: Record<string, unknown> };
    const entries = Object.keys(exports).filter((entry) => entry !== './package.json');
    expect(entries.length).toBeGreaterThan(5);
    for (const entry of entries.filter((one) => one !== '.')) {
      expect(page).toContain(`\`${entry.slice(1)}\``);
    }
  });
});
