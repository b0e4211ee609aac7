import type pg from "pg";
import { type ContexteImport, compteurs, type ResultatImport } from "../../shared/import";
import { ownerClient } from "../../shared/owner";
import { importerFiches } from "./import-fiches";
import { laisserEnAttente, type RejetEnAttente, rejetsEnAttente } from "./rejet.repository";
import type { Nature } from "./validation";

/** Replays rejects of data·inclusion through the same checks: structures first, since a service may wait for its structure. */
export async function rejouer(ids: string[] | "tous", contexte: ContexteImport): Promise<ResultatImport> {
  const client = await ownerClient(contexte.ownerUrl, "unefois-import-data-inclusion");
  try {
    const rejets = await rejetsEnAttente(client, ids === "tous" ? null : ids);
    const resultat: ResultatImport = { fichier: "rejets DATA_INCLUSION", compteurs: compteurs(), signalements: [] };
    for (const nature of ["structure", "service"] as const) {
      ajouter(
        resultat,
        await rejouerNature(
          client,
          nature,
          rejets.filter((r) => r.nature === nature),
          contexte.now(),
        ),
      );
    }
    return resultat;
  } finally {
    await client.end();
  }
}

function rejouerNature(client: pg.Client, nature: Nature, rejets: RejetEnAttente[], maintenant: Date): Promise<ResultatImport> {
  return importerFiches(
    rejets.map((r, i) => ({ rang: i + 1, ligne: r.ligne, texte: r.original, cle: r.cle })),
    { client, nature, fichier: "rejets DATA_INCLUSION", maintenant, garder: (refuses) => laisserEnAttente(client, refuses, maintenant) },
  );
}

function ajouter(somme: ResultatImport, { compteurs: c, signalements }: ResultatImport): void {
  somme.signalements.push(...signalements);
  for (const nom of ["lus", "appliques", "inchanges", "rejetes"] as const) somme.compteurs[nom] += c[nom];
}
