import { bodyText, type Exchange, isObject, parseJson } from '../../client/exchange.ts';

/** Whether an answer of success tells of no task at all: no member but the event id and blank ones, or nothing. */
export function isEmptyResult(exchange: Exchange): boolean {
  const text = bodyText(exchange).trim();
  if (text === '') return true;
  try {
    return isBlank(parseJson(text));
  } catch {
    return false;
  }
}

function isBlank(value: unknown): boolean {
  if (!isObject(value)) return value === null || value === '';
  return Object.entries(value).every(([name, member]) => name === 'startedEventId' || isBlank(member));
}
