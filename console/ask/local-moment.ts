/** Between a moment (ISO 8601) and the wall time of the viewer's zone, as the browser's own field has it. */

/** Empty for now. */
export function toLocal(at: string | null): string {
  if (at === null) return '';
  const date = new Date(at);
  const wallMs = date.getTime() - date.getTimezoneOffset() * 60_000;
  return new Date(wallMs).toISOString().slice(0, 16);
}

/** Null for what is no whole moment (yet). */
export function fromLocal(wall: string): string | null {
  const date = new Date(wall);
  return wall === '' || Number.isNaN(date.getTime()) ? null : `${date.toISOString().slice(0, 19)}Z`;
}
