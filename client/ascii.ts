/** Text with every character that is not printable ASCII written as \uXXXX: the same in JSON and in JavaScript. */
export function asciiEscaped(text: string): string {
  return text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
