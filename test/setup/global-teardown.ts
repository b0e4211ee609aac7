import fs from "node:fs";
import path from "node:path";
import { trouveesDans } from "../canari/campagne";

export default async function teardown(): Promise<void> {
  const { server, folder } = (globalThis as unknown as { unefoisTest: { server: { stop(): Promise<void> }; folder: string } }).unefoisTest;
  await server.stop();
  const trouvees = trouveesDans(path.join(folder, "canari"));
  fs.rmSync(folder, { recursive: true, force: true });
  if (trouvees.length === 0) return;
  const lieux = [...new Set(trouvees.map(({ quoi, lieu }) => `  ${quoi} : ${lieu}`))];
  throw new Error(`La personne canari a été trouvée dans ce qui a été écrit :\n${lieux.slice(0, 40).join("\n")}`);
}
