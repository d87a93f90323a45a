import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

/** `load` is either `require` or `import`. */
export async function run(load) {
  const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const name of Object.keys(dependencies).filter((key) => key.startsWith('@flightdeck/'))) {
    assert.notDeepEqual(Object.keys(await load(name)), [], `${name} exports nothing`);
  }
}
