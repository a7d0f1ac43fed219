/**
 * The address that a client tried instead of `told` (`127.0.0.1:50000`), if its complaint names one: an
 * error of the system does, as in `connect ECONNREFUSED 127.0.0.1:80`.
 */
export function triedInstead(stderr: string, told: string): string | undefined {
  const addresses = stderr.match(/(?:\d{1,3}(?:\.\d{1,3}){3}|::1|localhost):\d{1,5}\b/g) ?? [];
  return addresses.find((address) => address !== told && `[${address.replace(/:(\d+)$/, ']:$1')}` !== told);
}
