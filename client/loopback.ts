/** Whether a host name or address, as in a URL, is this machine's own. */
export function isLoopback(host: string): boolean {
  return /^(127(\.\d+){3}|\[?::1\]?|(.+\.)?localhost\.?)$/i.test(host);
}
