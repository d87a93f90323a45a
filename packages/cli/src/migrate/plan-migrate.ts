import type { MigrateOptions } from '../command-line.js';
import type { CommandPlan } from '../plan/command-plan.js';
import type { FileChange } from '../plan/file-change.js';
import { CliError } from '../cli-error.js';
import { readManifest } from '../project/manifest.js';
import { detectPackageManager } from '../project/package-manager.js';
import type { ProjectFiles } from '../project/project-files.js';
import { isSourcePath } from '../source/parse-source.js';
import { NEW_PACKAGE, OLD_PACKAGE } from '../versions.js';
import { migrateManifests } from './migrate-manifests.js';
import { mentions, rewriteSource, type RewrittenSource } from './rewrite-source.js';

/** Variables that look like those of CopilotKit's runtime. */
const VARIABLES = /\b(COPILOTKIT|COPILOT_CLOUD|CPK)_[A-Z0-9_]+/g;

/** Files beside sources in which the package may be named. */
const OTHER_FILES = /(^|\/)Dockerfile$|\.(jsonc?|ya?ml|vue|svelte|astro|mdx)$/;
const COMPONENTS = /\.(vue|svelte|astro)$/;
const IMPORTED = new RegExp(`\\b(from|import|require)\\s*\\(?\\s*['"\`]${OLD_PACKAGE}['"\`/]`);
const PACKAGE_FILES =
  /(^|\/)(package\.json|package-lock\.json|npm-shrinkwrap\.json|pnpm-lock\.yaml)$/;

/** What moves a project over to our package, in its sources or by an alias. */
export function planMigrate(
  files: ProjectFiles,
  { alias }: Pick<MigrateOptions, 'alias'>,
): CommandPlan {
  const root = readManifest(files);
  const manager = detectPackageManager(files, root);
  const { texts, notes: unread } = readTexts(files);
  const sources = texts
    .filter(({ path, before }) => isSourcePath(path) && before.includes(OLD_PACKAGE))
    .map((file) => ({ ...file, rewritten: rewriteSource(file.path, file.before) }));
  const needs = {
    alias,
    old:
      !alias &&
      (sources.some(({ rewritten }) => rewritten.needsOld) || texts.some(importsInComponent)),
    langgraph: sources.some(({ rewritten }) => usesLangGraph(rewritten)),
    own: sources.some(({ rewritten }) => rewritten.modules.length > 0),
  };
  const rewritten = alias ? [] : sources.flatMap((source) => sourceChange(source));
  const manifests = migrateManifests(files, root, needs);
  const orphan =
    manifests.changes.length === 0 && needs.own && !alias
      ? [`No package.json here has ${OLD_PACKAGE}: add ${NEW_PACKAGE} to the one that does.`]
      : [];
  const notes = [
    ...unread,
    ...sources.flatMap(({ rewritten: { review, left } }) =>
      alias ? review : [...review, ...left],
    ),
    ...(alias ? [] : otherMentions(texts)),
    ...manifests.notes,
    ...variables(files, texts),
    ...orphan,
  ];
  return {
    heading: `${alias ? 'Alias for' : 'Imports of'} ${OLD_PACKAGE}, ${manager}`,
    manager,
    changes: [...rewritten, ...manifests.changes],
    notices: notes.length === 0 ? [] : [['To be looked at:', ...notes].join('\n  ')],
    steps: [`Run the type check of the project: ${NEW_PACKAGE} has the names of ${OLD_PACKAGE}.`],
  };
}

interface SourceFile {
  readonly path: string;
  readonly before: string;
  readonly rewritten: RewrittenSource;
}

function sourceChange({ path, before, rewritten }: SourceFile): readonly FileChange[] {
  if (rewritten.text === before) return [];
  const count = rewritten.modules.length;
  return [
    { path, before, after: rewritten.text, summary: `${count} import${count === 1 ? '' : 's'}` },
  ];
}

function usesLangGraph({ modules, text }: RewrittenSource): boolean {
  return (
    modules.includes(`${OLD_PACKAGE}/langgraph`) ||
    (modules.length > 0 && /\blangGraphPlatformEndpoint\b/.test(text))
  );
}

/** Components of these kinds are not rewritten, but what they import is needed. */
function importsInComponent({ path, before }: TextFile): boolean {
  return COMPONENTS.test(path) && IMPORTED.test(before);
}

function otherMentions(texts: readonly TextFile[]): readonly string[] {
  return texts
    .filter(({ path }) => OTHER_FILES.test(path) && !PACKAGE_FILES.test(path))
    .flatMap(({ path, before }) => mentions(path, before));
}

function variables(files: ProjectFiles, texts: readonly TextFile[]): readonly string[] {
  // Git ignores most of these.
  const settings = files.names().filter((name) => /^\.env(\.|$)/.test(name));
  const own = settings.map((path) => ({ path, before: files.read(path) ?? '' }));
  return [...texts.filter(({ path }) => isSourcePath(path)), ...own].flatMap(({ path, before }) =>
    [...new Set(before.match(VARIABLES))].map(
      (name) => `${path}: ${name}: the runtime reads no variable of this name.`,
    ),
  );
}

interface TextFile {
  readonly path: string;
  readonly before: string;
}

/** Everything in which the package may be named. */
function readTexts(files: ProjectFiles): { texts: readonly TextFile[]; notes: readonly string[] } {
  const texts: TextFile[] = [];
  const notes: string[] = [];
  for (const path of files.list()) {
    if (!isSourcePath(path) && !OTHER_FILES.test(path)) continue;
    try {
      texts.push({ path, before: files.read(path) ?? '' });
    } catch (failure) {
      if (!(failure instanceof CliError)) throw failure;
      notes.push(`${failure.message} It was left as it is.`);
    }
  }
  return { texts, notes };
}
