import type { ServerContext } from '../engine/context/server.ts';
import { Failure, fail, MachineError, skip } from '../engine/failure.ts';
import { type Check, check } from '../engine/lab.ts';
import { isFree } from '../engine/program/ports.ts';
import type { Conversation } from '../engine/wire/conversation.ts';
import { explainAddress } from './address_line.ts';
import { leave, readLine } from './exchange.ts';

const PROGRAM = 'whatismyip.ts';

export const ownAddress: Check<ServerContext> = check(
  'whatismyip.ts: tells each client its own address and port',
  {
    id: 'own-address',
    tier: 'bonus',
    launch: { program: PROGRAM },
    needs: [],
    spec: 'the handout, "Bonus: what is my address?"',
    hints: [
      'A connection has two ends. Which one does the client want to know about?',
      'For your program the client is the remote end: the socket knows its address and its port.',
      'Put socket.remoteAddress and socket.remotePort into one line, with a blank between them.',
    ],
  },
  async (context) => {
    await expectOwnAddress(context, await context.connect());
    await expectOwnAddress(context, await context.connect());
    const elsewhere = await fromAnotherAddress(context);
    if (elsewhere) await expectOwnAddress(context, elsewhere);
  },
);

export const ownAddressIpv6: Check<ServerContext> = check(
  'whatismyip.ts: is right over IPv6, too',
  {
    id: 'own-address-ipv6',
    tier: 'bonus',
    launch: { program: PROGRAM },
    needs: ['own-address'],
    spec: 'the handout, "Bonus: what is my address?"; RFC 5952, section 6',
    hints: [
      'Where does the address end and the port begin in ::1:50001?',
      'An address of IPv6 holds colons itself, so a colon cannot part it from the port.',
      'Put a blank between them (::1 50001), or brackets around the address ([::1]:50001).',
    ],
  },
  async (context) => {
    if (!(await isFree(0, '::1'))) skip('this computer has no IPv6');
    const program = await context.relaunch({ program: PROGRAM, env: { HOST: '::' } });
    const peer = await overIpv6(program);
    await expectOwnAddress(program, peer);
    // A socket for both kinds shows clients that come over IPv4 as ::ffff:127.0.0.1.
    await expectOwnAddress(program, await program.connect());
  },
);

async function expectOwnAddress(context: ServerContext, peer: Conversation): Promise<void> {
  const { localAddress = '', localPort = 0 } = peer.socket;
  const line = await readLine(peer);
  const client = { address: localAddress, port: localPort };
  const wrong = explainAddress(line, client, context.port);
  if (wrong) {
    fail(wrong.diagnosis, wrong.message, { expected: `${localAddress} ${localPort}`, actual: line });
  }
  await leave(peer);
}

/** A connection from another address of this computer, where it has one (Linux: all of 127.0.0.0/8). */
async function fromAnotherAddress(context: ServerContext): Promise<Conversation | undefined> {
  try {
    return await context.connect({ from: '127.0.0.2' });
  } catch (error) {
    if (error instanceof MachineError) return undefined;
    throw error;
  }
}

async function overIpv6(context: ServerContext): Promise<Conversation> {
  try {
    return await context.connect({ host: '::1' });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return skip('the program does not listen on ::1, though the variable HOST asks for all addresses');
  }
}
