/** What a model reads of an argument: the document's own words, and what they leave out of its bounds. */
import { cleanText } from '../base/clean-text.ts';
import { snakeCase } from './names.ts';
import type { Parameter } from './parameters.ts';
import { isLong } from './shape.ts';
import { sentences } from './words.ts';

const MOST_DESCRIPTION = 200;

/** `words`: the values that it may have, where nothing else lists them. */
export function descriptionOf({ name, description: said, shape, type }: Parameter, words: readonly string[]): string {
  const description = snakeCase(said) === snakeCase(name) ? '' : said;
  const { byDefault } = shape;
  const [minimum, maximum] = [kept(shape.minimum), kept(shape.maximum)];
  const bounds =
    minimum !== null && maximum !== null
      ? `From ${minimum} to ${maximum}.`
      : maximum !== null
        ? `At most ${maximum}.`
        : '';
  const digits = type === 'string' && isLong(shape) ? 'Digits.' : '';
  const listed = words.length > 0 && words.length <= 12 ? `One of ${words.join(', ')}.` : '';
  const usual =
    ['string', 'number', 'boolean'].includes(typeof byDefault) &&
    String(byDefault).length <= 30 &&
    byDefault !== '' &&
    !/default/i.test(description)
      ? `${String(byDefault)} if left out.`
      : '';
  const beside = [digits, listed, bounds, usual].filter((each) => each !== '' && !description.includes(each)).join(' ');
  const told = sentences(description, MOST_DESCRIPTION - beside.length - 1);
  const whole = [told, beside].filter((each) => each !== '').join(' ');
  return cleanText(whole, MOST_DESCRIPTION);
}

/** A bound that no number keeps is that of 64 bits, and would be a wrong one. */
function kept(bound: number | null): number | null {
  return bound === null || Math.abs(bound) <= Number.MAX_SAFE_INTEGER ? bound : null;
}
