import { ADAPTERS } from './requirements/adapters.js';
import { AGENT } from './requirements/agent.js';
import { AGENT_DEFECTS } from './requirements/agent-defects.js';
import { AGENT_FACTORIES } from './requirements/agent-factories.js';
import { AGENT_MATRIX } from './requirements/agent-matrix.js';
import { CLI } from './requirements/cli.js';
import { CLIENTS } from './requirements/clients.js';
import { DELIVERY } from './requirements/delivery.js';
import { DURABLE } from './requirements/durable.js';
import { EXTENSION } from './requirements/extension.js';
import { MCP } from './requirements/mcp.js';
import { MIDDLEWARES } from './requirements/middlewares.js';
import { MODELS } from './requirements/models.js';
import { HISTORIES } from './requirements/histories.js';
import type { Requirement } from './requirements/requirement.js';
import { ROUTES } from './requirements/routes.js';
import { RUNS } from './requirements/runs.js';
import { TOOLS } from './requirements/tools.js';
import { TRANSPORT } from './requirements/transport.js';
import { TRAPS } from './requirements/traps.js';
import { V1 } from './requirements/v1.js';
import { VOICE } from './requirements/voice.js';

export type { Requirement } from './requirements/requirement.js';

/** The chapters of the manifest; an id stands in one of them only. */
export const CHAPTERS = {
  TRANSPORT,
  ADAPTERS,
  ROUTES,
  RUNS,
  DURABLE,
  DELIVERY,
  EXTENSION,
  AGENT_MATRIX,
  AGENT_DEFECTS,
  MIDDLEWARES,
  AGENT,
  MODELS,
  MCP,
  TOOLS,
  HISTORIES,
  VOICE,
  AGENT_FACTORIES,
  CLI,
  CLIENTS,
  TRAPS,
  V1,
};

const MANIFEST = {
  ...AGENT,
  ...TRANSPORT,
  ...V1,
  ...ADAPTERS,
  ...ROUTES,
  ...RUNS,
  ...DURABLE,
  ...DELIVERY,
  ...EXTENSION,
  ...AGENT_MATRIX,
  ...AGENT_DEFECTS,
  ...MIDDLEWARES,
  ...MODELS,
  ...MCP,
  ...TOOLS,
  ...HISTORIES,
  ...VOICE,
  ...CLI,
  ...CLIENTS,
  ...TRAPS,
  ...AGENT_FACTORIES,
};

export type RequirementId = keyof typeof MANIFEST;

/** Everything that this drop-in promises, by id. `coverage.spec.ts` holds it against the tests. */
export const REQUIREMENTS: Readonly<Record<RequirementId, Requirement>> = MANIFEST;
