export function DUPLICATE_AGENT(id: string, first: string, second: string): string {
  return `Two agents have the id '${id}': ${first} and ${second}`;
}

export function DUPLICATE_RUNTIME(name: string): string {
  return `Two CopilotRuntimeModules have the name '${name}'; give each a 'name' of its own`;
}

export function UNKNOWN_RUNTIME(className: string, name: string, known: readonly string[]): string {
  return `${className} is an agent of the runtime '${name}', but there are only: ${known.join(', ')}`;
}

export function NOT_AN_AGENT(className: string, id: string): string {
  return `${className}, marked with @CopilotAgent('${id}'), is no agent: it needs clone() and runAgent()`;
}

export function AGENTS_OF_READY_RUNTIME(className: string): string {
  return (
    `${className} cannot join a runtime that was passed ready-made: ` +
    `pass the runtime's options to CopilotRuntimeModule instead of 'runtime'`
  );
}

export const NO_OPTIONS =
  'The factory given to CopilotRuntimeModule.forRootAsync returned no options';
