import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { emulators } from '../emulators/emulator.ts';
import { emulatorsPage } from '../emulators/page.ts';
import { isPattern } from '../results/baseline.ts';
import { matches } from '../results/pattern.ts';
import { rules } from '../suites/index.ts';
import { outcomeOf } from './reporters/sample.ts';
