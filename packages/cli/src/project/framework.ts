/** What `init` can add a runtime to, in the order of precedence. */
export const FRAMEWORKS = ['next', 'nest', 'hono', 'fastify', 'express'] as const;

export type Framework = (typeof FRAMEWORKS)[number];

/** The names that people know them by. */
export const FRAMEWORK_TITLES: Readonly<Record<Framework, string>> = {
  next: 'Next.js',
  nest: 'NestJS',
  hono: 'Hono',
  fastify: 'Fastify',
  express: 'Express',
};

/** The dependency that shows the framework. */
export const FRAMEWORK_PACKAGES: Readonly<Record<Framework, string>> = {
  next: 'next',
  nest: '@nestjs/core',
  hono: 'hono',
  fastify: 'fastify',
  express: 'express',
};
