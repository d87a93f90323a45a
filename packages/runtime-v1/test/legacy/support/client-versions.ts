import { legacyText } from './legacy-client.js';

type Fields = Readonly<Record<string, unknown>>;

/** What a version of the client asks for, and what it sends beside messages and thread. v1.md 11.1 and 11.2. */
export interface ClientVersion {
  readonly version: string;
  readonly query: string;
  /** Whether it brings the id of a new thread itself. */
  readonly namesThreads: boolean;
  readonly data: Fields;
}

const ACTION = {
  name: 'paint',
  description: 'Paints the page',
  jsonSchema: '{"type":"object","properties":{"colour":{"type":"string"}},"required":["colour"]}',
};

function documentOf(fields: Readonly<Record<'root' | 'text' | 'call' | 'more', string>>): string {
  return `mutation generateCopilotResponse($data: GenerateCopilotResponseInput!, $properties: JSONObject) {
  generateCopilotResponse(data: $data, properties: $properties) {
    threadId
    runId
    ${fields.root}
    ... on CopilotResponse @defer {
      status { ... on BaseResponseStatus { code __typename } ... on FailedResponseStatus { reason details __typename } __typename }
      __typename
    }
    messages @stream {
      __typename
      ... on BaseMessageOutput { id createdAt __typename }
      ... on BaseMessageOutput @defer { status { ... on SuccessMessageStatus { code __typename } __typename } __typename }
      ... on TextMessageOutput { content @stream role ${fields.text} __typename }
      ... on ActionExecutionMessageOutput { name arguments @stream ${fields.call} __typename }
      ... on ResultMessageOutput { result actionExecutionId actionName __typename }
      ${fields.more}
    }
    __typename
  }
}`;
}

const STATES =
  '... on AgentStateMessageOutput { threadId state running agentName nodeName runId active role __typename }';
const EXTENSIONS = 'extensions { openaiAssistantAPI { runId threadId __typename } __typename }';
const META = `${EXTENSIONS} metaEvents @stream { ... on LangGraphInterruptEvent { type name value __typename } __typename }`;
const IMAGES = '... on ImageMessageOutput { format bytes role parentMessageId __typename }';

const SINCE_1_5 = {
  agentStates: [],
  extensions: {},
  forwardedParameters: {},
  metaEvents: [],
  runId: null,
  metadata: { requestType: 'Chat' },
  frontend: { actions: [{ ...ACTION, available: 'enabled' }], url: 'http://page.test/invoices' },
};

export const CLIENT_VERSIONS: readonly ClientVersion[] = [
  {
    version: '1.0.8',
    namesThreads: false,
    query: documentOf({ root: '', text: '', call: 'scope', more: '' }),
    data: {
      frontend: { actions: [ACTION] },
      metadata: { requestType: 'Chat' },
      runId: null,
    },
  },
  {
    version: '1.3.15',
    namesThreads: false,
    query: documentOf({ root: '', text: '', call: 'scope', more: STATES }),
    data: {
      agentStates: [],
      frontend: { actions: [ACTION], url: 'http://page.test/invoices' },
      metadata: { requestType: 'Chat' },
      runId: null,
    },
  },
  {
    version: '1.5.20',
    namesThreads: true,
    query: documentOf({
      root: META,
      text: 'parentMessageId',
      call: 'parentMessageId',
      more: STATES,
    }),
    data: SINCE_1_5,
  },
  {
    version: '1.8.14',
    namesThreads: true,
    query: documentOf({
      root: META,
      text: 'parentMessageId',
      call: 'parentMessageId',
      more: `${IMAGES} ${STATES}`,
    }),
    data: SINCE_1_5,
  },
  {
    version: '1.10.6',
    namesThreads: true,
    query: documentOf({
      root: META,
      text: 'parentMessageId',
      call: 'parentMessageId',
      more: `${IMAGES} ${STATES}`,
    }),
    data: { ...SINCE_1_5, context: [{ description: 'The page', value: 'Invoices' }] },
  },
];

/** The history with the instructions in front that clients write anew for each request. */
export function withInstructions(messages: readonly Fields[]): readonly Fields[] {
  const id = `ck-${crypto.randomUUID()}`;
  return [legacyText({ id, role: 'system', content: 'Please assist.' }), ...messages];
}

/** What a version sends back of a call and its result: it does not know the message of the call. */
export function asSentBack(version: string, message: Fields): readonly Fields[] {
  const { actionExecutionMessage: call, id, createdAt } = message;
  if (call === undefined) return [message];
  const parentMessageId = version === '1.10.6' ? id : null;
  const known = { ...(call as Fields), parentMessageId };
  const empty = legacyText({ id: String(id), role: 'assistant', content: '' });
  const sent = { id, createdAt, actionExecutionMessage: known };
  return version === '1.10.6' ? [empty, sent] : [sent];
}
