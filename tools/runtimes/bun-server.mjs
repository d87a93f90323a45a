import { createHandler } from './handler.mjs';

// Bun hangs up after ten quiet seconds unless it is told otherwise, which is less than our keep-alive.
const options = { hostname: '127.0.0.1', port: 0, idleTimeout: 60, fetch: createHandler() };
console.log(`http://127.0.0.1:${Bun.serve(options).port}`);
