/** Custom events by which a LangGraph graph tells a CopilotKit client something itself. v1.md 3. */
export const CustomEventNames = {
  CopilotKitManuallyEmitMessage: 'copilotkit_manually_emit_message',
  CopilotKitManuallyEmitToolCall: 'copilotkit_manually_emit_tool_call',
  CopilotKitManuallyEmitIntermediateState: 'copilotkit_manually_emit_intermediate_state',
  CopilotKitExit: 'copilotkit_exit',
} as const;

export type CustomEventNames = (typeof CustomEventNames)[keyof typeof CustomEventNames];
