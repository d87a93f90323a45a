import { ConfigError } from '@flightdeck/core';
import type * as MessagesExports from '@langchain/core/messages';
import type * as ToolsExports from '@langchain/core/tools';

export type MessagesModule = typeof MessagesExports;
export type ToolsModule = typeof ToolsExports;

export interface LangChain {
  readonly messages: MessagesModule;
  readonly tools: ToolsModule;
}

export type ModuleLoader = (name: string) => Promise<unknown>;

/** Loads the application's LangChain, when a chain is first asked. @throws ConfigError if there is none */
export async function loadLangChain(load: ModuleLoader = loadModule): Promise<LangChain> {
  try {
    const [messages, tools] = await Promise.all([
      load('@langchain/core/messages'),
      load('@langchain/core/tools'),
    ]);
    // What these modules are by their names.
    return { messages: messages as MessagesModule, tools: tools as ToolsModule };
  } catch (error) {
    throw new ConfigError(
      'LangChainAdapter needs the package "@langchain/core", which could not be loaded: run "npm install @langchain/core"',
      { cause: error },
    );
  }
}

/**
 * Left to run time: bundlers insist on packages that are spelled out, and most applications have no
 * LangChain. In CommonJS by `require`, for test runners that cannot `import()` there.
 */
async function loadModule(name: string): Promise<unknown> {
  if (typeof module === 'object' && typeof require === 'function') return require(name) as unknown;
  return import(/* webpackIgnore: true */ /* @vite-ignore */ name);
}
