import { CliError } from '../cli-error.js';
import type { ProjectFiles } from './project-files.js';

/** The lists of dependencies in a `package.json`. */
export const SECTIONS = [
  'dependencies',
  'devDependencies',
  'optionalDependencies',
  'peerDependencies',
] as const;

export type Section = (typeof SECTIONS)[number];

/** What the commands read of a `package.json`. Values of the wrong kind count as absent. */
export interface Manifest {
  /** Path of the file in the project. */
  readonly path: string;
  readonly text: string;
  readonly isModule: boolean;
  readonly main: string | undefined;
  readonly scripts: readonly string[];
  readonly packageManager: string | undefined;
  readonly sections: Readonly<Record<Section, Readonly<Record<string, string>>>>;
}

/** @throws CliError if there is none, or it is no JSON object */
export function readManifest(files: ProjectFiles, path = 'package.json'): Manifest {
  const text = files.read(path);
  if (text === null) {
    throw new CliError(
      `There is no ${path} in ${files.directory}: run this in the directory of a project, or name it.`,
    );
  }
  const json = parseJson(text, path);
  const record = (key: string): Readonly<Record<string, string>> => texts(json[key]);
  return {
    path,
    text,
    isModule: json.type === 'module',
    main: typeof json.main === 'string' ? json.main : undefined,
    scripts: Object.values(record('scripts')),
    packageManager: typeof json.packageManager === 'string' ? json.packageManager : undefined,
    sections: {
      dependencies: record('dependencies'),
      devDependencies: record('devDependencies'),
      optionalDependencies: record('optionalDependencies'),
      peerDependencies: record('peerDependencies'),
    },
  };
}

/** The section that a package stands in, if any. */
export function sectionOf({ sections }: Manifest, name: string): Section | undefined {
  return SECTIONS.find((section) => Object.hasOwn(sections[section], name));
}

function parseJson(text: string, path: string): Readonly<Record<string, unknown>> {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (failure) {
    const reason = failure instanceof Error ? failure.message : String(failure);
    throw new CliError(`${path} is no valid JSON: ${reason}`, { cause: failure });
  }
  if (!isRecord(json)) throw new CliError(`${path} is no JSON object.`);
  return json;
}

function texts(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
