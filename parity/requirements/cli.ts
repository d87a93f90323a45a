import type { Requirement } from './requirement.js';

/** The command line: what it does to projects, and what it never does. */
export const CLI = {
  'cli.express': {
    source: 'design 5',
    behaviour:
      '`init` mounts a runtime in an Express application, behind its middleware and in front of what ends requests.',
  },
  'cli.nest': {
    source: 'design 5',
    behaviour: '`init` imports a module with a runtime and an agent into a NestJS application.',
  },
  'cli.next': {
    source: 'design 5',
    behaviour: '`init` writes a route for the App Router or the Pages Router of Next.js.',
  },
  'cli.hono': {
    source: 'design 5',
    behaviour: '`init` routes a runtime in a Hono application.',
  },
  'cli.fastify': {
    source: 'design 5',
    behaviour: '`init` registers a runtime in a Fastify application, before it starts.',
  },
  'cli.by-hand': {
    source: 'design 5',
    behaviour:
      'Where the application cannot be found, `init` edits none of its files and prints the lines to add.',
  },
  'cli.asks': {
    source: 'design 5',
    behaviour:
      'Nothing is written without a yes, and a file that would be lost is named in the question.',
  },
  'cli.dry-run': {
    source: 'design 5',
    behaviour: 'A dry run shows every line that would change, and changes nothing.',
  },
  'cli.idempotent': {
    source: 'design 5',
    behaviour: 'A second run changes nothing, also where the written files were changed since.',
  },
  'cli.all-or-nothing': {
    source: 'design 5',
    behaviour: 'If one file cannot be written, the project is left as it was.',
  },
  'cli.install': {
    source: 'design 5',
    behaviour:
      'Dependencies are installed by the package manager of the project, unless told not to.',
  },
  'cli.usage': {
    source: 'design 5',
    behaviour: 'Unknown commands and options end with the usage and exit code 2.',
  },
  'cli.errors': {
    source: 'design 5',
    behaviour: 'A project that cannot be understood is told why, and is left as it was.',
  },
  'cli.migrate': {
    source: 'v1 14.5',
    behaviour:
      '`migrate` gives every kind of import of `@copilotkit/runtime` its new name, and changes nothing else of a source.',
  },
  'cli.alias': {
    source: 'v1 14.5',
    behaviour: '`migrate --alias` switches a project over without a change in any source.',
  },
  'cli.migrate-report': {
    source: 'v1 13',
    behaviour: '`migrate` reports what has no counterpart, with file and line.',
  },
} as const satisfies Readonly<Record<string, Requirement>>;
