import { expect, it, vi } from 'vitest';
import { lastOfThree, unlessThrownThrice } from '../../kit/three-times.ts';

const isBad = (seen: string) => seen.startsWith('bad');

it('looks no more than once where all is well', async () => {
  const look = vi.fn(async () => 'good');
  expect(await lastOfThree(look, isBad)).toBe('good');
  expect(look).toHaveBeenCalledTimes(1);
});

it('looks again after a pause, until all is well', async () => {
  const pause = vi.fn(async () => {});
  const seen = await lastOfThree(async (attempt) => (attempt < 2 ? 'bad' : 'good'), isBad, { pause });
  expect(seen).toBe('good');
  expect(pause.mock.calls).toEqual([[1]]);
});

it('lets the third count, and pauses not after it', async () => {
  const pause = vi.fn(async () => {});
  expect(await lastOfThree(async (attempt) => `bad ${attempt}`, isBad, { pause })).toBe('bad 3');
  expect(pause.mock.calls).toEqual([[1], [2]]);
});

it('does again what threw by accident, and throws what it threw the third time', async () => {
  const fail = vi.fn(async (attempt: number) => Promise.reject(new Error(`bad ${attempt}`)));
  await expect(unlessThrownThrice(fail, () => true)).rejects.toThrow('bad 3');
  expect(fail).toHaveBeenCalledTimes(3);
  await expect(unlessThrownThrice(fail, () => true, 1)).rejects.toThrow('bad 1');
});

it('throws at once what is no accident', async () => {
  const fail = vi.fn(async () => Promise.reject(new Error('own fault')));
  await expect(unlessThrownThrice(fail, () => false)).rejects.toThrow('own fault');
  expect(fail).toHaveBeenCalledTimes(1);
});

it('gives what was done, though it is nothing', async () => {
  expect(
    await unlessThrownThrice(
      async () => undefined,
      () => true,
    ),
  ).toBeUndefined();
});
