import fs from "node:fs";
import path from "node:path";
import { bilanDe } from "../canari/campagne";

export default async function teardown(): Promise<void> {
  const { server, folder } = (globalThis as unknown as { unefoisTest: { server: { stop(): Promise<void> }; folder: string } }).unefoisTest;
  await server.stop();
  const { trouvees, lu } = bilanDe(path.join(folder, "canari"));
  fs.rmSync(folder, { recursive: true, force: true });
  const mega = (lu.octets / 1e6).toLocaleString("fr-FR", { maximumFractionDigits: 1 });
  process.stdout.write(`Canari cherché dans ${lu.fichiers} fichiers (${mega} Mo) et ${lu.bases} bases : ${trouvees.length} trouvé.\n`);
  if (trouvees.length === 0) return;
  const lieux = [...new Set(trouvees.map(({ quoi, lieu }) => `  ${quoi} : ${lieu}`))];
  throw new Error(
    `La personne canari, ou le NIR d’une personne simulée, a été trouvé dans ce qui a été écrit :\n${lieux.slice(0, 40).join("\n")}`,
  );
}
