import { ModelFailure } from './model-failure.js';
import { baseUrlOf, keyOf, requiredKey, settingsOf, variable } from './provider-plan.js';
import type { ProviderEntry, ProviderSource } from './provider-plan.js';

interface KeyedProvider {
  readonly packageName: string;
  readonly create: string;
  readonly label: string;
  readonly keyNames: readonly string[];
  readonly urlNames: readonly string[];
  readonly defaultUrl: string;
}

/** A provider with one key and one address. */
export function keyedProvider(provider: KeyedProvider): ProviderEntry {
  return {
    label: () => provider.label,
    plan: (source) => ({
      packageName: provider.packageName,
      create: [provider.create],
      settings: settingsOf(source, {
        apiKey: requiredKey(source, provider.keyNames),
        // Always told: else the package looks at variables of its own.
        baseURL: baseUrlOf(source, provider.urlNames) ?? provider.defaultUrl,
      }),
    }),
  };
}

/** The model id is the name of a deployment. */
export const azure: ProviderEntry = {
  label: ({ api }) => (api === 'chat' ? 'azure.chat' : 'azure.responses'),
  plan: (source) => {
    const baseURL = baseUrlOf(source, ['AZURE_BASE_URL']);
    const resourceName = variable(source, ['AZURE_RESOURCE_NAME']);
    if (baseURL === undefined && resourceName === undefined) {
      throw lacking(source, 'AZURE_RESOURCE_NAME or AZURE_BASE_URL, or the option "baseURL"');
    }
    const apiKey = requiredKey(source, ['AZURE_API_KEY']);
    return {
      packageName: '@ai-sdk/azure',
      create: ['createAzure'],
      settings: settingsOf(
        source,
        baseURL === undefined ? { apiKey, resourceName } : { apiKey, baseURL },
      ),
      method: source.api === 'chat' ? 'chat' : 'responses',
    };
  },
};

/** A bearer token, or an access key; for roles and profiles pass a model object. */
export const bedrock: ProviderEntry = {
  label: () => 'amazon-bedrock',
  plan: (source) => {
    const apiKey = keyOf(source, ['AWS_BEARER_TOKEN_BEDROCK']);
    const accessKeyId = variable(source, ['AWS_ACCESS_KEY_ID']);
    const secretAccessKey = variable(source, ['AWS_SECRET_ACCESS_KEY']);
    const region = variable(source, ['AWS_REGION', 'AWS_DEFAULT_REGION']);
    if (apiKey === undefined && (accessKeyId === undefined || secretAccessKey === undefined)) {
      throw lacking(
        source,
        'AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or the option "apiKey"',
      );
    }
    if (region === undefined) throw lacking(source, 'AWS_REGION');
    const sessionToken = variable(source, ['AWS_SESSION_TOKEN']);
    const signing =
      apiKey === undefined ? { accessKeyId, secretAccessKey, sessionToken } : { apiKey };
    return {
      packageName: '@ai-sdk/amazon-bedrock',
      create: ['createAmazonBedrock'],
      settings: settingsOf(source, { ...signing, region, baseURL: baseUrlOf(source, []) }),
    };
  },
};

/** Google's own credentials, or a key for express mode; the option `apiKey` is ignored, as upstream. */
export const vertex: ProviderEntry = {
  label: () => 'google.vertex.chat',
  plan: (source) => {
    const apiKey = variable(source, ['GOOGLE_VERTEX_API_KEY']);
    const project = variable(source, ['GOOGLE_VERTEX_PROJECT']);
    const location = variable(source, ['GOOGLE_VERTEX_LOCATION']);
    if (apiKey === undefined && (project === undefined || location === undefined)) {
      throw lacking(
        source,
        'GOOGLE_VERTEX_PROJECT and GOOGLE_VERTEX_LOCATION, or GOOGLE_VERTEX_API_KEY',
      );
    }
    return {
      packageName: '@ai-sdk/google-vertex',
      create: ['createVertex', 'createGoogleVertex'],
      settings: settingsOf(source, {
        ...(apiKey === undefined ? { project, location } : { apiKey }),
        baseURL: baseUrlOf(source, []),
      }),
    };
  },
};

function lacking(source: ProviderSource, what: string): ModelFailure {
  return new ModelFailure('auth_failed', `"${source.name}" is not set up: set ${what}.`);
}
