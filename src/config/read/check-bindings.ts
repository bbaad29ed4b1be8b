/** Callers whose customer must or may be stated, and nobody can; or whose platform states one that nobody looks at. */
import type { ConfigDocument } from '../yaml/document.ts';
import type { CallerDeclaration, Workspace } from '../workspace.ts';

export function warnOfBindings(document: ConfigDocument, workspace: Workspace): void {
  warnOfUnstated(document, workspace);
  const { callers } = workspace;
  for (const caller of callers) if (!mayAskForContact(caller, workspace)) warnOfNoContact(document, caller.id);
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

/** A tool about a customer is answered to agents for customers and partners where the platform states who that is, and never else. */
function warnOfUnstated(document: ConfigDocument, { callers, services }: Workspace): void {
  for (const { id, audience, binding, services: listed } of callers) {
    if (audience === 'teams' || binding !== 'off') continue;
    const useless = services.filter(
      ({ name, tools }) =>
        listed.includes(name) &&
        tools.some(({ customer, audiences }) => customer !== null && audiences.includes(audience)),
    );
    for (const { name } of useless)
      document.warning(
        ['callers', id, 'services'],
        `\`${id}\` is bound to no customer, so what \`${name}\` has about customers is never answered to it.`,
        'Write `binding: required` with `assertions`, or take the service out.',
      );
  }
}

function mayAskForContact({ audience, scopes, services }: CallerDeclaration, { service }: Workspace): boolean {
  if (!services.includes(service.name)) return true;
  return scopes.includes('concierge:route') && service.audiences[audience].tools.includes('get_escalation_contact');
}

function warnOfNoContact(document: ConfigDocument, id: string): void {
  const message = `\`${id}\` has no get_escalation_contact, so its customers can end at nobody.`;
  const mend = 'Give it the scope `concierge:route`, and its audience the tool.';
  document.warning(['callers', id], message, mend, 'key');
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
