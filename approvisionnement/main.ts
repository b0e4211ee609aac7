import { lireTables, lireVerrou } from "./lire";
import { verifierVerrou } from "./verifier";

const USAGE = `npm run approvisionnement
Compare chaque paquet du verrou avec les tables d’approvisionnement/ : licence, versions connues comme réparées ou malveillantes,
empreinte, script d’installation, provenance (le registre de qui installe seulement, le vrai nom sous un nom d’emprunt). Code 1 s’il y a un constat. « npm run -s sbom » écrit l’inventaire (CycloneDX).
`;

function main(): void {
  const demande = process.argv.slice(2);
  if (demande.length > 0) {
    const aide = demande.includes("--help") || demande.includes("-h");
    (aide ? process.stdout : process.stderr).write(USAGE);
    process.exitCode = aide ? 0 : 2;
    return;
  }
  const verrou = lireVerrou();
  const constats = verifierVerrou(verrou, lireTables());
  for (const { paquet, version, message } of constats) process.stdout.write(`${paquet} ${version} : ${message}\n`);
  process.stdout.write(`${Object.keys(verrou.packages).length - 1} paquets vérifiés, ${constats.length} constat(s).\n`);
  process.exitCode = constats.length > 0 ? 1 : 0;
}

main();
