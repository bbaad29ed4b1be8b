/** The text of each file that `concierge init` writes, by its path in the workspace. Small, commented, and it runs as it is. */

const CONCIERGE = `# yaml-language-server: $schema=.schemas/concierge.schema.json
#
# What may be said about your own people, and to whom.
# Who is routed where stands in guardrails/, what is read from which export in sources/.
# After each change: concierge check

company: Your Company
timezone: Europe/Berlin # "today" of every rule

# Always there, whoever asks and whatever is down.
fallback: { team: customer-success }

# What rules may know about an account. A source fills each of them.
facts:
  account.tier: { type: enum, values: [VIP, Standard] }
  account.renewal_date: { type: date }
  account.days_to_renewal: { type: integer, days_until: account.renewal_date } # computed

# What an agent may say that a question is about.
topics: [billing, commercial, technical]

teams:
  customer-success:
    name: Customer Success
    email: success@yourcompany.example
    members: { role: CSM } # the same account meets the same person
  sales: { name: Sales, email: sales@yourcompany.example } # no members: always the team itself
  priority-desk: { name: Priority desk, email: priority@yourcompany.example, hours: always }

calendars:
  office: { timezone: Europe/Berlin, hours: { mon-fri: "09:00-17:30" }, holidays: { country: DE, state: BE } }

# Nothing else leaves: addresses of these domains, and links that begin like these.
approved:
  email_domains: [yourcompany.example]
  links: ["https://calendly.com/yourcompany-"]

# The agents that may ask. For one that talks to customers, whom its chat platform states: concierge caller add
callers:
  support-copilot:
    audience: teams
    binding: "off" # at the side of your own people, so it may name any customer
`;

const ESCALATION = `# yaml-language-server: $schema=../.schemas/escalation.schema.json
#
# "Who should I route this customer to?" Rows are tried from top to bottom, the first whose \`when\` fits decides.
# Its route is walked from left to right until somebody is there; last comes the fallback of concierge.yaml.

decision: escalation_contact

rules:
  - id: vip
    when: { account.tier: VIP }
    route: [role:CSM, backup, manager, team:priority-desk]
    reason: { default: priority_desk, role: named_csm, backup: covering, manager: covering }

  - id: renewal
    when: { account.days_to_renewal: 0..90, topic: commercial }
    route: [role:AE, backup, team:sales]
    reason: renewal

  - id: otherwise
    route: [role:CSM, backup]
    reason: { default: your_team, role: named_csm, backup: covering }

# What the customer reads. Add languages as you need them.
reasons:
  named_csm: { en: Your dedicated Success Manager, de: Ihre persönliche Ansprechperson }
  covering: { en: Standing in for your Success Manager, de: In Vertretung Ihrer persönlichen Ansprechperson }
  priority_desk: { en: Our priority desk, de: Unser Team für dringende Anliegen }
  renewal: { en: Your contact for the renewal, de: Ihre Ansprechperson für die Verlängerung }
  your_team: { en: Your Customer Success team, de: Ihr Customer-Success-Team }
`;

const HEALTH = `# yaml-language-server: $schema=../.schemas/health.schema.json
#
# How an account is doing, for the agent's own judgement: Healthy, At Risk, Churned or Unknown.

decision: account_health

rules:
  - id: renewal-overdue
    when: { account.days_to_renewal: { below: 0 } }
    status: At Risk

  - id: otherwise
    status: Unknown
`;

const SERVICE = `# yaml-language-server: $schema=../.schemas/cx_concierge.schema.json
#
# Which tools each audience has, and which fields of a contact it sees beside kind, name and email.

service: cx_concierge

audiences:
  customers:
    tools: [get_escalation_contact, get_account_team] # no get_account_health
    fields: [title, role, booking_link]

team_roles: [CSM, AE] # the order in which get_account_team names people
`;

