import { isIPv4 } from 'node:net';

/**
 * The address of a server as it is kept and compared: without a slash, a query and a fragment at its end.
 *
 * Null when the text is no address of HTTP, or holds a name and a password, which belong into no command line.
 */
export function readAddress(text: string): string | null {
  const url = URL.parse(text.trim());
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return null;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/** Whether what is sent there can be read by nobody on the way. */
export function isConfidential(address: string): boolean {
  const { protocol, hostname } = new URL(address);
  return (
    protocol === 'https:' ||
    hostname === 'localhost' ||
    hostname === '[::1]' ||
    (isIPv4(hostname) && hostname.startsWith('127.'))
  );
}
