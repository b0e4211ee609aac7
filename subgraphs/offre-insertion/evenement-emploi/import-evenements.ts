import type pg from "pg";
import { civilDateOf } from "../../shared/civil-date";
import { allOrNothing } from "../../shared/owner";
import { appliquer, deposer, ouvrirAttente } from "../data-inclusion/depot.repository";
import { ficheDe } from "../data-inclusion/fiche";
import { type EvenementEmploi, empreinteDeLEvenement, estPubliable, ficheDeLEvenement, sessionsDeLEvenement } from "./evenement-emploi";
import { EvenementsRepository } from "./evenements.repository";

/** What a reading changed in the catalogue: ids of offers, with what they say now. */
export interface EvenementsImportes {
  changes: { id: string; empreinte: string }[];
  retirees: string[];
}

/** Puts the events of a département, read whole, in the catalogue: one transaction, through the owner's connection; the same reading twice changes nothing.
 * What is no longer there is withdrawn. */
export async function importerEvenements(
  client: pg.Client,
  evenements: readonly EvenementEmploi[],
  departement: string,
  maintenant: Date,
): Promise<EvenementsImportes> {
  const jour = civilDateOf(maintenant);
  const parId = new Map(evenements.filter(estPubliable).map((e) => [e.id, e]));
  const attente = [...parId.values()].map((e, rang) => {
    const fiche = ficheDe("service", ficheDeLEvenement(e, departement, jour), maintenant, jour);
    const colonnes = { ...fiche.colonnes, origine: "EVENEMENT" };
    return { ...fiche, colonnes, empreinte: empreinteDeLEvenement(e), rang, ligne: rang, original: "" };
  });
  await ouvrirAttente(client);
  await deposer(client, attente);
  const depot = new EvenementsRepository(client);
  return allOrNothing(client, async () => {
    await depot.structure(jour, maintenant);
    const changes = await depot.changes();
    await appliquer(client, "service", maintenant);
    await depot.sessions([...parId.values()].flatMap(sessionsDeLEvenement));
    return { changes, retirees: await depot.retirer(departement, maintenant) };
  });
}
