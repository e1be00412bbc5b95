/** Most answers are at most about 200 KiB, a text of 32,768 characters all escaped; a hostile body stops here. */
export const maximumAnswerBytes = 1024 * 1024;

/** The whole body. @throws Error when it is longer than that: reading has then stopped, and its sender was left. */
export async function bounded(body: AsyncIterable<Uint8Array>, most = maximumAnswerBytes): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > most) throw new Error(`the answer is longer than ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
