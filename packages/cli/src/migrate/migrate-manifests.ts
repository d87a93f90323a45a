import { editManifest, type ManifestEdit } from '../plan/edit-manifest.js';
import type { FileChange } from '../plan/file-change.js';
import { locateJson } from '../plan/json-object.js';
import {
  readManifest,
  SECTIONS,
  sectionOf,
  type Manifest,
  type Section,
} from '../project/manifest.js';
import type { ProjectFiles } from '../project/project-files.js';
import { VERSION } from '../version.js';
import { NEW_PACKAGE, OLD_PACKAGE, PEER_VERSIONS } from '../versions.js';
import { mentions } from './rewrite-source.js';

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

export interface MigratedManifests {
  readonly changes: readonly FileChange[];
  /** Where something else than a dependency names the old package, such as an override. */
  readonly notes: readonly string[];
}

/** Changes of each `package.json` that has the old package, those of a workspace's members too. */
export function migrateManifests(
  files: ProjectFiles,
  root: Manifest,
  needs: MigratedNeeds,
): MigratedManifests {
  const members = files
    .list()
    .filter((path) => path.endsWith('/package.json') && mentionsOld(files, path))
    .map((path) => readManifest(files, path));
  const all = [root, ...members];
  return {
    changes: all.flatMap((manifest) => changeOf(manifest, needs)),
    notes: all.flatMap(({ path, text }) => mentions(path, withoutDependencies(text))),
  };
}

function changeOf(manifest: Manifest, needs: MigratedNeeds): readonly FileChange[] {
  if (sectionOf(manifest, OLD_PACKAGE) === undefined) return [];
  const edits = needs.alias ? aliasEdits(manifest) : moveEdits(manifest, needs);
  const after = editManifest(manifest.text, [...edits, ...langGraphEdits(manifest, needs)]);
  if (after === manifest.text) return [];
  const { path, text: before } = manifest;
  const summary = needs.alias
    ? `${OLD_PACKAGE} is another name of ${NEW_PACKAGE}`
    : `${NEW_PACKAGE} takes the place of ${OLD_PACKAGE}`;
  return [{ path, before, after, summary }];
}

/** The text of a manifest without the lists that are edited; lines stay where they are. */
function withoutDependencies(text: string): string {
  const sections = new Set<string>(SECTIONS);
  return locateJson(text)
    .properties.filter(({ name }) => sections.has(name))
    .reduce(
      (rest, { start, end }) =>
        rest.slice(0, start) + rest.slice(start, end).replaceAll(/[^\n]/g, ' ') + rest.slice(end),
      text,
    );
}

function moveEdits(manifest: Manifest, { old }: MigratedNeeds): readonly ManifestEdit[] {
  const { sections } = manifest;
  const has = (section: Section, name: string): boolean => Object.hasOwn(sections[section], name);
  return SECTIONS.filter((section) => has(section, OLD_PACKAGE)).flatMap(
    (section): ManifestEdit[] => [
      // What is installed for production serves every other list as well.
      ...(has(section, NEW_PACKAGE) || has('dependencies', NEW_PACKAGE)
        ? []
        : [{ action: 'set', section, name: NEW_PACKAGE, version: `^${VERSION}` } as const]),
      // Last, so that the list never is empty, and stays in one line if it was.
      ...(old ? [] : [{ action: 'remove', section, name: OLD_PACKAGE } as const]),
    ],
  );
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
