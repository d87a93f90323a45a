import { useFrontendTool } from '@copilotkit/react-core/v2';
import { z } from 'zod';
import { pageColours, setPageColourTool, type PageColour } from '../colours.js';

const parameters = z.object({
  colour: z.enum(pageColours).describe('Colour that the page shall take.'),
});

// The style sheet derives every tint from one hue.
const hues: Readonly<Record<PageColour, number>> = {
  red: 8,
  orange: 45,
  yellow: 85,
  green: 145,
  teal: 185,
  blue: 250,
  purple: 300,
  pink: 350,
};

/** Registers the tool with which the agent paints this page. It runs in the browser. */
export function usePageColourTool(): void {
  useFrontendTool<z.infer<typeof parameters>>({
    name: setPageColourTool,
    description: 'Changes the colour of the page.',
    parameters,
    handler: async ({ colour }) => {
      paintPage(colour);
      return `the page is ${colour} now.`;
    },
    render: ({ args, result }) => <ColourCard colour={args.colour} done={result !== undefined} />,
  });
}

function paintPage(colour: PageColour): void {
  const { style, dataset } = document.documentElement;
  style.setProperty('--hue', String(hues[colour]));
  dataset['pageColour'] = colour;
}

interface ColourCardProps {
  /** Unknown while the arguments of the call still arrive. */
  colour: PageColour | undefined;
  done: boolean;
}

function ColourCard({ colour, done }: ColourCardProps) {
  const swatch = colour && { background: `oklch(0.62 0.16 ${hues[colour]})` };
  return (
    <div className="tool-card">
      <span className="tool-swatch" style={swatch} />
      <span>
        <code>{setPageColourTool}</code> {done ? 'ran' : 'runs'} in your browser
        {colour && `: ${colour}`}
      </span>
    </div>
  );
}
