import { readQuestionId, questionId, type CallAnswers } from '../tools/tool-question.js';
import { openCallAnswers, sealCallAnswers } from './call-answers.js';

const ANSWERS: CallAnswers = new Map([
  [1, { status: 'resolved', payload: { name: 'Änn' } }],
  [3, { status: 'cancelled' }],
]);

describe('the answers that travel with a call', () => {
  it.each([
    ['alone', {}],
    ['in front of what was there', { encryptedValue: 'v1:openai:e30' }],
    ['in front of a value with dots', { encryptedValue: 'a.b~c.' }],
    ['signed', { signature: 'c2ln', encryptedValue: 'v1:openai:e30' }],
  ])('are read again %s', (_, more) => {
    const sealed = sealCallAnswers({ answers: ANSWERS, ...more }) ?? '';
    expect(openCallAnswers(sealed)).toEqual({
      answers: ANSWERS,
      signature: undefined,
      encryptedValue: undefined,
      ...more,
    });
  });

  it('are not sealed if they are too long to be read again', () => {
    const payload = 'x'.repeat(1_048_576);
    expect(
      sealCallAnswers({ answers: new Map([[1, { status: 'resolved', payload }]]) }),
    ).toBeNull();
  });

  it.each(['', 'v1:openai:e30', 'answers1', 'answers1.', 'Answers1.W10.'])(
    'are none in %j, which is left as it is',
    (value) => {
      expect(openCallAnswers(value)).toEqual({ answers: new Map(), encryptedValue: value });
    },
  );

  it.each([
    'answers1..x',
    'answers1.!!.x',
    'answers1.e30.x',
    'answers1.W251bGwsWzFdLFsieCIse31dXQ.x',
  ])('are none in the damaged %j', (value) => {
    expect(openCallAnswers(value)).toMatchObject({ answers: new Map(), encryptedValue: 'x' });
  });
});

describe('the id of a question', () => {
  it('is that of the call, and a number from the second one on', () => {
    expect([1, 2, 10].map((position) => questionId('c1', position))).toEqual([
      'c1',
      'c1#2',
      'c1#10',
    ]);
  });

  it.each([
    ['c1#2', { toolCallId: 'c1', position: 2 }],
    ['c#3#12', { toolCallId: 'c#3', position: 12 }],
    ['c1', null],
    ['c1#', null],
    ['c1#1', null],
    ['c1#02', null],
    ['c1#99999', null],
    ['#2', null],
  ])('%j is read as %j', (id, expected) => {
    expect(readQuestionId(id)).toEqual(expected);
  });
});
