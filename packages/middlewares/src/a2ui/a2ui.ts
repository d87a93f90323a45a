import { recordOf } from '../records.js';
import type { RunContext, RunInput } from '../run-middleware.js';
import type { SyncRunMiddleware, SyncRunTransform } from '../sync-middleware.js';
import type { A2UIOptions, A2UISchema } from './a2ui-options.js';
import { A2UITransform } from './a2ui-transform.js';
import { DEFAULT_TOOL } from './a2ui-wire.js';
import { catalogChoice } from './choose-catalog.js';
import { prepareInput } from './prepare-input.js';
import type { ComponentCatalog } from './validate-components.js';

/**
 * Turns calls of render tools, and tool results that hold A2UI operations, into `a2ui-surface`
 * activities, and what users do on surfaces into messages for the agent. Without options it is on for
 * the requests that offer a catalog (`forwardedProps.a2uiCatalogAvailable`) only.
 */
export function a2ui(options?: A2UIOptions): SyncRunMiddleware {
  return { name: 'a2ui', begin: (input, context) => begin(options, input, context) };
}

function begin(
  options: A2UIOptions | undefined,
  input: RunInput,
  { agentId }: RunContext,
): SyncRunTransform | null {
  const offered = recordOf(input.forwardedProps)?.a2uiCatalogAvailable === true;
  const resolved = options ?? (offered ? {} : { enabled: false });
  if (resolved.enabled === false) return null;
  if (resolved.agents !== undefined && !resolved.agents.includes(agentId)) return null;

  const tool = injectedTool(resolved.injectA2UITool ?? offered);
  const toolNames = new Set(resolved.a2uiToolNames ?? [DEFAULT_TOOL]);
  if (tool !== undefined) toolNames.add(tool.name);
  const rules = {
    catalogIdFor: catalogChoice(input, resolved),
    catalog: inlineCatalog(resolved.schema),
  };
  const prepared = prepareInput(input, { schema: resolved.schema, tool });
  return new A2UITransform(prepared, { toolNames, rules, recovery: resolved.recovery });
}

function injectedTool(
  inject: boolean | string,
): { readonly name: string; readonly flag: true | string } | undefined {
  if (inject === false || inject === '') return undefined;
  return { name: inject === true ? DEFAULT_TOOL : inject, flag: inject };
}

/** Lists of components, as older apps have them, tell the model what there is, but bind nobody. */
function inlineCatalog(schema: A2UISchema | undefined): ComponentCatalog | undefined {
  return recordOf(recordOf(schema)?.components);
}
