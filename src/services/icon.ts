/** The icon that clients show beside the tools: a service bell, as a data URI, so that nothing is fetched. */
const BELL =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#4263eb" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><path d="M4 16a8 8 0 0 1 16 0z"/><path d="M2 20h20M12 8V5M10 5h4"/></svg>';

export const TOOL_ICON = {
  src: `data:image/svg+xml;base64,${Buffer.from(BELL).toString('base64')}`,
  mimeType: 'image/svg+xml',
  sizes: ['any'],
} as const;
