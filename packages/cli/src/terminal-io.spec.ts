import process from 'node:process';

import { expect, it } from '@jest/globals';

import { createTerminalIo } from './terminal-io.js';

it('goes on if nobody reads the output any more, and tells of other failures', () => {
  createTerminalIo(process);
  const fail = (code: string): boolean =>
    process.stdout.emit('error', Object.assign(new Error(code), { code }));
  expect(() => fail('EPIPE')).not.toThrow();
  expect(() => fail('EIO')).toThrow('EIO');
});
