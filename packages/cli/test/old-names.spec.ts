import { readdirSync, readFileSync } from 'node:fs';

import { describe, expect, it } from '@jest/globals';

import { MISSING_NAMES, MOVED_NAMES, REFUSING_NAMES } from '../src/migrate/old-names.js';
import { manifest, TempProject } from './support/temp-project.js';

const folder = new URL('../../runtime/src/', import.meta.url);

function namesIn(path: string): readonly string[] {
  const text = readFileSync(new URL(path, folder), 'utf8');
  const exported = [...text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)];
  const declared = [...text.matchAll(/^export (?:class|function|const|interface|type) (\w+)/gm)];
  return [...exported.flatMap(([, list = '']) => list.split(',')), ...declared.map((m) => m[1])]
    .map((name) => name?.trim().replace(/^.* as /, '') ?? '')
    .filter((name) => name !== '');
}

describe('the names that flightdeck migrate reports', () => {
  const names = new Set(
    readdirSync(folder)
      .filter((path) => path.endsWith('.ts'))
      .flatMap(namesIn),
  );

  it('are those that the package refuses or does not have, and no other', () => {
    expect(names.size).toBeGreaterThan(200);
    expect(Object.keys(REFUSING_NAMES).filter((name) => !names.has(name))).toEqual([]);
    expect(Object.keys(MISSING_NAMES).filter((name) => names.has(name))).toEqual([]);
  });

  it('are those that it has under another path', () => {
    const elsewhere = { '': 'langgraph.ts', '/v2': 'index.ts' };
    for (const [path, file] of Object.entries(elsewhere)) {
      expect(namesIn(file)).toEqual(expect.arrayContaining(Object.keys(MOVED_NAMES[path] ?? {})));
    }
    expect(namesIn('v2.ts')).not.toContain('MCPClient');
  });

  it('depend on the path [cli.migrate-report]', async () => {
    const project = new TempProject({
      'package.json': manifest({ '@copilotkit/runtime': '1' }),
      'a.ts': `import { LangGraphAgent } from '@copilotkit/runtime';
import { LangGraphAgent as Other } from '@copilotkit/runtime/langgraph';
import type { MCPClient } from '@copilotkit/runtime/v2';
import * as v1 from '@copilotkit/runtime';
type Client = v1.MCPClient;
type Config = v1.CommonConfig;
const runner = new v1.TelemetryAgentRunner();
`,
    });
    const { out } = await project.succeed('migrate', '--no-install');
    expect(out.slice(out.indexOf('To be looked at:')).split('\n  ').slice(1)).toEqual([
      'a.ts:1: LangGraphAgent is to be imported from the path /langgraph.',
      'a.ts:3: MCPClient is to be imported from the package itself, without /v2.',
      expect.stringMatching(/^a\.ts:6: CommonConfig has no counterpart/),
      expect.stringMatching(/^a\.ts:7: TelemetryAgentRunner refuses/),
    ]);
    expect(out).toContain('- Install the dependencies: npm install\n');
  });
});
