// `pnpm bench [workload ...] [--quick] [--target name] [--store name] [--json FILE]`: builds the benchmarks from the
// sources and runs them; bench/README.md tells what there is.
import { join } from 'node:path';

import { build } from 'esbuild';

import { ROOT } from './pnpm.mjs';

const programs = join(ROOT, 'bench/.build');
await build({
  // Beside each other, because they start each other.
  entryPoints: {
    runner: join(ROOT, 'bench/runner/main.ts'),
    stores: join(ROOT, 'bench/main.ts'),
    served: join(ROOT, 'bench/served/main.ts'),
    server: join(ROOT, 'bench/served/server.ts'),
  },
  outdir: programs,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  // A server loads only what it serves, so that its memory is that of one runtime.
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  conditions: ['dev-source'],
  // Nest's controllers are decorated.
  tsconfigRaw: { compilerOptions: { experimentalDecorators: true } },
  // As servers have them: installed, not bundled.
  external:
    'libsql,pg,redis,@ag-ui/client,rxjs,reflect-metadata,express,cors,fastify,@nestjs/*'.split(','),
});
await import(join(programs, 'runner.mjs'));
