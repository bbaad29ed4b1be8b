/** What has changed in an operation from one version of its document to the next. */
import type { KeptOperation } from './kept.ts';

export type Change = {
  readonly what: string;
  /** The field of the reply that is gone or is of another type now. */
  readonly field?: string;
  /** The input that is gone, or is needed now. */
  readonly input?: string;
  readonly isNeeded?: boolean;
  /** What it replies now, where it was the other. */
  readonly returns?: 'one' | 'list';
};

export function changesIn(before: KeptOperation, after: KeptOperation): readonly Change[] {
  const changes = [
    ...inputChanges(before.inputs, after.inputs),
    ...returnChanges(before, after),
    ...fieldChanges(before.fields, after.fields),
  ];
  const isOther = before.text.source !== after.text.source || before.text.tool !== after.text.tool;
  return changes.length === 0 && isOther ? [{ what: 'its request or its wording is another' }] : changes;
}

function returnChanges(before: KeptOperation, after: KeptOperation): readonly Change[] {
  const [was, now] = [before, after].map(({ text }) => /^ {2}returns: one$/m.test(text.tool));
  if (was === now) return [];
  return now === true
    ? [{ what: 'it replies one record now, not a list', returns: 'one' }]
    : [{ what: 'it replies a list now, not one record', returns: 'list' }];
}

function inputChanges(before: KeptOperation['inputs'], after: KeptOperation['inputs']): readonly Change[] {
  return [
    ...Object.entries(before).flatMap(([input, was]): readonly Change[] => {
      const now = after[input];
      if (now === undefined) return [{ what: `input \`${input}\` is gone`, input }];
      return [
        ...(now.type === was.type ? [] : [{ what: `input \`${input}\` is ${now.type} now, not ${was.type}`, input }]),
        ...(now.required === was.required
          ? []
          : [
              {
                what: `input \`${input}\` ${now.required ? 'is needed now' : 'may be left out now'}`,
                input,
                isNeeded: now.required,
              },
            ]),
      ];
    }),
    ...Object.entries(after)
      .filter(([input]) => !Object.hasOwn(before, input))
      .map(([input, { required }]) => ({
        what: `input \`${input}\` is new${required ? ', and needed' : ''}`,
        input,
        isNeeded: required,
      })),
  ];
}

function fieldChanges(before: KeptOperation['fields'], after: KeptOperation['fields']): readonly Change[] {
  return [
    ...Object.entries(before).flatMap(([field, was]): readonly Change[] => {
      const now = after[field];
      if (now === undefined) return [{ what: `\`${field}\` of the reply is gone`, field }];
      return now === was || now === '' || was === ''
        ? []
        : [{ what: `\`${field}\` of the reply is ${now} now, not ${was}`, field }];
    }),
    ...Object.keys(after)
      .filter((field) => !Object.hasOwn(before, field))
      .map((field) => ({ what: `\`${field}\` of the reply is new` })),
  ];
}
