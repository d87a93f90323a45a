#!/usr/bin/env node
import process from 'node:process';

const { createTerminalIo, main } = await import('../dist/esm/index.js');

process.exitCode = await main(process.argv.slice(2), createTerminalIo(process));
