import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: 'page',
  plugins: [react()],
  // It is served from a folder of each project's own.
  base: './',
  build: { reportCompressedSize: false, chunkSizeWarningLimit: 4096 },
});
