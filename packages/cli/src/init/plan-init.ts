import { CliError } from '../cli-error.js';
import type { InitOptions } from '../command-line.js';
import type { CommandPlan } from '../plan/command-plan.js';
import { editManifest, type ManifestEdit } from '../plan/edit-manifest.js';
import type { FileChange } from '../plan/file-change.js';
import { detectFramework } from '../project/detect-framework.js';
import { FRAMEWORK_TITLES, type Framework } from '../project/framework.js';
import { readManifest, sectionOf, type Manifest } from '../project/manifest.js';
import { detectPackageManager } from '../project/package-manager.js';
import type { ProjectFiles } from '../project/project-files.js';
import { OLD_PACKAGE, PEER_VERSIONS } from '../versions.js';
import { VERSION } from '../version.js';
import { findEntry } from './find-entry.js';
import type { FrameworkPlan, InitContext } from './init-context.js';
import { modelKey } from './model-key.js';
import { findOwnRuntime } from './own-file.js';
import { planNest } from './plan-nest.js';
import { planNext } from './plan-next.js';
import { planServer } from './plan-server.js';
import { SERVER_KINDS } from './server-frameworks.js';

/**
 * What adds a runtime to a project.
 *
 * @throws CliError for projects that it cannot be added to
 */
export function planInit(
  files: ProjectFiles,
  { framework: named, model }: Pick<InitOptions, 'framework' | 'model'>,
): CommandPlan {
  const manifest = readManifest(files);
  if (sectionOf(manifest, OLD_PACKAGE) !== undefined) {
    throw new CliError(
      `This project uses ${OLD_PACKAGE} already: 'flightdeck migrate' moves it over and keeps its routes.`,
    );
  }
  const framework = named ?? detectFramework(manifest, (other) => hasApp(files, manifest, other));
  const manager = detectPackageManager(files, manifest);
  const heading = `${FRAMEWORK_TITLES[framework]} project, ${manager}`;
  const own = findOwnRuntime(files);
  if (own !== undefined) {
    return { heading, manager, changes: [], notices: [`${own} has a runtime already.`], steps: [] };
  }
  const plan = planFramework({ files, manifest, framework, model });
  const key = modelKey(model);
  return {
    heading,
    manager,
    changes: [...plan.changes, ...dependencies(manifest, plan), ...exampleKey(files, key)],
    notices: plan.notices,
    steps: nextSteps(plan, key),
  };
}

function hasApp(files: ProjectFiles, manifest: Manifest, framework: Framework): boolean {
  if (framework === 'next' || framework === 'nest') return false;
  return findEntry(files, manifest, SERVER_KINDS[framework].shape) !== undefined;
}

function planFramework(context: InitContext): FrameworkPlan {
  const { framework } = context;
  if (framework === 'next') return planNext(context);
  if (framework === 'nest') return planNest(context);
  return planServer(context, framework);
}

function dependencies(manifest: Manifest, { packages }: FrameworkPlan): readonly FileChange[] {
  const versions = {
    ...Object.fromEntries(packages.map((name) => [name, `^${VERSION}`])),
    // The agent's peers, which not every package manager installs by itself.
    '@ag-ui/client': PEER_VERSIONS['@ag-ui/client'],
    rxjs: PEER_VERSIONS.rxjs,
  };
  const missing = Object.entries(versions).filter(
    ([name]) => sectionOf(manifest, name) === undefined,
  );
  if (missing.length === 0) return [];
  const edits = missing.map(([name, version]): ManifestEdit => ({
    action: 'set',
    section: 'dependencies',
    name,
    version,
  }));
  return [
    {
      path: manifest.path,
      before: manifest.text,
      after: editManifest(manifest.text, edits),
      summary: `adds ${missing.map(([name]) => name).join(', ')}`,
    },
  ];
}

/** Names the key of the model where the project names its variables. */
function exampleKey(files: ProjectFiles, key: string | null): readonly FileChange[] {
  const path = '.env.example';
  const before = files.read(path);
  if (key === null || before === null) return [];
  if (before.split(/\r?\n/).some((line) => line.trim().startsWith(`${key}=`))) return [];
  const eol = before.includes('\r\n') ? '\r\n' : '\n';
  const gap = before === '' || before.endsWith('\n') ? '' : eol;
  return [{ path, before, after: `${before}${gap}${key}=${eol}`, summary: `names ${key}` }];
}

function nextSteps({ url }: FrameworkPlan, key: string | null): readonly string[] {
  return [
    ...(key === null ? [] : [`Set ${key} in the environment of the server.`]),
    `Show the chat: <CopilotKitProvider runtimeUrl="${url}"> with <CopilotChat />, of @copilotkit/react-core/v2.`,
    `Threads are kept in memory. To keep them on disk, add @flightdeck/store-sqlite and give the ` +
      `runtime threads: sqliteThreads({ file: './threads.db' }).`,
  ];
}
