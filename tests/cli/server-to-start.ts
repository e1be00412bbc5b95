// A server as a user starts it by --start: `node server-to-start.ts PORT [HABIT]...`. It writes the ids of its processes first.
import { spawn } from 'node:child_process';
import { ReferenceService, startReferenceServer } from '../../reference/index.ts';

const [port, ...habits] = process.argv.slice(2);
const has = (habit: string) => habits.includes(habit);

/** `deaf`: neither it nor its child ends when it is asked to. */
const deaf = has('deaf') ? "process.on('SIGTERM', () => undefined);" : '';
const child = spawn(process.execPath, ['-e', `${deaf} setInterval(() => undefined, 1000)`], {
  stdio: 'ignore',
});
process.stdout.write(`processes ${process.pid} ${child.pid}\n`);

/** Knows its executions. */
const service = new (class extends ReferenceService {
  get executions() {
    return [...this.domains.values()].flatMap((domain) => [...domain.executions.values()]);
  }
})({ pollHoldSeconds: has('holds') ? 60 : 1 });
process.on('SIGTERM', () => {
  if (has('deaf')) return;
  const { executions } = service;
  const open = executions.filter(({ closeStatus }) => closeStatus === undefined);
  process.stdout.write(`${executions.length > 0 ? 'some' : 'no'} executions, ${open.length} open\n`, () =>
    process.exit(0),
  );
});

for (const line of ['1 out', '2 err', '3 out', '4 err']) {
  (line.endsWith('out') ? process.stdout : process.stderr).write(`line ${line}\n`);
}
// 30 MB, so that neither the beginning nor the end is all of it.
if (has('floods')) {
  for (let i = 0; i < 300_000; i++)
    process.stdout.write(`flood ${String(i).padStart(6, '0')} ${'x'.repeat(86)}\n`);
}

let requests = 0;
/** `silent`: it never listens. */
if (!has('silent')) {
  await startReferenceServer({
    service,
    port: Number(port),
    async wrap(request, next) {
      requests += 1;
      const called = request.headers.get('x-amz-target')?.split('.')[1];
      if (has('tells')) {
        const { AWS_SECRET_ACCESS_KEY } = process.env;
        process.stdout.write(`${AWS_SECRET_ACCESS_KEY} ${JSON.stringify([...request.headers])}\n`);
      }
      // `late`: a gateway is there before the server.
      if (has('late') && requests <= 8) return new Response('not yet', { status: 503 });
      // `bare`: it listens before it has routes; `broken`: or anything behind them. `routeless`: they never come.
      if (has('bare') && requests <= 8) return new Response('no such page', { status: 404 });
      if (has('broken') && requests <= 8) return Response.json({ error: 'starting' }, { status: 500 });
      if (has('routeless')) return new Response('no such page', { status: 404 });
      if (has('dies') && called === 'PollForActivityTask') {
        process.stderr.write('a bug in the server\n', () => process.exit(9));
        return new Promise<Response>(() => undefined);
      }
      if (has('stuck') && called === 'TerminateWorkflowExecution')
        return new Promise<Response>(() => undefined);
      if (called === 'StartWorkflowExecution') process.stdout.write('an execution\n');
      return next(request);
    },
  });
}
