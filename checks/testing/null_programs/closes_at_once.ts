import net from 'node:net';

// It reads what comes, so that its end is a FIN and not a reset.
net.createServer((socket) => socket.resume().end()).listen(Number(process.argv[2]), '127.0.0.1');
