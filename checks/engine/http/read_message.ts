import type { Conversation, ReadEnd } from '../wire/conversation.ts';
import type { RequestReader, ResponseReader } from './message_reader.ts';

/**
 * Reads one message from a conversation until it is whole, cannot be read any further, or nothing more
 * comes; says how the reading ended.
 */
export async function readMessage(
  conversation: Conversation,
  reader: RequestReader | ResponseReader,
  patience?: number,
): Promise<ReadEnd> {
  const end = await conversation.read(() => {
    const fresh = conversation.take();
    if (fresh.length > 0) reader.push(fresh);
    return reader.done;
  }, patience);
  if (end === 'fin' || end === 'reset') reader.end();
  return end;
}
