/**
 * Columns that nothing is ever proposed of, and whose values are never looked at: what people write freely, and what is nobody's
 * business here: pay, birth, health, home, private numbers. By their names, in a few languages; rather one name too many.
 */
import { isFreeText } from '../kit/http/free-text.ts';
import { wordsOf } from './column-words.ts';

const PRIVATE = new Set(
  [
    'salary salaries wage wages pay payroll payment compensation bonus commission gehalt lohn salaire',
    'birth birthday birthdate dob geburtstag geburtsdatum age gender sex religion ethnicity race nationality marital',
    'health illness sick sickness disability medical insurance pregnancy',
    'home private personal emergency passport ssn tax iban bank password secret token',
    'phone mobile fax telephone telefon handy street adresse postcode zip',
    'performance rating appraisal warning disciplinary termination terminated',
    'detail details signature reason why summary feedback opinion story',
  ].flatMap((line) => line.split(' ')),
);
/** Of a customer, these are no private matter. */
const OF_ACCOUNTS = new Set(['health', 'rating']);
const ACCOUNT = new Set(['account', 'customer', 'company', 'csm', 'score', 'color', 'colour', 'status', 'index']);

/** `isOfAccounts`: the rows are customers, who have a health that is a colour. */
export function isUnlooked(column: string, isOfAccounts: boolean): boolean {
  if (isFreeText(column)) return true;
  const words = wordsOf(column.split('.').at(-1) ?? column);
  return words.some((word) => {
    if (!PRIVATE.has(word)) return false;
    const isOfACustomer =
      OF_ACCOUNTS.has(word) && isOfAccounts && (words.length === 1 || words.some((each) => ACCOUNT.has(each)));
    return !isOfACustomer;
  });
}
