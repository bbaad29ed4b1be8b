/** Callers whose customer must or may be stated, and nobody can; or whose platform states one that nobody looks at. */
import type { ConfigDocument } from '../yaml/document.ts';
import type { CallerDeclaration, Workspace } from '../workspace.ts';

export function warnOfBindings(document: ConfigDocument, { callers }: Workspace): void {
  for (const { id, binding, carrier, assertions } of callers) {
    if (binding === 'off' && assertions !== null)
      document.warning(
        ['callers', id, 'assertions'],
        `\`${id}\` is bound to no customer, so nobody looks at its assertions.`,
        'Write `binding: required`, or delete `assertions`.',
        'key',
      );
    if (binding !== 'off' && assertions === null) warnOfNobody(document, id, binding);
    if (binding === 'optional' && carrier === 'argument')
      document.warning(
        ['callers', id, 'carrier'],
        `The model itself decides whether \`${id}\` is bound: it may leave the argument out.`,
        'Write `binding: required`, or another `carrier`.',
      );
  }
}

const NOBODY_STATES: Readonly<Record<Exclude<CallerDeclaration['binding'], 'off'>, string>> = {
  required: 'so it is always answered with the fallback',
  optional: 'so it is never bound and may name any',
};

function warnOfNobody(document: ConfigDocument, id: string, binding: keyof typeof NOBODY_STATES): void {
  const message = `Nobody is registered to state who the customer of \`${id}\` is, ${NOBODY_STATES[binding]}.`;
  const mend = 'Add `assertions`, or write `binding: "off"`.';
  if (document.has(['callers', id, 'binding'])) document.warning(['callers', id, 'binding'], message, mend);
  else document.warning(['callers', id], message, mend, 'key');
}
