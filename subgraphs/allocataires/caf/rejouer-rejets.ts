import type pg from "pg";
import { civilDateOf } from "../../shared/civil-date";
import { compteurs, type ResultatImport } from "../../shared/import";
import { ouvrirOriginal } from "../../shared/original-garde";
import { allOrNothing } from "../../shared/owner";
import { prendreLesCles } from "../cle-nir/prendre-les-cles.repository";
import { arreterEffacees } from "../effacement/arreter-effacees.repository";
import { copier, ligneDuRejet, lignesDuFoyer } from "./attente.repository";
import { verrouiller } from "./decider.repository";
import { reconcilier } from "./ecarts.repository";
import { lireFoyerGarde } from "./foyer-garde";
import { appliquerFaits, type ContexteImportCaf, DECISIONS } from "./import-caf";
import { declarerFlux } from "./journal.repository";
import { lecteurDuType } from "./lecteur-du-type";
import { type RejetGarde, type RejetListe, type RejetRejoue, rejetsARejouer, rejetsEnAttente, solderRejets } from "./rejet.repository";
import { rejouerContacts } from "./rejouer-contacts";
import { estPetit, ouvrirSession, viderSession } from "./session.repository";

const RAISONS = {
  ...DECISIONS,
  ANTERIEUR: {
    code: "DOSSIER_EN_DOUBLE",
    message: "Une occurrence suivante du dossier dans le même fichier est appliquée : ce rejet n’apporte plus rien et ne sera plus rejoué.",
  },
};

/** Replays kept rejects as their flow would have applied them (same dates, same provenance, same place in the history), one transaction a flow.
 * A reject that a later occurrence of its file made useless counts as unchanged; one that is still refused stays to be replayed. */
export async function rejouerRejets(ids: string[] | "tous", contexte: ContexteImportCaf): Promise<ResultatImport> {
  const client = await ouvrirSession(contexte.ownerUrl);
  const resultat: ResultatImport = { fichier: "rejets CAF", compteurs: compteurs(), signalements: [] };
  try {
    await prendreLesCles(client, contexte.nirCipher, contexte.now());
    const rejets = await rejetsARejouer(client, ids === "tous" ? null : ids);
    const parFlux = Map.groupBy(rejets, (rejet) => rejet.flux);
    for (const groupe of parFlux.values()) {
      for (const rejoue of await rejouerFlux(client, groupe, contexte)) compter(resultat, rejoue);
      contexte.avancement?.("rejeu des rejets", resultat.compteurs.lus, rejets.length);
    }
    await rejouerContacts(client, ids === "tous" ? null : ids, contexte, resultat);
    return resultat;
  } finally {
    await client.end();
  }
}

async function rejouerFlux(client: pg.Client, rejets: RejetGarde[], contexte: ContexteImportCaf): Promise<RejetRejoue[]> {
  const { flux, sha256, creeLe, reference, typeFlux } = rejets[0]!;
  await viderSession(client);
  await copier(client, lignes(rejets, contexte));
  const le = civilDateOf(creeLe);
  await declarerFlux(client, { id: flux, sha256, creeLe, le, recuLe: contexte.now(), reference, typeFlux, rejeu: true });
  return allOrNothing(client, async () => {
    await verrouiller(client);
    await arreterEffacees(client, contexte.nirCipher);
    await appliquerFaits(client, contexte.nirCipher, await estPetit(client), () => undefined);
    const soldes = await solderRejets(client, RAISONS);
    await reconcilier(client);
    return soldes;
  });
}

async function* lignes(rejets: RejetGarde[], contexte: ContexteImportCaf): AsyncGenerator<string> {
  for (const { id, rang, original, dateReference, typeFlux } of rejets) {
    const lu = lecteurDuType(typeFlux)(lireFoyerGarde(ouvrirOriginal(contexte.nirCipher, original)), dateReference);
    yield "rejet" in lu ? ligneDuRejet(rang, lu.rejet, null, id) : lignesDuFoyer(rang, lu.foyer, contexte.nirCipher, id);
  }
}

function compter({ compteurs: c, signalements }: ResultatImport, rejoue: RejetRejoue): void {
  c.lus++;
  if (rejoue.resultat === "APPLIQUE") c[rejoue.decision === "INCHANGE" ? "inchanges" : "appliques"]++;
  else c[rejoue.decision === "ANTERIEUR" ? "inchanges" : "rejetes"]++;
  if (rejoue.resultat === "REJETE")
    signalements.push({ cle: rejoue.cle ?? "", code: rejoue.code, message: rejoue.message, applique: false });
}

/** Rejects of the subgraph that wait to be replayed, oldest first. */
export async function listerRejets(ownerUrl: string): Promise<RejetListe[]> {
  const client = await ouvrirSession(ownerUrl);
  try {
    return await rejetsEnAttente(client);
  } finally {
    await client.end();
  }
}
