import type { Compared } from '../../results/comparison.ts';
import { visibleLine } from '../../results/visible.ts';
import { visibleReport } from '../visible-report.ts';

/** The runs with every text in them made visible, names included: results may come from anywhere. */
export function visibleTargets(targets: readonly Compared[]): Compared[] {
  return targets.map(({ name, report, page }) => ({
    name: visibleLine(name),
    report: visibleReport(report),
    page,
  }));
}
