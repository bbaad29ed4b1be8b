/** How many of something, as a person says it: `1 link`, `1,234 links`. */
import { count } from './progress-line.ts';

export function counted(number: number, one: string, several = `${one}s`): string {
  return `${count(number)} ${number === 1 ? one : several}`;
}
