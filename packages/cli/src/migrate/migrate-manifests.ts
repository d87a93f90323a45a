import { editManifest, type ManifestEdit } from '../plan/edit-manifest.js';
import type { FileChange } from '../plan/file-change.js';
import { readManifest, SECTIONS, sectionOf, type Manifest } from '../project/manifest.js';
import type { ProjectFiles } from '../project/project-files.js';
import { VERSION } from '../version.js';
import { NEW_PACKAGE, OLD_PACKAGE, PEER_VERSIONS } from '../versions.js';

/** What the sources need. */
export interface MigratedNeeds {
  /** Whether the old name is to stand for the new package. */
  readonly alias: boolean;
  /** Whether something is left that needs the old package. */
  readonly old: boolean;
  /** Whether agents of LangGraph are used, whose client is a package of its own. */
  readonly langgraph: boolean;
  /** Whether a source imports the package at all. */
  readonly own: boolean;
}

/** Changes of each `package.json` that has the old package, those of a workspace's members too. */
export function migrateManifests(
  files: ProjectFiles,
  root: Manifest,
  needs: MigratedNeeds,
): readonly FileChange[] {
  const all = files
    .list()
    .filter((path) => path.endsWith('/package.json') && mentionsOld(files, path))
    .map((path) => readManifest(files, path));
  const having = [root, ...all].filter(
    (manifest) => sectionOf(manifest, OLD_PACKAGE) !== undefined,
  );
  return having.flatMap((manifest) => {
    const edits = needs.alias ? aliasEdits(manifest) : moveEdits(manifest, needs);
    const after = editManifest(manifest.text, [...edits, ...langGraphEdits(manifest, needs)]);
    if (after === manifest.text) return [];
    const { path, text: before } = manifest;
    const summary = needs.alias
      ? `${OLD_PACKAGE} is another name of ${NEW_PACKAGE}`
      : `${NEW_PACKAGE} takes the place of ${OLD_PACKAGE}`;
    return [{ path, before, after, summary }];
  });
}

function moveEdits(manifest: Manifest, { old }: MigratedNeeds): readonly ManifestEdit[] {
  const isNew = sectionOf(manifest, NEW_PACKAGE) === undefined;
  return SECTIONS.filter((section) =>
    Object.hasOwn(manifest.sections[section], OLD_PACKAGE),
  ).flatMap((section): ManifestEdit[] => [
    ...(isNew
      ? [{ action: 'set', section, name: NEW_PACKAGE, version: `^${VERSION}` } as const]
      : []),
    // Last, so that the list never is empty, and stays in one line if it was.
    ...(old ? [] : [{ action: 'remove', section, name: OLD_PACKAGE } as const]),
  ]);
}

function aliasEdits(manifest: Manifest): readonly ManifestEdit[] {
  return SECTIONS.filter(
    (section) =>
      // What stands for us already, in whichever version, is done.
      manifest.sections[section][OLD_PACKAGE]?.startsWith(`npm:${NEW_PACKAGE}@`) === false,
  ).map((section) => ({
    action: 'set',
    section,
    name: OLD_PACKAGE,
    version: `npm:${NEW_PACKAGE}@^${VERSION}`,
  }));
}

function langGraphEdits(manifest: Manifest, { langgraph }: MigratedNeeds): readonly ManifestEdit[] {
  const name = '@ag-ui/langgraph';
  if (!langgraph || sectionOf(manifest, name) !== undefined) return [];
  const section = sectionOf(manifest, OLD_PACKAGE) ?? 'dependencies';
  return [{ action: 'set', section, name, version: PEER_VERSIONS[name] }];
}

/** Others may be fixtures, and no JSON at all. */
function mentionsOld(files: ProjectFiles, path: string): boolean {
  return (files.read(path) ?? '').includes(OLD_PACKAGE);
}
