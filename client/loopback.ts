/** Whether a host name or address, as in a URL, is this machine's own. */
export function isLoopback(host: string): boolean {
  return /^(127(\.\d+){3}|\[?::1\]?|\[?::ffff:7f[0-9a-f]{2}:[0-9a-f]+\]?|(.+\.)?localhost\.?)$/i.test(host);
}

/** Whether an endpoint of that host is on this machine: a connection to the address for any address goes to itself. */
export function isThisMachine(host: string): boolean {
  return isLoopback(host) || host === '0.0.0.0' || /^\[?::\]?$/.test(host);
}
