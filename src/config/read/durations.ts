/** Lengths of time as files write them: `300ms`, `30s`, `15m`, `6h`, `1d`. The schemas say which of these may stand where. */
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

export function millisecondsOf(duration: string): number {
  const [, number = '', unit = ''] = /^(\d+)([a-z]+)$/.exec(duration) ?? [];
  const unitMs = UNITS[unit];
  if (number === '' || unitMs === undefined) throw new RangeError(`${duration} is no length of time.`);
  return Number(number) * unitMs;
}
