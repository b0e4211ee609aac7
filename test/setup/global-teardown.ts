import fs from "node:fs";

export default async function teardown(): Promise<void> {
  const { server, folder } = (globalThis as unknown as { unefoisTest: { server: { stop(): Promise<void> }; folder: string } }).unefoisTest;
  await server.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
