import { describe, expect, it } from 'vitest';
import { redactorOf } from '../../engine/evidence/redact.ts';

const accessKeyId = 'AKIDREDACTION0001';
const sessionToken = 'IQoJb3JpZ2luX2VjEHQ/long+token/with=all';
const redact = redactorOf({
  credentials: { accessKeyId, secretAccessKey: 'wJalrXUtnFEMIK7MDENG', sessionToken },
});

describe('redaction', () => {
  it('blanks credentials wherever they stand', () => {
    const value = { list: [`a ${accessKeyId} b`], deep: { text: sessionToken }, number: 1 };
    expect(redact(value)).toEqual({ list: ['a (blanked) b'], deep: { text: '(blanked)' }, number: 1 });
  });

  it('blanks what is left of them when a text was cut or escaped', () => {
    expect(redact(`token ${sessionToken.slice(0, 20)}…`)).toBe('token (blanked)…');
    expect(redact(sessionToken.replaceAll('/', '\\/'))).not.toContain('long+tok');
  });

  it('blanks those of every key', () => {
    const other = { accessKeyId: 'AKIDOFANOTHER0001', secretAccessKey: '9mZ4cVqTtR2yHf8LkPwXs1' };
    const both = redactorOf({
      credentials: { accessKeyId, secretAccessKey: 'wJalrXUtnFEMIK7MDENG' },
      principals: { withoutAction: other },
    });
    expect(both(`${accessKeyId} ${other.accessKeyId} ${other.secretAccessKey}`)).toBe(
      '(blanked) (blanked) (blanked)',
    );
  });

  it('blanks signatures', () => {
    expect(redact(`Signature=${'0a'.repeat(32)}, next`)).toBe('Signature=(blanked), next');
  });

  it('leaves other texts alone, those with a dummy key in them too', () => {
    const dummy = redactorOf({ credentials: { accessKeyId: 'test', secretAccessKey: 'test' } });
    expect(dummy('a test of AKID and text')).toBe('a test of AKID and text');
    expect(redact('nothing to hide: é\u0000')).toBe('nothing to hide: é\u0000');
  });
});