const SCENARIOS = `# yaml-language-server: $schema=../.schemas/scenarios.schema.json
#
# What you expect of the rows in guardrails/. After each change: concierge test

given: { at: 2026-11-23T10:00:00+01:00 } # a Monday; every scenario has a moment

scenarios:
  - name: A VIP meets the Success Manager
    given: { facts: { account.tier: VIP }, assignments: { CSM: jonah.reyes@yourcompany.example } }
    expect: { contact: jonah.reyes@yourcompany.example, reason: named_csm, row: vip }

  - name: A VIP whose Success Manager left meets the deputy
    given:
      facts: { account.tier: VIP }
      assignments: { CSM: petra.kovacs@yourcompany.example }
      people: { petra.kovacs@yourcompany.example: { left: yes, deputy: ida.brandt@yourcompany.example } }
    expect: { contact: ida.brandt@yourcompany.example, reason: covering, row: vip }

  - name: A question about the contract, weeks before its renewal, goes to sales
    given: { facts: { account.days_to_renewal: 60 }, topic: commercial }
    expect: { contact: team:sales, reason: renewal, row: renewal }

  - name: Harbor & Vine, a real account, meets somebody who still works here
    given: { account: 1002 }
    expect: { not_contact: petra.kovacs@yourcompany.example, row: otherwise }
`;

const PEOPLE = `# yaml-language-server: $schema=../.schemas/source.schema.json
#
# Your own people. Only what is mapped here is read; a bare word is a column.

source: people
connector: file

reads:
  people: { path: ../data/people.csv }

records:
  - person:
      from: people
      id: { column: Email, in: email }
      name: Name
      title: Title
      email: Email
      active: { column: Status, values: { Active: true, Left: false } }
      roles: { column: Role, values: { CSM: CSM, AE: AE } } # another word is left out, and said so
      booking_link: Booking link
      manager: { column: Manager, in: email }
      deputy: { column: Deputy, in: email }
`;

const ACCOUNTS = `# yaml-language-server: $schema=../.schemas/source.schema.json
#
# Your customers, and who looks after them.

source: accounts
connector: file

reads:
  accounts: { path: ../data/accounts.csv }

records:
  - account:
      from: accounts
      id: { column: Account ID, in: crm }
      name: Account
      domain: Domain
      facts:
        account.tier: Tier
        account.renewal_date: { column: Renewal, format: yyyy-MM-dd }
      assignments:
        - { role: CSM, person: { column: CSM, in: email } }
        - { role: AE, person: { column: AE, in: email } }
  - contact:
      from: accounts
      email: Contact
      account: { column: Account ID, in: crm }
`;

const PEOPLE_CSV = `Name,Title,Email,Role,Status,Manager,Deputy,Booking link
Mara Lindholm,Head of Customer Success,mara.lindholm@yourcompany.example,,Active,,,
Jonah Reyes,Customer Success Manager,jonah.reyes@yourcompany.example,CSM,Active,mara.lindholm@yourcompany.example,ida.brandt@yourcompany.example,https://calendly.com/yourcompany-jonah
Ida Brandt,Customer Success Manager,ida.brandt@yourcompany.example,CSM,Active,mara.lindholm@yourcompany.example,jonah.reyes@yourcompany.example,https://calendly.com/yourcompany-ida
Tomasz Zielinski,Account Executive,tomasz.zielinski@yourcompany.example,AE,Active,mara.lindholm@yourcompany.example,,
Petra Kovacs,Customer Success Manager,petra.kovacs@yourcompany.example,CSM,Left,mara.lindholm@yourcompany.example,ida.brandt@yourcompany.example,
`;

const ACCOUNTS_CSV = `Account ID,Account,Domain,Tier,Renewal,CSM,AE,Contact
1001,Northlight Optics,northlight.example,VIP,2027-06-30,jonah.reyes@yourcompany.example,tomasz.zielinski@yourcompany.example,lena@northlight.example
1002,Harbor & Vine,harborvine.example,Standard,2027-01-31,petra.kovacs@yourcompany.example,tomasz.zielinski@yourcompany.example,sam@harborvine.example
1003,Kestrel Press,kestrelpress.example,Standard,,,,office@kestrelpress.example
`;

export const STARTER_FILES: Readonly<Record<string, string>> = {
  'concierge.yaml': CONCIERGE,
  'guardrails/escalation.yaml': ESCALATION,
  'guardrails/health.yaml': HEALTH,
  'services/cx_concierge.yaml': SERVICE,
  'scenarios/first.yaml': SCENARIOS,
  'sources/people.yaml': PEOPLE,
  'sources/accounts.yaml': ACCOUNTS,
  'data/people.csv': PEOPLE_CSV,
  'data/accounts.csv': ACCOUNTS_CSV,
};
