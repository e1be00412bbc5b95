/** What `engines` in package.json says. */
const oldest = [22, 19];

/** Why this version of Node (as `22.19.0`) cannot run us; undefined when it can. */
export function tooOld(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = oldest;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return `swf-conformance needs Node ${oldest.join('.')} or later, and this is ${version}`;
}
