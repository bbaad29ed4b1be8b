/** Options that several commands take, so that they mean the same everywhere. */

/** For `option(...DEPLOYMENT)`. */
export const DEPLOYMENT = [
  '--deployment <file>',
  'deployment file (default: DIR/deployment.yaml where there is one)',
] as const;

/** For an option that may be given again: all that was given. */
export function gathered(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}
