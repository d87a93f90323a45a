// `npm run test:clients`: installs the published React clients of CopilotKit, which nothing else needs, and runs
// them against one mount. Arguments go to Jest. Needs the workspace to be installed.
import { join } from 'node:path';

import { jest } from './jest.mjs';
import { install, ROOT } from './pnpm.mjs';

install({ cwd: join(ROOT, 'clients/published') });
process.exitCode = jest([...process.argv.slice(2), '--selectProjects', 'clients']);
