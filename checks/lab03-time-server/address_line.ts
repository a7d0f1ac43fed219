/** One end of a connection. */
export interface End {
  address: string;
  port: number;
}

/** What is wrong with a line that should tell a client its own address and port, in whatever words. */
export function explainAddress(
  line: string,
  client: End,
  serverPort: number,
): { diagnosis: string; message: string } | undefined {
  const isIpv6 = client.address.includes(':');
  if (isIpv6 && new RegExp(`(?<![\\w:])${client.address}:${client.port}(?!\\d)`).test(line)) {
    return {
      diagnosis: 'ambiguous-address',
      message: `${client.address}:${client.port} is an address of IPv6 in itself: nobody can see where the port begins. Write ${client.address} ${client.port} or [${client.address}]:${client.port}.`,
    };
  }
  const spelled = isIpv6 ? (SPELLINGS[client.address] ?? [client.address]) : [client.address];
  const places = spelled.map((address) => address.replaceAll('.', '\\.'));
  // In front of an IPv4 address may stand ::ffff: where one socket takes both kinds.
  const before = isIpv6 ? '(?<![\\w:])' : '(?<![\\d.])';
  const after = isIpv6 ? '(?![\\w:])' : '(?!\\d|\\.\\d)';
  const address = new RegExp(`${before}(?:${places.join('|')})${after}`, 'i');
  const rest = line.replace(address, ' ');
  const hasPort = (port: number) => new RegExp(`(?<![\\d.])${port}(?!\\d)`).test(rest);

  if (!hasPort(client.port) && hasPort(serverPort)) {
    return {
      diagnosis: 'server-end',
      message: `Port ${serverPort} is the server's own end of the connection (localAddress, localPort). The client wants to know about its own end, which is remote for the server.`,
    };
  }
  if (!address.test(line)) {
    return {
      diagnosis: 'other-address',
      message: `The client connected from ${client.address}, and this line says something else. Its address is in the socket of its connection: socket.remoteAddress.`,
    };
  }
  if (!hasPort(client.port)) {
    return {
      diagnosis: 'no-port',
      message: `The address is right, but the client's port, ${client.port}, is not in the line: socket.remotePort.`,
    };
  }
  return undefined;
}

const SPELLINGS: Readonly<Record<string, readonly string[]>> = {
  '::1': ['::1', '0:0:0:0:0:0:0:1', '0000:0000:0000:0000:0000:0000:0000:0001'],
};
