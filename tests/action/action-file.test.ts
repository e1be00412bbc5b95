import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readInputs } from '../../action/inputs.ts';
import { actionMistakes } from './lint.ts';
import { action, root } from './runner.ts';

const text = await readFile(join(root, 'action.yml'), 'utf8');

describe('action.yml', () => {
  it("is an action by GitHub's own parser, which finds mistakes in others", () => {
    expect(actionMistakes(text)).toEqual([]);
    expect(actionMistakes(text.replace('toJSON(inputs)', 'toJSON(secrets)'))).toEqual([
      expect.stringContaining("Unrecognized named-value: 'secrets'"),
    ]);
  });

  it('says what each input and output is', () => {
    for (const { description } of [...Object.values(action.inputs), ...Object.values(action.outputs)]) {
      expect(description).toMatch(/^[^\n]{10,160}$/);
    }
  });

  it('knows its inputs', () => {
    for (const name of Object.keys(action.inputs)) {
      expect(readInputs(JSON.stringify({ [name]: 'true' }), '1.0.0')).not.toMatchObject({
        mistakes: expect.arrayContaining([expect.stringContaining('no such input')]),
      });
    }
  });

  it('puts no expression into a script, where it would be a part of it', () => {
    const scripts = action.runs.steps.flatMap(({ run }) => run ?? []);
    expect(scripts).toHaveLength(2);
    for (const script of scripts) expect(script).not.toContain('${{');
  });
});
