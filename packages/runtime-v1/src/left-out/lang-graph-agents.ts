import { LeftOutError } from './left-out-error.js';

/** That of this name is in an entry of its own, which needs `@ag-ui/langgraph`. */
export class LangGraphAgent {
  /** @throws LeftOutError */
  constructor(_config?: unknown) {
    throw new LeftOutError('LangGraphAgent of the root', importFrom('LangGraphAgent'));
  }
}

/** That of this name is in an entry of its own, which needs `@ag-ui/langgraph`. */
export class LangGraphHttpAgent {
  /** @throws LeftOutError */
  constructor(_config?: unknown) {
    throw new LeftOutError('LangGraphHttpAgent of the root', importFrom('LangGraphHttpAgent'));
  }
}

function importFrom(name: string): string {
  return `import { ${name} } from the entry /langgraph, "@copilotkit/runtime/langgraph" for example`;
}
