import { createHash } from 'node:crypto';
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RunReport } from '../../results/report.ts';
import { findingsOf } from '../findings.ts';
import { moment, targetWords, verdictSentence } from '../words.ts';
import { type FindingSection, findingSection } from './finding.ts';
import { overview } from './overview.ts';
import { rulesSection } from './rules.ts';
import { styles } from './styles.ts';

// The parts of the page are plain functions, called in the templates: so the compiler checks what they are given.

/**
 * Nothing may load or run, whatever a server wrote into its answers. preact escapes all of it; this holds even if it
 * did not.
 */
const policy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(styles).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

export function page(report: RunReport): VNode {
  const sections = findingSections(report).filter((section) => section.rules.length > 0);
  const detailed = new Set(sections.flatMap((section) => section.rules.map((rule) => rule.id)));
  return html`
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content=${policy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>${`${verdictSentence(report)} ${report.target.endpoint}`}</title>
        <style dangerouslySetInnerHTML=${{ __html: styles }} />
      </head>
      <body>
        ${overview(report, navigation(sections, report))}
        <main>
          ${sections.map(findingSection)} ${rulesSection(report, detailed)}
        </main>
        <footer>
          <p>
            ${`${report.tool.name} ${report.tool.version}, run ${report.run.id} of ${moment(report.run.startedAt)}, ${targetWords(report.target)}.`}
          </p>
          <p>Characters that cannot be seen are written as \\uXXXX. Credentials are blanked.</p>
        </footer>
      </body>
    </html>
  ` as VNode;
}

function navigation(sections: FindingSection[], { rules }: RunReport): VNode {
  return html`
    <nav aria-label="Sections">
      ${sections.map((section) => html`<a href=${`#${section.id}`}>${section.heading} (${section.rules.length})</a>`)}
      <a href="#rules">All rules (${rules.length})</a>
    </nav>
  `;
}

function findingSections(report: RunReport): FindingSection[] {
  const { errors, against, warnings, inconclusive } = findingsOf(report);
  const judged = report.run.failOn === 'should' ? 'MUST and SHOULD rules' : 'MUST rules';
  return [
    {
      id: 'errors',
      heading: 'Faults of the suite itself',
      about:
        'These rules were not judged: the suite failed, not the target. Please report them with results.json.',
      rules: errors,
    },
    {
      id: 'against',
      heading: 'What counts against the target',
      about: `${judged} that failed, then those that were inconclusive: a run is conformant only where something was seen.`,
      rules: against,
    },
    {
      id: 'warnings',
      heading: 'Warnings',
      about: 'Recommendations (SHOULD) that the target does not follow. They do not change the verdict.',
      rules: warnings,
    },
    {
      id: 'inconclusive',
      heading: 'Inconclusive',
      about: 'Nothing was learned about these rules. They do not change the verdict.',
      rules: inconclusive,
    },
  ];
}
