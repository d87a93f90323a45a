import MagicString from 'magic-string';
import { posix } from 'node:path';

import type { FileChange } from '../plan/file-change.js';
import type { ProjectFiles } from '../project/project-files.js';
import { behindImports } from '../source/insert-statements.js';
import { codeOf } from '../source/parse-source.js';
import { relativeImport } from '../source/relative-import.js';
import { DEFAULT_STYLE, inStyle, styleOf } from '../source/source-style.js';
import { addNestImport } from './add-nest-import.js';
import { importLine } from './agent-source.js';
import { BASE_PATH, type FrameworkPlan, type InitContext } from './init-context.js';
import { findNestApplication, type RootModule } from './nest-root.js';
import { ownFile } from './own-file.js';

const PACKAGES = ['@flightdeck/agent', '@flightdeck/runtime-nest'];
const NAME = 'CopilotKitModule';

/** NestJS: a module with the agent, and its import into the module of the application. */
export function planNest({ files, manifest, model }: InitContext): FrameworkPlan {
  const { root, prefix, folder: sources } = findNestApplication(files);
  // With the usual prefix the runtime stays where every client looks for it.
  const path = prefix === 'api' ? 'copilotkit' : BASE_PATH.slice(1);
  const url = prefix === undefined ? BASE_PATH : posix.join('/', prefix, path);
  const folder = root === undefined ? sources : posix.dirname(root.source.path);
  const style = root === undefined ? DEFAULT_STYLE : styleOf(root.source);
  const text = inStyle(moduleSource(model, path), style);
  const file = ownFile(files, { path: posix.join(folder, 'copilotkit.module.ts'), text });
  const plan = { packages: PACKAGES, url };
  if (root === undefined) return { ...plan, changes: file, notices: [BY_HAND] };
  const isThere = new RegExp(`\\b${NAME}\\b`).test(codeOf(root.source));
  const added = isThere ? [] : [addImport(files, root, manifest.isModule)];
  return { ...plan, changes: [...file, ...added], notices: [] };
}

const BY_HAND = [
  'No module could be found that is clearly that of the application. Add this line to it,',
  `and ${NAME} to its imports:`,
  '',
  `  import { ${NAME} } from './copilotkit.module';`,
].join('\n');

function addImport(files: ProjectFiles, root: RootModule, isModule: boolean): FileChange {
  const { source } = root;
  const style = styleOf(source);
  const edited = new MagicString(source.text);
  const from = relativeImport(files, { from: source, name: 'copilotkit.module', isModule });
  const line = importLine({ from, names: [NAME] }, { typescript: true, esm: true });
  const { at, before, after } = behindImports(source, style.eol);
  edited.appendLeft(at, `${before}${inStyle(line, style)}${after}`);
  addNestImport(edited, root, { name: NAME, style });
  return {
    path: source.path,
    before: source.text,
    after: edited.toString(),
    summary: `imports ${NAME}`,
  };
}

function moduleSource(model: string, path: string): string {
  return `import { BuiltInAgent } from '@flightdeck/agent';
import { CopilotAgent, CopilotRuntimeModule } from '@flightdeck/runtime-nest';
import { Module } from '@nestjs/common';

@CopilotAgent('default')
export class AssistantAgent extends BuiltInAgent {
  constructor() {
    super({
      model: '${model}',
      prompt: 'You are a helpful assistant.',
    });
  }
}

@Module({
  imports: [CopilotRuntimeModule.forRoot({ path: '${path}' })],
  providers: [AssistantAgent],
})
export class ${NAME} {}
`;
}
