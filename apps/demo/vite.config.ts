import react from '@vitejs/plugin-react';
import { defaultClientConditions, defaultServerConditions, defineConfig } from 'vite';

// The tests build into a folder of their own, so that they disturb no running demo.
const outDir = process.env['DEMO_OUT_DIR'] ?? 'dist';

// One build makes both halves, straight from the sources of the workspace packages. The server is
// bundled with all that it imports, so that it starts on plain Node. Database drivers stay outside:
// they load native code, or look for it.
export default defineConfig({
  plugins: [react()],
  environments: {
    client: {
      resolve: { conditions: ['dev-source', ...defaultClientConditions] },
      build: { outDir: `${outDir}/page`, reportCompressedSize: false, chunkSizeWarningLimit: 4096 },
    },
    ssr: {
      resolve: { noExternal: true, conditions: ['dev-source', ...defaultServerConditions] },
      build: {
        outDir: `${outDir}/server`,
        copyPublicDir: false,
        ssr: true,
        rolldownOptions: {
          input: { main: 'src/server/main.ts', cluster: 'src/cluster/main.ts' },
          external: ['libsql', 'pg'],
          // The agent loads zod when it is needed; here, the tools need it anyway.
          checks: { ineffectiveDynamicImport: false },
        },
      },
    },
  },
  builder: {},
});
