import { describe, expect, it } from '@jest/globals';
import { growthPerItem, NO_GROWTH } from '@flightdeck/testing';
import { operationNameOf } from './operation-name.js';

describe('the operation of a document', () => {
  it.each([
    [
      'query availableAgents {\n  availableAgents {\n    agents { name }\n  }\n}',
      'availableAgents',
    ],
    ['{ hello }', 'hello'],
    ['{ __typename hello }', 'hello'],
    [
      'query loadAgentState($data: LoadAgentStateInput!) { loadAgentState(data: $data) { state } }',
      'loadAgentState',
    ],
    [
      '# a comment\nmutation x($data: Y!) { generateCopilotResponse(data: $data) { threadId } }',
      'generateCopilotResponse',
    ],
    ['query { hello } fragment f on A { b }', 'hello'],
  ])('is read from %s', (query, name) => {
    expect(operationNameOf(query, undefined)).toBe(name);
  });

  it('is the one that is named, where there are several', () => {
    const query = 'query a { hello } query b { availableAgents { agents { id } } }';
    expect(operationNameOf(query, 'b')).toBe('availableAgents');
  });

  it.each([
    'query IntrospectionQuery { __schema { types { name } } }',
    '{ me { name } }',
    '{ greeting: hello }',
    'subscription s { hello }',
    'mutation { deleteEverything }',
    'hello',
    '',
    '{',
    '}}} { hello }',
  ])('is none in %j', (query) => {
    expect(operationNameOf(query, 'hello')).toBeNull();
  });

  it('is none in what is longer than any document of these clients', () => {
    expect(operationNameOf(`query { hello } ${' '.repeat(60_000)}`, 'hello')).toBeNull();
  });

  it.each(['query ', 'mutation{', '{ hello } ', 'query(', '#'])(
    'is found in a time that grows with a document that repeats %j',
    (text) => {
      const documents = (length: number): string[] => {
        const document = text.repeat(length / text.length);
        return [document, `query${document.replace(/\W/g, 'a')}`];
      };
      const find = (texts: readonly string[]): void => {
        for (const document of texts) operationNameOf(document, 'other');
      };
      expect(growthPerItem(1_400, documents, find)).toBeLessThan(NO_GROWTH);
    },
  );
});
