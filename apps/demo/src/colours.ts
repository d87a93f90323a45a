/** Colours that the page can take, by the name that a person would type. */
export const pageColours = [
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'purple',
  'pink',
] as const;

export type PageColour = (typeof pageColours)[number];

/** Name of the tool that the page offers and the scripted agent calls. */
export const setPageColourTool = 'setPageColour';
