import { checkNesting, FieldReader } from './field-reader.js';
import { readLegacyMessage, type LegacyMessage } from './legacy-message.js';

export interface LegacyAction {
  readonly name: string;
  readonly description: string;
  /** A JSON Schema; `undefined` for an action without parameters. */
  readonly parameters: Readonly<Record<string, unknown>> | undefined;
  readonly available: 'enabled' | 'disabled' | 'remote';
}

/** An event that stopped an agent, with the user's answer once there is one. */
export interface LegacyMetaEvent {
  readonly name: string;
  readonly value: string | undefined;
  readonly response: string | undefined;
}

export interface LegacyAgentState {
  readonly agentName: string;
  readonly state: Readonly<Record<string, unknown>> | undefined;
  readonly config: Readonly<Record<string, unknown>> | undefined;
}

/** What `generateCopilotResponse` is asked with; every version leaves out what it does not know. v1.md 11.2. */
export interface GenerateInput {
  readonly requestType: string;
  readonly threadId: string | undefined;
  readonly messages: readonly LegacyMessage[];
  readonly actions: readonly LegacyAction[];
  /** The page that asks. */
  readonly url: string | undefined;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly forwardedParameters: Readonly<Record<string, unknown>>;
  readonly agentSession:
    | { readonly agentName: string; readonly nodeName: string | undefined }
    | undefined;
  readonly agentStates: readonly LegacyAgentState[];
  readonly metaEvents: readonly LegacyMetaEvent[];
  readonly context: readonly { readonly description: string; readonly value: string }[];
}

/** @throws LegacyError `MISUSE`, naming the first field that has another form */
export function readGenerateInput(variables: unknown): GenerateInput {
  checkNesting(variables);
  const all = new FieldReader(variables, 'variables');
  const data = all.object('data');
  const frontend = data.optionalObject('frontend');
  const session = data.optionalObject('agentSession');
  const threadId = threadIdOf(data) ?? (session && threadIdOf(session));
  const single = data.optionalObject('agentState');
  return {
    requestType: data.optionalObject('metadata')?.optionalText('requestType') ?? 'Chat',
    threadId,
    messages: data.objects('messages').flatMap((message, index) => {
      return readLegacyMessage(message, `variables.data.messages[${index}]`) ?? [];
    }),
    actions: frontend?.objects('actions').map(readAction) ?? [],
    url: frontend?.optionalText('url'),
    properties: all.record('properties'),
    forwardedParameters: data.record('forwardedParameters'),
    agentSession: session && {
      agentName: session.name('agentName'),
      nodeName: session.optionalText('nodeName'),
    },
    agentStates: [...data.objects('agentStates'), ...(single ? [single] : [])].map(readAgentState),
    metaEvents: data.objects('metaEvents').map(readMetaEvent),
    context: data.objects('context').map((entry) => ({
      description: entry.optionalText('description') ?? '',
      value: entry.optionalText('value') ?? '',
    })),
  };
}

/** Some clients send a blank one for a thread that is new. */
function threadIdOf(fields: FieldReader): string | undefined {
  return fields.optionalText('threadId')?.trim() === ''
    ? undefined
    : fields.optionalName('threadId');
}

function readAction(action: FieldReader): LegacyAction {
  return {
    name: action.text('name'),
    description: action.optionalText('description') ?? '',
    parameters: action.jsonRecord('jsonSchema'),
    available: action.has('available')
      ? action.oneOf('available', ['enabled', 'disabled', 'remote'])
      : 'enabled',
  };
}

function readAgentState(entry: FieldReader): LegacyAgentState {
  return {
    agentName: entry.text('agentName'),
    state: entry.jsonRecord('state'),
    config: entry.jsonRecord('config'),
  };
}

function readMetaEvent(event: FieldReader): LegacyMetaEvent {
  return {
    name: event.text('name'),
    value: event.optionalText('value'),
    response: event.optionalText('response'),
  };
}
