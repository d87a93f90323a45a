/** One published version, and what it can do at all. */
export interface ClientVersion {
  readonly version: string;
  /** Its name in `published/package.json`. */
  readonly alias: string;
  /** What it does not have yet, or not any more. */
  readonly lacks: readonly ClientExport[];
  /** Whether it shows its user that a run has failed. */
  readonly showsFailures: boolean;
  /** What it writes to the console by itself where nothing is wrong. */
  readonly chatter: readonly RegExp[];
}

/** What only some of the versions export. */
export type ClientExport = 'extract' | 'useCoAgent' | 'useLangGraphInterrupt';

const current: Pick<ClientVersion, 'lacks' | 'showsFailures' | 'chatter'> = {
  lacks: ['extract'],
  showsFailures: true,
  // Said of each tool that an application shows nothing of.
  chatter: [/no renderer is registered for it/],
};

export const VERSIONS: readonly ClientVersion[] = [
  {
    version: '1.0.8',
    alias: 'react-core-1-0',
    lacks: ['useCoAgent', 'useLangGraphInterrupt'],
    showsFailures: false,
    chatter: [],
  },
  {
    version: '1.3.15',
    alias: 'react-core-1-3',
    lacks: ['useLangGraphInterrupt'],
    showsFailures: false,
    chatter: [],
  },
  { version: '1.5.20', alias: 'react-core-1-5', lacks: [], showsFailures: true, chatter: [] },
  { version: '1.8.14', alias: 'react-core-1-8', lacks: [], showsFailures: true, chatter: [] },
  { version: '1.10.6', alias: 'react-core-1-10', lacks: [], showsFailures: true, chatter: [] },
  { version: '1.57.4', alias: 'react-core-1-57', ...current },
  { version: '1.74.0', alias: 'react-core-1-74', ...current },
];

export function versionNamed(version: string): ClientVersion {
  const found = VERSIONS.find((each) => each.version === version);
  if (found === undefined) throw new Error(`There is no client ${version} here`);
  return found;
}
