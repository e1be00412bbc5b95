import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The page's script as one text, from the sources in `client/`. */
export async function bundle(): Promise<string> {
  const outputs = await build({
    configFile: false,
    logLevel: 'warn',
    root: fileURLToPath(new URL('./client', import.meta.url)),
    publicDir: false,
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      lib: { entry: 'main.ts', formats: ['iife'], name: 'report' },
    },
  });
  const [output] = [outputs].flat();
  if (!output || !('output' in output)) throw new Error('The script of the HTML report was not built');
  const { code } = output.output[0];
  // It stands in the page between tags, where this would end it.
  if (/<\/script|<!--/i.test(code)) throw new Error('The script of the HTML report holds markup');
  return code;
}
