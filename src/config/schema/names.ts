/** Names that a leader gives, as schemas: what they may look like, and one sentence that says so. */
import { z } from 'zod';

/** `customer-success`, `cs_workbook`: the name of a team, calendar, source, reason, caller, topic or row. */
export const nameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_-]{0,62}$/, 'Use lower-case letters, digits, `-` and `_`, like `customer-success`.');

/** `account.tier`: at least two words, with dots. */
export const factNameSchema = z
  .string()
  .regex(/^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$/, 'Use lower-case words with a dot, like `account.tier`.');

export const textSchema = z.string().min(1);

/** A word that YAML may take for a number or a truth; its source text is what counts. */
export const wordSchema = z.union([z.string(), z.number(), z.boolean()]);

export const daySchema = z
  .string()
  .regex(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'Write a day as year-month-day, like `2026-12-24`.');

export const yearlyDaySchema = z
  .string()
  .regex(
    /^(\d{4}-)?(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/,
    'Write a day like `2026-12-24`, or like `12-24` for every year.',
  );

export const emailSchema = z
  .string()
  .regex(/^[^\s@<>"]+@[a-z0-9-]+(\.[a-z0-9-]+)+$/i, 'Write one e-mail address, like `success@acme.example`.');

export const languageSchema = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$/, 'Write a language tag, like `de` or `pt-BR`.');
