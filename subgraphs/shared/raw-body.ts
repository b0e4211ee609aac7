import type { IncomingMessage } from "node:http";

/** The raw body of a request, or null when it is heavier than `largest` bytes. */
export async function rawBody(request: IncomingMessage, largest: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > largest) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}
