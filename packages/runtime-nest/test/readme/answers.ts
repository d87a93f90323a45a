import { Injectable } from '@nestjs/common';

@Injectable()
export class Answers {
  async find(question: unknown): Promise<string> {
    const { content } = question as { content: string };
    return `You asked: ${content}`;
  }
}
