import { z } from 'zod';
import { runReport, schemaVersion } from './report.ts';

/**
 * The JSON Schema of `results.json`, for readers that are not ours. It allows members that it does not name: those may
 * be added without another version.
 */
export function resultsSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(runReport, { io: 'input' });
  const $id = `urn:swf-conformance:results:${schemaVersion}`;
  return { $schema, $id, title: `results.json of swf-conformance, version ${schemaVersion}`, ...schema };
}
