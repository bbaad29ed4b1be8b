/** The story that is told by default: three customers of the sample company, and the help pages of its product. */
import type { HelpPage } from './briefing.ts';

export type Scene = { readonly title: string; readonly email: string | null; readonly messages: readonly string[] };

export const SCENES: readonly Scene[] = [
  {
    title: 'A VVIP, whose Success Manager is there for her',
    email: 'aoife.brannigan@quillhaven.example',
    messages: [
      'How do I invite a colleague to our workspace?',
      'Thanks. I want to speak to my Customer Success Manager.',
    ],
  },
  {
    title: 'A customer whose Success Manager is on leave',
    email: 'clementine@bayoulantern.example',
    messages: ['Marcus has not answered my e-mails since last week. Can I talk to somebody?'],
  },
  {
    title: 'Somebody whom no system knows',
    email: 'someone@unheard-of.example',
    messages: ['Could you bring down our delivery costs to Norway?'],
  },
];

export const HELP_PAGES: readonly HelpPage[] = [
  {
    question: 'Inviting a colleague to your workspace',
    answer:
      'Open Settings, People, and choose Invite: your colleague gets an e-mail with a link that is good for a week.',
  },
  {
    question: 'Resetting a forgotten password',
    answer: 'Choose "Forgot password?" on the sign-in page: a link to set a new one comes by e-mail.',
  },
  {
    question: 'Exporting a report as a spreadsheet',
    answer: 'Open the report and choose Export, then the format. Large reports arrive by e-mail.',
  },
];
