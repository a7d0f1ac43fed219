/** Why a connection or a listening socket failed, in a sentence. */
export function reason({ code }: NodeJS.ErrnoException, host: string, port: number): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `Nobody listens on ${host}:${port}. Is the server running, and on this port?`;
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
      return 'The other side cut the connection (reset).';
    case 'EADDRINUSE':
      return `Another program listens on ${host}:${port} already. End it, or take another port.`;
    case 'EACCES':
      return `This system lets only its administrator use port ${port}. Take one from 1024 on.`;
    case 'EADDRNOTAVAIL':
      return `${host} is no address of this computer.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `No computer of the name ${host} is found.`;
    case 'EMSGSIZE':
      return 'This is too much for one datagram: the largest has 65,507 bytes.';
    default:
      return `The connection to ${host}:${port} failed (${code}).`;
  }
}
