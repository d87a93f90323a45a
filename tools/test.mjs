// `npm test`: installs the workspace, then runs every test. Arguments go to Jest.
import { join } from 'node:path';

import { install, ROOT, run } from './pnpm.mjs';

install();

console.error('> running the tests');
const nodeOptions = [
  process.env.NODE_OPTIONS,
  // NestJS 12 and the sources are ES modules, which Jest loads through Node's vm modules.
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
];
run(process.execPath, [join(ROOT, 'node_modules/jest/bin/jest.js'), ...process.argv.slice(2)], {
  env: { ...process.env, NODE_OPTIONS: nodeOptions.filter(Boolean).join(' ') },
});
