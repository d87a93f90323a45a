import type { Message } from '@flightdeck/core';
import { Injectable } from '@nestjs/common';

const LONG_STORY = 'This answer goes on for a while. '.repeat(60);

/** What the agent says, a word at a time. */
@Injectable()
export class Script {
  *wordsFor(question: Message | undefined): Generator<string> {
    yield* this.#answer(question).match(/\s*\S+/g) ?? [];
  }

  #answer(question: Message | undefined): string {
    const content = question?.['content'];
    const text = typeof content === 'string' ? content : '';
    if (/long/i.test(text)) return LONG_STORY;
    return `You said "${text}". I am a script, served by NestJS.`;
  }
}
