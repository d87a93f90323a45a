export type {
  AguiEvent,
  RunAnswer,
  RunContext,
  RunInput,
  RunMiddleware,
  RunTransform,
  ToolDeclaration,
} from './run-middleware.js';
