/** What every client must find at the sample company, whatever its wire and revision. */
export const TOOL_NAMES = ['get_escalation_contact', 'get_account_team', 'get_account_health'];

export const ASKED = { customer_email: 'aoife.brannigan@quillhaven.example' };

/** A VVIP with her named Success Manager. */
export const SARAH = {
  kind: 'person',
  name: 'Sarah Jenkins',
  email: 'sarah.jenkins@acme.example',
  booking_link: 'https://calendly.com/acme-sarah',
};
