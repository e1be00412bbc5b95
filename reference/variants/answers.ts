import { isObject, withBody } from '../mutants/making.ts';
import type { Variant } from '../mutants/mutant.ts';
import { answering, withHeader } from '../mutants/wire-making.ts';

/** A server whose answers of JSON are written otherwise. */
function writing(write: (body: unknown) => string): Variant['options'] {
  return {
    wrap: async (request, next) => {
      const response = await next(request);
      const text = await response.clone().text();
      return text === '' ? response : withBody(response, write(JSON.parse(text)));
    },
  };
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reversed);
  }
  if (!isObject(value)) {
    return value;
  }
  const entries = Object.entries(value).map(([name, member]) => [name, reversed(member)]);
  return Object.fromEntries(entries.reverse());
}

/** The JSON with every character of every text as an escape, names included. */
function escaped(value: unknown): string {
  const units = (text: string) =>
    Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`);
  const strings = /"(?:[^"\\]|\\.)*"/g;
  return JSON.stringify(value).replaceAll(strings, (json) => `"${units(JSON.parse(json)).join('')}"`);
}

/** How answers are written. */
export const answerVariants: readonly Variant[] = [
  {
    name: 'answers-indented',
    does: 'Answers are indented, and members come in another order.',
    options: writing((body) => `${JSON.stringify(reversed(body), null, 2)}\n`),
  },
  {
    name: 'answers-escaped',
    does: 'Every character of every text, names of members included, is written as an escape.',
    options: writing(escaped),
  },
  {
    name: 'answers-in-white-space',
    does: 'White space stands before and after the JSON.',
    options: writing((body) => `\r\n\t ${JSON.stringify(body)} \n\n`),
  },
  {
    name: 'answers-nothing-as-object',
    does: 'An operation without output is answered with an empty object.',
    options: {
      wrap: async (request, next) => {
        const response = await next(request);
        return response.status === 200 && (await response.clone().text()) === ''
          ? withBody(response, '{}')
          : response;
      },
    },
  },
  {
    name: 'answers-have-more-headers',
    does: 'Answers have more headers.',
    options: {
      wrap: async (request, next) => {
        const response = await next(request);
        const headers = new Headers(response.headers);
        headers.set('Server', 'something/1.0');
        headers.set('Access-Control-Allow-Origin', '*');
        headers.set('X-Amz-Crc32', '0');
        return new Response(await response.text(), { status: response.status, headers });
      },
    },
  },
  {
    name: 'media-type-with-charset',
    does: 'It sends the media type with a parameter and in capitals.',
    options: answering((response) =>
      withHeader(response, 'content-type', 'application/X-Amz-JSON-1.0; charset=UTF-8'),
    ),
  },
];
