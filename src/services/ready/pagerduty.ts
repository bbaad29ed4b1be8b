/** PagerDuty for agents for teams: who is on call, and whether something burns. */
import type { ReadyService } from './ready-service.ts';

const NAME = { name: { description: 'A part of the name.' } };
const INCIDENTS = 'where the way is client_credentials: `services.read incidents.read` in `scope`';

export const PAGERDUTY_READY: ReadyService = {
  connector: 'pagerduty',
  title: 'PagerDuty',
  tools: {
    find_policy: {
      operation: 'policies_named',
      title: 'Find an escalation policy',
      description: 'Find escalation policies by a part of their name.',
      arguments: NAME,
      most: 10,
      fields: { policy_id: { at: 'id', description: 'To ask who_is_on_call for.' }, name: 'name' },
      cache: '10m',
    },
    who_is_on_call: {
      operation: 'on_call_for_policy',
      title: 'Who is on call',
      description: 'List who is on call now for an escalation policy. Level 1 is called first.',
      arguments: { policy_id: { input: 'policy', description: 'policy_id of a policy.' } },
      fields: {
        level: { at: 'escalation_level', type: 'number' },
        name: 'user.name',
        email: { at: 'user.email', type: 'email' },
        until: { at: 'end', type: 'moment', description: 'Missing where it is always them.' },
      },
      cache: '30s',
    },
    find_service: {
      operation: 'services_named',
      title: 'Find a service',
      description: 'Find services that we run by a part of their name, and how they are.',
      needs: INCIDENTS,
      arguments: NAME,
      most: 10,
      fields: {
        service_id: { at: 'id', description: 'To ask open_incidents for.' },
        name: 'name',
        status: {
          at: 'status',
          description: 'active, warning or critical (incidents are open), maintenance or disabled.',
        },
        policy_id: { at: 'escalation_policy.id', description: 'To ask who_is_on_call for.' },
      },
      cache: '30s',
    },
    open_incidents: {
      operation: 'open_incidents',
      title: 'What is open of a service',
      description:
        'List the incidents of a service that are not resolved: how many, how urgent, since when. Never what they are about.',
      needs: INCIDENTS,
      arguments: { service_id: { input: 'service', description: 'service_id of a service.' } },
      most: 25,
      fields: {
        number: { at: 'incident_number', type: 'number' },
        status: { at: 'status', description: 'triggered (nobody is at it) or acknowledged.' },
        urgency: 'urgency',
        since: { at: 'created_at', type: 'moment' },
      },
      cache: '30s',
    },
  },
};
