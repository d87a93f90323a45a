import type { BaseEvent } from '@flightdeck/core';
import { isRecord } from '../../internal/is-record.js';
import { langChainMessage } from './lang-chain-message.js';
import type { TypedFields } from './patch-list.js';

/** An interrupt as AG-UI 1.0 has it in the outcome of a run. */
export type Interrupt = Readonly<Record<string, unknown>> & { readonly id: string };

/** With what interrupts a run has ended. */
export function interruptsOf({ outcome }: BaseEvent): Interrupt[] {
  if (!isRecord(outcome) || outcome.type !== 'interrupt') return [];
  const { interrupts } = outcome;
  return Array.isArray(interrupts) ? interrupts.filter(isInterrupt) : [];
}

function isInterrupt(value: unknown): value is Interrupt {
  return isRecord(value) && typeof value.id === 'string';
}

export function metaEventOfOutcome(interrupt: Interrupt): TypedFields {
  return plainInterrupt(interrupt);
}

const VALUE = '__copilotkit_interrupt_value__';
const MESSAGES = '__copilotkit_messages__';

/** The value of an `on_interrupt` event: with messages, where CopilotKit's own SDK has raised it. */
export function metaEventOfInterrupt(
  raised: unknown,
  context: { readonly newId: () => string; readonly now: () => number },
): TypedFields {
  const value = typeof raised === 'string' ? parsed(raised) : raised;
  if (!isRecord(value) || !Object.hasOwn(value, VALUE)) return plainInterrupt(raised);
  const messages = Array.isArray(value[MESSAGES]) ? value[MESSAGES] : [];
  return {
    __typename: 'CopilotKitLangGraphInterruptEvent',
    type: 'MetaEvent',
    name: 'CopilotKitLangGraphInterruptEvent',
    data: {
      __typename: 'CopilotKitLangGraphInterruptEventData',
      value: asText(value[VALUE]),
      messages: messages.flatMap((message: unknown) => langChainMessage(message, context)),
    },
  };
}

function plainInterrupt(value: unknown): TypedFields {
  const name = 'LangGraphInterruptEvent';
  return { __typename: name, type: 'MetaEvent', name, value: asText(value) };
}

function asText(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
