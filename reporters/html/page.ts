import { createHash } from 'node:crypto';
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RunReport } from '../../results/report.ts';
import { moment, targetWords, verdictSentence } from '../words.ts';
import { allRules } from './all-rules.ts';
import { attention } from './attention.ts';
import { overview } from './overview.ts';
import { packed } from './pack.ts';
import { styles } from './styles.ts';

// The parts of the page are plain functions, called in the templates: so the compiler checks what they are given.

/**
 * Nothing may load, and nothing may run but the page's own script, whatever a server wrote into its answers. preact
 * escapes all of it; this holds even if it did not.
 */
function policy(script: string): string {
  return [
    "default-src 'none'",
    `script-src '${hash(script)}'`,
    `style-src '${hash(styles)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    // No text may become markup later either.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

function hash(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

export function page(report: RunReport, script: string): VNode {
  return html`
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content=${policy(script)} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <meta name="robots" content="noindex" />
        <title>${`${verdictSentence(report)} ${report.target.endpoint}`}</title>
        <style dangerouslySetInnerHTML=${{ __html: styles }} />
      </head>
      <body>
        ${overview(report)}
        <main>
          ${attention(report)} ${allRules(report)}
        </main>
        <footer>
          <p>
            ${`${report.tool.name} ${report.tool.version}, run ${report.run.id} of ${moment(report.run.startedAt)}, ${targetWords(report.target)}.`}
          </p>
          <p>Characters that cannot be seen are written as \\uXXXX. Credentials are blanked.</p>
        </footer>
        <script dangerouslySetInnerHTML=${{ __html: script }} />
        ${report.rules.map(packed)}
      </body>
    </html>
  `;
}
