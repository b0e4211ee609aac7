import { type LecturesOuvertes, type OutilsDesLectures, ouvrirLectures } from "../../hub/lectures";
import { demarrerSimulateur, type Simulateur, type UsagerSimule } from "../../simulation/france-travail/serveur";
import { creerFranceTravail } from "../../subgraphs/echanges/france-travail/client";
import type { Lecture } from "../../subgraphs/echanges/reception/lecture";
import { VirtualClock } from "../../subgraphs/shared/clock";
import { createLog } from "../../subgraphs/shared/log";
import type { SubgraphModule } from "../../subgraphs/shared/module";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures, PEOPLE } from "../setup/fixtures";
import { CALLERS, NIR_KEY, type TestSubgraph, testSubgraph } from "../setup/subgraph";

/** Chantal is followed by France Travail, Amina by a délégataire. */
export const NUMEROS = { chantal: "10000000001", amina: "10000000002" } as const;
export const LE = new Date("2026-03-10T12:00:00Z");

/** What France Travail says, read over HTTP from the simulator into a hub of its own. */
export interface MondeEntrant {
  base: TestDatabase;
  clock: VirtualClock;
  simulateur: Simulateur;
  lectures: LecturesOuvertes;
  lignes(sql: string, values?: unknown[]): Promise<any[]>;
  /** What the exchanges subgraph shows of what came in. */
  recus(): Promise<{ objet: string; statut: string; code: string | null }[]>;
  divergences(): Promise<{ objet: string; champ: string; valeurHub: string | null; valeurPartenaire: string | null }[]>;
  arreter(): Promise<void>;
}

export const usager = (numeroFranceTravail: string): UsagerSimule => ({
  numeroFranceTravail,
  nir: `275110000000${numeroFranceTravail.at(-1)}`,
  dateNaissance: "1975-11-30",
  nom: "NOM",
  prenom: "PRENOM",
});

export async function ouvrirMondeEntrant(...lectures: ((outils: OutilsDesLectures) => Lecture)[]): Promise<MondeEntrant> {
  const clock = new VirtualClock(LE);
  const base = await testDatabase();
  await loadFixtures(base.owner);
  const simulateur = await demarrerSimulateur({ horloge: clock });
  for (const [qui, numeroFranceTravail] of Object.entries(NUMEROS)) {
    simulateur.ajouterUsager(usager(numeroFranceTravail));
    await base.owner.query(
      `insert into allocataires.identifiant (departement, allocataire, type, valeur, source, collectee_le, recue_le, certifiee)
       values ('94', $1, 'NUMERO_FRANCE_TRAVAIL', $2, 'FRANCE_TRAVAIL', $3, $3, true)`,
      [PEOPLE[qui as keyof typeof NUMEROS], numeroFranceTravail, LE],
    );
  }
  const { url, tokenUrl } = simulateur;
  const api = creerFranceTravail({ url, tokenUrl, clientId: "simulateur", clientSecret: "simulateur-secret", agent: "BATCH", clock });
  const ouvertes = await ouvrirLectures({
    databaseUrl: base.url,
    nirKey: NIR_KEY,
    departement: "94",
    api,
    clock,
    log: createLog("silent", "test"),
    lectures,
  });
  const lignes = async (sql: string, values: unknown[] = []) => (await base.owner.query(sql, values)).rows;
  return {
    base,
    clock,
    simulateur,
    lectures: ouvertes,
    lignes,
    recus: () =>
      lignes("select objet, statut, erreur_code as code from echanges.echange where sens = 'ENTRANT' order by cree_le, objet, cle"),
    divergences: () =>
      lignes(
        `select objet, champ, valeur_hub as "valeurHub", valeur_partenaire as "valeurPartenaire" from echanges.divergence
         where resolue_le is null order by objet, champ`,
      ),
    arreter: async () => {
      await ouvertes.arreter();
      await simulateur.arreter();
      await base.drop();
    },
  };
}

/** Asks a subgraph of the same hub, as the Département. */
export async function demander(monde: MondeEntrant, module: SubgraphModule, document: string, variables?: Record<string, unknown>) {
  const graphe: TestSubgraph = await testSubgraph(module, monde.base.url);
  try {
    const answer = await graphe.run(CALLERS.departement, document, variables, monde.clock.now());
    if (answer.errors?.[0]) throw new Error(answer.errors[0].message);
    return answer.data;
  } finally {
    await graphe.close();
  }
}
