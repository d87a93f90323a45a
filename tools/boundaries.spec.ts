import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** Package, the import, and whether design.md section 2 allows it. */
const imports: [from: string, statement: string, allowed: boolean][] = [
  ['store', `import type { BaseEvent } from '@ag-ui/core'`, true],
  ['store', `import { EventType } from '@ag-ui/core'`, false],
  ['store', `import { Subject } from 'rxjs'`, false],
  ['store', `import { readFile } from 'node:fs/promises'`, false],
  ['core', `import { createCursor } from '@flightdeck/store'`, true],
  ['core', `import { Observable } from 'rxjs'`, true],
  ['core', `import { EventEncoder } from '@ag-ui/encoder'`, true],
  ['core', `import { Buffer } from 'node:buffer'`, false],
  ['core', `import type { IncomingMessage } from 'http'`, false],
  ['core', `import type { Request } from 'express'`, false],
  ['core', `import { HttpAgent } from '@ag-ui/client'`, false],
  ['core', `import { toNodeListener } from '@flightdeck/runtime-node'`, false],
  ['core', `import { createCursor } from '@flightdeck/store/src/cursor.js'`, false],
  ['core', `import { createCursor } from '../../store/src/cursor.js'`, false],
  ['core', `export const dns = await import('node:dns')`, false],
  ['core', `import { main } from '../../../apps/demo/src/main.js'`, false],
  ['runtime-node', `import { createServer } from 'node:http'`, true],
  ['runtime-node', `import { MemoryStore } from '@flightdeck/store'`, false],
  ['runtime-express', `import { Router } from 'express'`, true],
  ['runtime-express', `import cors from 'cors'`, true],
  ['runtime-express', `import { MemoryStore } from '@flightdeck/store'`, false],
  ['runtime-express', `import { createServer } from 'node:http'`, false],
  ['runtime-nest', `import { Module } from '@nestjs/common'`, true],
  ['runtime-nest', `import type { Request } from 'express'`, false],
  ['runtime-nest', `import type { FastifyRequest } from 'fastify'`, false],
  ['runtime-nest', `import { ExpressAdapter } from '@nestjs/platform-express'`, false],
  ['testing', `import type { AgentRunner } from '@flightdeck/core'`, true],
  ['testing', `import assert from 'node:assert/strict'`, true],
  ['testing', `import { CopilotRuntime } from '@flightdeck/core'`, false],
  ['testing', `import express from 'express'`, false],
  ['runtime-node', `import { WebSocketServer } from 'ws'`, true],
  ['store-sqlite', `import { createEngine } from '@flightdeck/store/engine'`, true],
  ['store-sqlite', `import Database from 'libsql'`, true],
  ['store-sqlite', `import { Pool } from 'pg'`, false],
  ['store-postgres', `import { Pool } from 'pg'`, true],
  ['store-postgres', `import { CopilotRuntime } from '@flightdeck/core'`, false],
  ['bus-redis', `import { createClient } from 'redis'`, true],
  ['bus-redis', `import Redis from 'ioredis'`, false],
  ['client', `import { parseCursor } from '@flightdeck/store'`, false],
  ['client', `import { setTimeout } from 'node:timers/promises'`, false],
  ['runtime-hono', `import { Hono } from 'hono'`, true],
  ['runtime-hono', `import { toNodeListener } from '@flightdeck/runtime-node'`, false],
  ['runtime-fastify', `import type { FastifyInstance } from 'fastify'`, true],
  ['runtime-fastify', `import { createServer } from 'node:http'`, false],
  ['runtime-next', `import { NextRequest } from 'next/server'`, false],
  ['mcp', `import { Client } from '@modelcontextprotocol/sdk'`, false],
  ['mcp', `import { readFile } from 'node:fs/promises'`, false],
  ['middlewares', `import { createMCPClient } from '@flightdeck/mcp'`, true],
  ['middlewares', `import { Middleware } from '@ag-ui/client'`, false],
  ['core', `import { a2ui } from '@flightdeck/middlewares'`, true],
  ['agent', `import { CopilotRuntime } from '@flightdeck/core'`, false],
  ['agent', `import { AbstractAgent } from '@ag-ui/client'`, true],
  ['agent', `import { createMCPClient } from '@flightdeck/mcp'`, true],
  ['agent', `import { streamText } from 'ai'`, false],
  ['agent', `import { Injectable } from '@nestjs/common'`, false],
  ['voice', `import { TranscriptionService } from '@flightdeck/core'`, true],
  ['voice', `import OpenAI from 'openai'`, false],
  ['runtime-v1', `import { BuiltInAgent } from '@flightdeck/agent'`, true],
  ['runtime-v1', `import { LangGraphAgent } from '@ag-ui/langgraph'`, true],
  ['runtime-v1', `import express from 'express'`, false],
  ['runtime-v1', `import OpenAI from 'openai'`, false],
  ['runtime', `export { CopilotRuntime } from '@flightdeck/runtime-v1'`, true],
  ['runtime', `export { LangGraphAgent } from '@flightdeck/runtime-v1/langgraph'`, true],
  ['runtime', `import { Hono } from 'hono'`, false],
  ['cli', `import { parseSync } from 'oxc-parser'`, true],
  ['cli', `import { CopilotRuntime } from '@flightdeck/core'`, false],
];

