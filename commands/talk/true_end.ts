import type { Socket } from 'node:net';

/**
 * Calls `ended` when the other side has really ended. When a reset comes close behind the last bytes, Node
 * reports an end (libuv takes the hang-up for it). An empty write tells the difference: it puts nothing on the wire, and
 * fails, with an `error` event, where the connection was cut.
 */
export function onTrueEnd(socket: Socket, ended: () => void): void {
  socket.on('end', () => {
    if (!socket.writable || socket.writableLength > 0) {
      ended();
      return;
    }
    socket.write(new Uint8Array(0), (error) => {
      if (!error) ended();
    });
  });
}
