import { randomUUID } from "node:crypto";
import type { FileDEnvoi } from "../../subgraphs/echanges/envoi/envoi-en-file";
import { FileEnvoi } from "../../subgraphs/echanges/envoi/file-envoi.repository";
import { Moteur, type ReglagesMoteur } from "../../subgraphs/echanges/envoi/moteur";
import type { Lecture, ObjetSortant } from "../../subgraphs/echanges/envoi/objet-sortant";
import type { FranceTravail } from "../../subgraphs/echanges/france-travail/api";
import { VirtualClock } from "../../subgraphs/shared/clock";
import { Database } from "../../subgraphs/shared/database";
import { createLog } from "../../subgraphs/shared/log";
import { type TestDatabase, testDatabase } from "../setup/database";
import { loadFixtures } from "../setup/fixtures";

export const DEBUT = new Date("2026-02-02T09:00:00Z");

/** What a small partner of the tests holds: effects in the order in which they were applied, by person. */
export interface Partenaire {
  appliques: { personne: string; fait: string; valeur: string }[];
  /** Told before each sending and each reading; may throw, or wait. */
  avant: (operation: "ENVOI" | "RELECTURE", fait: string) => Promise<void> | void;
  /** Told after a sending was applied. */
  apres: (fait: string) => Promise<void> | void;
}

/** The queue on a real database, a virtual clock, and a partner that only counts: for the engine itself. */
export async function ouvrirFile() {
  const base = await testDatabase();
  await loadFixtures(base.owner);
  const database = await Database.open(base.url, { role: "unefois_echanges", poolSize: 6 });
  const horloge = new VirtualClock(DEBUT);
  const partenaire: Partenaire = { appliques: [], avant: () => undefined, apres: () => undefined };
  /** Content of facts at their owner; absent: the fact no longer exists. */
  const faits = new Map<string, string>();
  const file = new FileEnvoi(database, "94");
  return {
    base,
    database,
    horloge,
    partenaire,
    faits,
    file,
    moteur: (autres: Partial<ReglagesMoteur> = {}, laFile: FileDEnvoi = file) =>
      nouveauMoteur({ partenaire, faits, horloge, file: laFile }, autres),
    inserer: (e: AInserer) => inserer(base, faits, e),
    echange: async (id: string) => (await base.owner.query("select * from echanges.echange where id = $1", [id])).rows[0],
    vider: async (moteur: Moteur, pendantMs: number) => {
      const fin = horloge.now().getTime() + pendantMs;
      for (;;) {
        if ((await moteur.tour()) > 0) continue;
        const prochain = await moteur.prochain();
        if (prochain === null || prochain.getTime() > fin) return;
        horloge.advance(Math.max(0, prochain.getTime() - horloge.now().getTime()));
      }
    },
    effacerTout: async () => {
      await base.owner.query("truncate echanges.echange, echanges.divergence, journal.consultation");
      partenaire.appliques.length = 0;
      partenaire.avant = () => undefined;
      partenaire.apres = () => undefined;
      faits.clear();
    },
    fermer: async () => {
      await database.close();
      await base.drop();
    },
  };
}
export type FileDeTest = Awaited<ReturnType<typeof ouvrirFile>>;

interface AInserer {
  ordre: number;
  personne: string | null;
  fait?: string;
  objet?: string;
  valeur?: string;
  survenuLe?: Date;
}

async function inserer(base: TestDatabase, faits: Map<string, string>, e: AInserer): Promise<string> {
  const fait = e.fait ?? randomUUID();
  if (!faits.has(fait) || e.valeur !== undefined) faits.set(fait, e.valeur ?? "une valeur");
  const { rows } = await base.owner.query(
    `insert into echanges.echange (departement, evenement, sens, partenaire, objet, allocataire, statut, cree_le, ordre, type_evenement, fait, donnees, canal)
     values ('94', $1, 'SORTANT', 'FRANCE_TRAVAIL', $2, $3, 'A_ENVOYER', $4, $5, 'Essai', $6, '{}', 'API') returning id`,
    [randomUUID(), e.objet ?? "ESSAI", e.personne, e.survenuLe ?? DEBUT, e.ordre, fait],
  );
  return rows[0].id;
}

function nouveauMoteur(
  { partenaire, faits, horloge, file }: { partenaire: Partenaire; faits: Map<string, string>; horloge: VirtualClock; file: FileDEnvoi },
  autres: Partial<ReglagesMoteur>,
): Moteur {
  return new Moteur({
    departement: "94",
    file,
    api: {
      usagers: { rechercher: async () => ({ jeton: "j", numeroFranceTravail: null, identiteCertifiee: null }), oublier: () => undefined },
    } as unknown as FranceTravail,
    objets: [objetDEssai("ESSAI", partenaire, faits)],
    bases: { ESSAI: { valeur: "L5311_8" } },
    designer: async (_d, ids) => new Map(ids.map((id) => [id, { numeroFranceTravail: "90000000001" }])),
    agent: { identifiant: "BATCH", nom: "BATCH", prenom: "BATCH" },
    clock: horloge,
    log: createLog("silent", "essai"),
    hasard: () => 0.5,
    ...autres,
  });
}

/** An object of one field, which the partner keeps and shows. */
export function objetDEssai(
  nom: string,
  partenaire: Partenaire,
  faits: ReadonlyMap<string, string>,
): ObjetSortant<string, { valeur: string }> {
  return {
    objet: nom,
    lire: async (messages) =>
      new Map(
        messages.flatMap((m): [string, Lecture<string>][] => {
          const fait = faits.get(m.fait!);
          return fait === undefined ? [] : [[m.echange, { etat: "A_DIRE", fait }]];
        }),
      ),
    corps: (_m, valeur) => ({ valeur }),
    envoyer: async (m, { valeur }, { usager }) => {
      await usager();
      await partenaire.avant("ENVOI", m.fait!);
      partenaire.appliques.push({ personne: m.allocataire ?? "", fait: m.fait!, valeur });
      await partenaire.apres(m.fait!);
      return { identifiant: `FT-${m.fait}` };
    },
    relire: async (m, { valeur }) => {
      await partenaire.avant("RELECTURE", m.fait!);
      const dernier = partenaire.appliques.filter(({ fait }) => fait === m.fait).at(-1);
      return { etat: dernier?.valeur === valeur ? "CONFORME" : "ABSENT" };
    },
  };
}
