export const USAGE = `Adds Flightdeck to a project, and moves projects from CopilotKit's runtime to it.

  flightdeck init [directory]      adds a runtime with an agent to an Express, Nest, Next.js, Hono
                                   or Fastify project, served at /api/copilotkit
  flightdeck migrate [directory]   rewrites imports of @copilotkit/runtime to @flightdeck/runtime

Options of both
  --yes, -y         answers every question with yes
  --dry-run         shows what would change, and changes nothing
  --no-install      leaves the installation of the dependencies to you

Options of init
  --framework NAME  express, nest, next, hono or fastify, where the project does not show it
  --model MODEL     what the agent asks, openai/gpt-4o unless given

Options of migrate
  --alias           changes package.json alone: @copilotkit/runtime becomes another name of
                    @flightdeck/runtime

  --help, -h        shows this
  --version, -v     shows the version

Exit codes: 0 done or nothing to do, 1 failed or refused, 2 wrong usage.`;
