/** What a run has open beside the polls of a fill: Node and vitest some 50 files, the other rules up to some 100 connections. */
const besides = 200;

/** Of which rules send as many past the limit, and beside it. */
const pastLimit = 50;

/** As Node tells it; Windows has no such limit. */
interface Report {
  readonly userLimits?: { readonly open_files?: { readonly soft: number | string } };
}

/**
 * Why this process cannot have so many polls open at once; undefined when it can. Node has raised its limit as far as it may.
 * @param servesThem whether the server is in this process, so that each connection is open twice
 */
export function tooFewFiles(polls: number, servesThem = false): string | undefined {
  const allowed = openFiles();
  const needed = (polls + pastLimit) * (servesThem ? 2 : 1) + besides;
  if (needed <= allowed) return undefined;
  return (
    `${polls} polls at once need some ${needed} open files, and this process may have ${allowed}: ` +
    `allow more (ulimit -n ${needed}), or give a server with a lower limit and say so`
  );
}

/** What Node and vitest have open, of a run. */
const own = 60;

/** So many connections a run has at once that is of all rules: 255 were counted, and up to 275. */
const mostConnections = 340;

/** Of a run of some rules: those of holds and of deliveries, which have the most, had 180 for 25. */
const connectionsOf = (rules: number) => Math.min(40 + 10 * rules, mostConnections);

/**
 * Why this process cannot run so many rules; undefined when it can. Where files are short, what the system refuses us would be told
 * as the target's answers: with 256 of them, 37 rules of 123 were inconclusive.
 * @param servesThem whether the server is in this process, so that each connection is open twice
 */
export function tooFewFilesFor(rules: number, servesThem = false): string | undefined {
  const allowed = openFiles();
  const needed = own + connectionsOf(rules) * (servesThem ? 2 : 1);
  if (needed <= allowed) return undefined;
  const which = rules === 1 ? 'a rule' : `${rules} rules at once`;
  return `${which} may need ${needed} open files, and this process may have ${allowed}: allow more (ulimit -n ${needed}), or choose fewer rules`;
}

function openFiles(): number {
  // The types do not know this member of Node 22 and later.
  const report: NodeJS.ProcessReport & { excludeNetwork?: boolean } = process.report;
  const { excludeNetwork = false } = report;
  // The network has no part in it, and looking up the names of who is connected takes time.
  report.excludeNetwork = true;
  const { userLimits } = report.getReport() as Report;
  report.excludeNetwork = excludeNetwork;
  const soft = userLimits?.open_files?.soft;
  return typeof soft === 'number' ? soft : Number.POSITIVE_INFINITY;
}
