import { sousGraphe } from "../../../subgraphs/indicateurs/sous-graphe";
import { type TestDatabase, testDatabase } from "../../setup/database";
import { CALLERS, type TestSubgraph, testSubgraph } from "../../setup/subgraph";

/** A small département: two communes where almost nobody enters, two of some, two of many; sets of communes that cross. */
export const COMMUNES = ["94001", "94002", "94003", "94004", "94005", "94006"] as const;
const POIDS = [5, 12, 30, 140, 55, 90];
export const ENSEMBLES = {
  "94-PILOTE": { nature: "PILOTE", communes: ["94001", "94003"] },
  "94-T1": { nature: "EPCI", communes: ["94001", "94002", "94003"] },
  "94-T2": { nature: "EPCI", communes: ["94004", "94005", "94006"] },
  "94-EST": { nature: "AUTRE", communes: ["94002", "94004"] },
} as const;
export const PARCOURS = ["FRANCE_TRAVAIL", "JEUNES", "PARCOURS_INSERTION"] as const;
const PART_DES_PARCOURS = [0.7, 0.06, 0.24];

export const communesDe = (territoire: string): readonly string[] =>
  territoire === "94" ? COMMUNES : (ENSEMBLES[territoire as keyof typeof ENSEMBLES]?.communes ?? [territoire]);

/** One entry: where, under which parcours, notified when, and known by the hub the same day. */
export interface Fait {
  commune: string;
  parcours: string;
  flux: boolean;
  jour: string;
}

/** Numbers in [0, 1[, the same for the same seed. */
export function hasard(graine: number): () => number {
  let etat = graine;
  return () => {
    etat = (etat * 48_271) % 2_147_483_647;
    return etat / 2_147_483_647;
  };
}

/** Entries of a year. @param jours days on which entries are notified. */
export function tirer(graine: number, jours: readonly string[]): Fait[] {
  const tirage = hasard(graine);
  return COMMUNES.flatMap((commune, i) =>
    Array.from({ length: Math.round(POIDS[i]! * (0.7 + 0.6 * tirage())) }, (): Fait => {
      const x = tirage();
      const parcours = PARCOURS[x < PART_DES_PARCOURS[0]! ? 0 : x < PART_DES_PARCOURS[0]! + PART_DES_PARCOURS[1]! ? 1 : 2]!;
      return { commune, parcours, flux: tirage() < 0.8, jour: jours[Math.floor(tirage() * jours.length)]! };
    }),
  );
}

export interface Monde {
  db: TestDatabase;
  sg: TestSubgraph;
  /** Replaces all the facts. */
  poser(faits: readonly Fait[]): Promise<void>;
  /** Answers of one operation: one a demand, in their order. */
  demander(demandes: readonly Record<string, string | number | undefined>[]): Promise<any[]>;
  fermer(): Promise<void>;
}

const TABLES = ["personne", "localisation", "entree"];

export async function ouvrirMonde(seuil: number): Promise<Monde> {
  const db = await testDatabase();
  const sg = await testSubgraph(sousGraphe, db.url, { seuilIndicateurs: seuil });
  for (const [code, { nature, communes }] of Object.entries(ENSEMBLES)) {
    await db.owner.query(
      "insert into indicateurs.territoire (departement, code, libelle, communes, nature) values ('94', $1, $1, $2, $3)",
      [code, communes, nature],
    );
  }
  // Rows are laid down as they are known, day by day: nothing to keep of what they were.
  await db.owner.query("select set_config('indicateurs.sans_histoire', 'oui', false)");
  await db.owner.query(
    "insert into indicateurs.connaissance (departement, premier, dernier, evenement_le) values ('94', '2024-01-01', '2026-11-21', '2026-11-21T08:00:00Z')",
  );
  return {
    db,
    sg,
    poser: async (faits) => {
      await db.owner.query(`truncate ${TABLES.map((table) => `indicateurs.${table}, indicateurs.${table}_passee`).join(", ")}`);
      await db.owner.query(
        `with f as (select gen_random_uuid() as id, f.* from jsonb_to_recordset($1::jsonb) as f (commune text, parcours text, flux boolean, jour date)),
        p as (insert into indicateurs.personne (departement, allocataire, code_insee, soumis_droits_devoirs, connu_depuis)
          select '94', id, commune, true, jour from f),
        l as (insert into indicateurs.localisation (departement, allocataire, depuis, code_insee, du, avant, connu_depuis)
          select '94', id, jour, commune, '-infinity', 'infinity', jour from f)
        insert into indicateurs.entree (departement, allocataire, rang, notification, entree_dispositif, ouverture_droits, flux, parcours, connu_depuis)
          select '94', id, 1, jour, jour, jour, flux, parcours, jour from f`,
        [JSON.stringify(faits)],
      );
    },
    demander: (demandes) => demander(sg, demandes),
    fermer: async () => {
      await sg.close();
      await db.drop();
    },
  };
}

const CHAMPS = "numerateur denominateur valeur masquee ventilation { cle numerateur denominateur valeur masquee }";

async function demander(sg: TestSubgraph, demandes: readonly Record<string, string | number | undefined>[]): Promise<any[]> {
  const arguments_ = (demande: Record<string, string | number | undefined>) =>
    Object.entries(demande)
      .filter(([, valeur]) => valeur !== undefined)
      .map(([nom, valeur]) => `${nom}: ${JSON.stringify(valeur)}`)
      .join(", ");
  const champs = demandes.map((demande, i) => `r${i}: indicateur(${arguments_(demande)}) { ${CHAMPS} }`);
  const { data, errors } = await sg.run(CALLERS.pilotage, `{ ${champs.join("\n")} }`, {}, new Date("2026-11-22T09:00:00Z"));
  if (errors) throw (errors[0] as any).originalError ?? errors[0];
  return demandes.map((_, i) => data[`r${i}`]);
}