/** Code that a lint rule other than the boundaries must refuse. */
const offences: [rule: string, code: string][] = [
  ['no-console', `console.log('x');`],
  ['typescript(no-explicit-any)', `export const loose = (value: any) => String(value);`],
  ['typescript(no-floating-promises)', `Promise.resolve(1);`],
  ['import(no-cycle)', `import { right } from './right.js';\nexport const left = () => right;`],
];

describe('lint', () => {
  let findings: Finding[];

  beforeAll(() => {
    findings = lint(fixture());
  });

  it.each(imports)('in %s, of `%s`: allowed is %s', (from, statement, allowed) => {
    const file = importFile(imports.findIndex((row) => row[0] === from && row[1] === statement));
    const restricted = findings.filter(
      ({ filename, code }) => filename === file && code === 'eslint(no-restricted-imports)',
    );
    expect(restricted.length === 0).toBe(allowed);
  });

  it.each(offences)('refuses %s', (rule) => {
    const file = offenceFile(offences.findIndex((row) => row[0] === rule));
    const codes = findings.filter(({ filename }) => filename === file).map(({ code }) => code);
    expect(codes).toContainEqual(expect.stringContaining(rule));
  });
});

interface Finding {
  filename: string;
  code: string;
}

function importFile(index: number): string {
  return `packages/${imports[index]?.[0]}/src/import-${index}.ts`;
}

function offenceFile(index: number): string {
  return `packages/core/src/offence-${index}.ts`;
}

/** A copy of the lint configuration over a tree with one file for each case. */
function fixture(): Record<string, string> {
  const importFiles = imports.map(([, statement], index) => [importFile(index), `${statement};\n`]);
  const offenceFiles = offences.map(([, code], index) => [offenceFile(index), `${code}\n`]);
  const cycleIndex = offences.findIndex(([rule]) => rule === 'import(no-cycle)');
  return {
    ...Object.fromEntries([...importFiles, ...offenceFiles]),
    'packages/core/src/right.ts': `import { left } from './offence-${cycleIndex}.js';\nexport const right = () => left;\n`,
    'tsconfig.json': JSON.stringify({
      compilerOptions: { module: 'nodenext', target: 'es2022', strict: true, noEmit: true },
    }),
  };
}

function lint(files: Record<string, string>): Finding[] {
  const root = mkdtempSync(join(tmpdir(), 'flightdeck-lint-'));
  try {
    copyFileSync('.oxlintrc.json', join(root, '.oxlintrc.json'));
    // oxlint looks for its type-aware half in the directory that it lints.
    symlinkSync(resolve('node_modules'), join(root, 'node_modules'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const oxlint = resolve('node_modules/.bin/oxlint');
    // Of the whole directory, it would walk through all that the link leads to.
    const { stdout } = spawnSync(oxlint, ['--type-aware', '--format=json', 'packages'], {
      cwd: root,
      encoding: 'utf8',
    });
    return (JSON.parse(stdout) as { diagnostics: Finding[] }).diagnostics;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
