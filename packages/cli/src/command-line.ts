import { parseArgs } from 'node:util';

import { FRAMEWORKS, type Framework } from './project/framework.js';
import { isIncludedModel } from './init/model-key.js';

/** Options that both commands have. */
export interface CommonOptions {
  /** Directory of the project, as the user wrote it. */
  readonly directory: string;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly install: boolean;
}

export interface InitOptions extends CommonOptions {
  /** Takes the place of what the project shows. */
  readonly framework: Framework | undefined;
  /** Provider and model id, as `BuiltInAgent` takes it. */
  readonly model: string;
}

export interface MigrateOptions extends CommonOptions {
  /** Leaves the sources as they are, and lets the old name stand for the new package. */
  readonly alias: boolean;
}

export type CommandLine =
  | { readonly command: 'help' | 'version' }
  | { readonly command: 'wrong'; readonly problem: string }
  | { readonly command: 'init'; readonly options: InitOptions }
  | { readonly command: 'migrate'; readonly options: MigrateOptions };

/** Flags that only one command knows. */
const OWN_FLAGS = { init: ['framework', 'model'], migrate: ['alias'] } as const;

/** Reads the arguments behind the program's name. */
export function readCommandLine(args: readonly string[]): CommandLine {
  try {
    return fromArguments(args);
  } catch (failure) {
    // `parseArgs` says what it does not know.
    return wrong(failure instanceof Error ? failure.message : String(failure));
  }
}

function fromArguments(args: readonly string[]): CommandLine {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      help: { type: 'boolean', short: 'h', default: false },
      version: { type: 'boolean', short: 'v', default: false },
      yes: { type: 'boolean', short: 'y', default: false },
      'dry-run': { type: 'boolean', default: false },
      'no-install': { type: 'boolean', default: false },
      framework: { type: 'string' },
      model: { type: 'string' },
      alias: { type: 'boolean' },
    },
  });
  if (values.help) return { command: 'help' };
  if (values.version) return { command: 'version' };
  const [command, directory = '.', ...rest] = positionals;
  if (command === undefined) return wrong('A command is missing.');
  if (rest.length > 0) return wrong(`One directory is enough: '${rest.join(' ')}' is too much.`);
  const { yes, 'dry-run': dryRun, 'no-install': noInstall } = values;
  return readCommand(command, { directory, yes, dryRun, install: !noInstall }, values);
}

interface OwnValues {
  readonly framework?: string;
  readonly model?: string;
  readonly alias?: boolean;
}

function readCommand(command: string, common: CommonOptions, values: OwnValues): CommandLine {
  if (command !== 'init' && command !== 'migrate') return wrong(`Unknown command '${command}'.`);
  const foreign = OWN_FLAGS[command === 'init' ? 'migrate' : 'init'].find((flag) => flag in values);
  if (foreign !== undefined) return wrong(`'${command}' has no option --${foreign}.`);
  if (command === 'init') return readInit(common, values);
  return { command, options: { ...common, alias: values.alias ?? false } };
}

function readInit(
  common: CommonOptions,
  { framework: name, model = 'openai/gpt-4o' }: OwnValues,
): CommandLine {
  const framework = FRAMEWORKS.find((known) => known === name);
  if (name !== undefined && framework === undefined) {
    return wrong(`Unknown framework '${name}': it is one of ${FRAMEWORKS.join(', ')}.`);
  }
  if (!isIncludedModel(model)) {
    return wrong(
      `--model must be a provider and a model id, such as openai/gpt-4o or anthropic/claude-sonnet-4-5; ` +
        `for providers with packages of their own, edit the written file.`,
    );
  }
  return { command: 'init', options: { ...common, framework, model } };
}

function wrong(problem: string): CommandLine {
  return { command: 'wrong', problem };
}
