import type { AguiMessage } from './agui-message.js';
import { withResumeAnswers } from './resume-answers.js';

const CALLS: AguiMessage = {
  id: 'a',
  role: 'assistant',
  toolCalls: ['c1', 'c2'].map((id) => ({ id, function: { name: 'approve', arguments: '{}' } })),
};
const LATER: AguiMessage = { id: 'u', role: 'user', content: 'Well?' };

const answer = (id: string, content: string): AguiMessage => ({
  id: `resume-${id}`,
  role: 'tool',
  toolCallId: id,
  content,
});

describe('answers of a resumed run', () => {
  it.each<[title: string, entry: object, content: string]>([
    ['a payload', { status: 'resolved', payload: { ok: true } }, '{"ok":true}'],
    ['a text', { status: 'resolved', payload: 'yes' }, '"yes"'],
    ['a payload of null', { status: 'resolved', payload: null }, 'null'],
    ['false', { status: 'resolved', payload: false }, 'false'],
    ['no payload', { status: 'resolved' }, '{"status":"resolved"}'],
    ['a cancellation', { status: 'cancelled', payload: { ok: true } }, '{"status":"cancelled"}'],
  ])('stand behind their call: %s [history.resume]', (_, entry, content) => {
    expect(withResumeAnswers([CALLS, LATER], [{ interruptId: 'c1', ...entry }])).toEqual([
      CALLS,
      answer('c1', content),
      LATER,
    ]);
  });

  it('stand in the order of the calls', () => {
    const resume = ['c2', 'c1'].map((interruptId) => ({
      interruptId,
      status: 'resolved',
      payload: 1,
    }));
    expect(withResumeAnswers([CALLS, LATER], resume)).toEqual([
      CALLS,
      answer('c1', '1'),
      answer('c2', '1'),
      LATER,
    ]);
  });

  it('are left out where the history has one', () => {
    const result: AguiMessage = { id: 't', role: 'tool', toolCallId: 'c1', content: 'no' };
    const resume = [{ interruptId: 'c1', status: 'resolved', payload: 'yes' }];
    expect(withResumeAnswers([CALLS, result], resume)).toEqual([CALLS, result]);
  });

  it('go to the end without a call', () => {
    const resume = [{ interruptId: 'x', status: 'resolved' }];
    expect(withResumeAnswers([CALLS, LATER], resume)).toEqual([
      CALLS,
      LATER,
      answer('x', '{"status":"resolved"}'),
    ]);
  });

  it.each([undefined, null, 'text', {}, [null, 7, {}, { interruptId: 3 }, { interruptId: '' }]])(
    'are none in %j',
    (resume) => {
      expect(withResumeAnswers([CALLS], resume)).toEqual([CALLS]);
    },
  );
});
