import { registerHooks } from 'node:module';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

/** Imports a module as a file in the directory would: a package is the one that is installed there. */
export async function importFrom(
  directory: string,
  specifier: string,
): Promise<Readonly<Record<string, unknown>>> {
  const parentURL = pathToFileURL(`${resolve(directory)}/`).href;
  const hooks = registerHooks({
    resolve: (each, context, next) => {
      const ours = each === specifier && context.parentURL === import.meta.url;
      return next(each, ours ? { ...context, parentURL } : context);
    },
  });
  try {
    return await import(specifier);
  } finally {
    hooks.deregister();
  }
}
