import { generateKeyPairSync } from "node:crypto";
import { personnesDesListes } from "../../hub/inscriptions";
import { ouvrirSources, type SourcesDesFaits } from "../../hub/sources-des-faits";
import { Coffre } from "../../subgraphs/echanges/depot/coffre";
import type { Cible } from "../../subgraphs/echanges/depot/depot.client";
import { deposerCeQuiEstDu } from "../../subgraphs/echanges/depot/executer-depots";
import { appliquerEchanges } from "../../subgraphs/echanges/echange/suivre-echanges";
import { faireLaListe } from "../../subgraphs/echanges/inscription/executer-listes";
import { sousGraphe } from "../../subgraphs/echanges/sous-graphe";
import { VirtualClock } from "../../subgraphs/shared/clock";
import { followOnce } from "../../subgraphs/shared/event-follower";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { numberEvents } from "../../subgraphs/shared/sequencer";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, NIR_KEY, type TestSubgraph, testSubgraph } from "../setup/subgraph";

export const LUNDI = new Date("2026-02-02T09:00:00Z");
export const outils = { coffre: new Coffre(NIR_KEY), cle: generateKeyPairSync("ed25519").privateKey };
export const LISTES = `{ r: listesInscription(departement: "94") { semaine nombre aInscrire aIdentifier enAttente identifies inscrits abandons introuvables fichier deposeLe } }`;
export const PERSONNES = `query ($issue: IssueInscription, $first: Int, $after: String) { r: personnesAInscrire(departement: "94", issue: $issue, first: $first, after: $after) {
  totalCount pageInfo { endCursor } nodes { allocataire { id } nature semaine issue statut dateEffet } } }`;

export let base: TestDatabase;
export let sources: SourcesDesFaits;
export let graphe: TestSubgraph;

/** A base of its own for each test of a file. */
export function preparerLesListes(): void {
  beforeEach(async () => {
    base = await testDatabase();
    await loadFixtures(base.owner);
    const cipher = new NirCipher(NIR_KEY);
    for (const [qui, nir] of [
      [PEOPLE.amina, "290039402800101"],
      [PEOPLE.bruno, "185079402800202"],
    ] as const)
      await base.owner.query(
        `insert into allocataires.identifiant (departement, allocataire, type, valeur_chiffree, empreinte, source, collectee_le, recue_le, certifiee)
         values ('94', $1, 'NIR', $2, $3, 'CAF', '2026-01-10', '2026-01-10', true)`,
        [qui, cipher.encrypt(nir), cipher.hash(nir)],
      );
    sources = await ouvrirSources({ databaseUrl: base.url, nirKey: NIR_KEY, clock: new VirtualClock(LUNDI) });
    graphe = await testSubgraph(sousGraphe, base.url);
  });
  afterEach(async () => {
    await graphe.close();
    await sources.fermer();
    await base.drop();
  });
}

export const faire = (semaine = "2026-W06", le = LUNDI) =>
  faireLaListe(base.owner, personnesDesListes(sources, new NirCipher(NIR_KEY), null), outils, { departement: "94", semaine, le });
export const suivre = async () => {
  await numberEvents(base.owner);
  while ((await followOnce(base.owner, { schema: "echanges", name: "echanges", apply: appliquerEchanges })) > 0);
};
export const deposer = async (le = LUNDI) => {
  const fichiers = new Map<string, string>();
  const cible: Cible = {
    destinataires: ["FRANCE_TRAVAIL"],
    deposer: async (_, f) => void fichiers.set(f.nom, f.contenu.toString("utf8")),
  };
  await deposerCeQuiEstDu(base.owner, outils, [cible], () => le);
  return fichiers;
};
export const constater = (allocataire: string, statut: string, dateEffet: string, le = LUNDI) =>
  base.owner.query(
    `insert into journal.evenement (type, departement, allocataire, donnees, survenu_le)
     values ('InscriptionConstatee', '94', $1, jsonb_build_object('statut', $2::text, 'dateEffet', $3::text), $4)`,
    [allocataire, statut, dateEffet, le],
  );
export const demander = async (document: string, variables = {}, le = LUNDI, caller = CALLERS.departement) => {
  const reponse = await graphe.run(caller, document, variables, le);
  expect(reponse.errors).toBeUndefined();
  return { r: reponse.data.r, statements: reponse.statements };
};
export const echanges = async () =>
  (
    await base.owner.query(
      "select allocataire, statut, depot is not null as depose, erreur_code, raison from echanges.echange order by allocataire",
    )
  ).rows;
export const parcours = (qui: string, code: string) =>
  base.owner.query("update allocataires.orientation set parcours = $2 where allocataire = $1", [qui, code]);
