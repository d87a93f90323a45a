import { useAgent, useInterrupt, useRenderTool } from '@copilotkit/react-core/v2';
import { booking, type Booking } from '../booking.js';
import { bookTableTool } from '../tool-names.js';

/** Asks the person, in the chat, for whatever the agent waits for, and shows later what was decided. */
export function useBookingCard(): void {
  useRenderTool({
    name: bookTableTool,
    parameters: booking,
    render: ({ result }) => (result === undefined ? null : <Decided result={result} />),
  });
  const { agent } = useAgent();
  useInterrupt({
    render: ({ interrupt, resolve }) => {
      const decide = (approved: boolean) => void resolve({ approved }).catch(() => undefined);
      return (
        <section className="card" aria-label="Decision">
          <h3>{interrupt?.message ?? 'The agent asks you'}</h3>
          <BookingText booking={bookingIn(agent.messages, interrupt?.toolCallId)} />
          <div className="decision">
            <button type="button" className="approve" onClick={() => decide(true)}>
              Approve
            </button>
            <button type="button" onClick={() => decide(false)}>
              Decline
            </button>
          </div>
        </section>
      );
    },
  });
}

type Messages = ReturnType<typeof useAgent>['agent']['messages'];

/** The arguments of the call that waits. */
function bookingIn(messages: Messages, toolCallId: string | undefined): Booking | null {
  const calls = messages.flatMap((message) =>
    message.role === 'assistant' ? (message.toolCalls ?? []) : [],
  );
  const call = calls.findLast(({ id }) => id === toolCallId);
  if (call === undefined) return null;
  try {
    return booking.safeParse(JSON.parse(call.function.arguments)).data ?? null;
  } catch {
    return null;
  }
}

function BookingText({ booking }: { booking: Booking | null }) {
  if (booking === null) return null;
  const { guests, time } = booking;
  return (
    <p>
      A table for <strong>{guests}</strong> at <strong>{time}</strong>
    </p>
  );
}

function Decided({ result }: { result: string }) {
  const approved = /"approved":\s*true/.test(result);
  return <div className="tool-card">{approved ? '✓ You approved' : '✗ You declined'}</div>;
}
