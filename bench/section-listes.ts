import type { Base } from "./base";
import { type Cible, charger } from "./charge";
import { repondre } from "./contenu";
import { hubEnUnProcessus } from "./hub";
import type { Options } from "./options";
import type { Dire } from "./section-vitrine";
import { nombre, rapport, tableau } from "./tableau";

const PAGE = 50;
/** How many people are passed at a time on the way to the middle and to the end. */
const PAS = 200;

export const liste = (filtre: string, first: number, after: string | null, champs: string): string =>
  JSON.stringify({
    query: `query ($after: String) { allocataires(filtre: ${filtre}, first: ${first}, after: $after) { ${champs} } }`,
    variables: { after },
  });
export const LUE =
  "nodes { id nom prenoms commune { nom } orientation { parcours { libelle } organisme { nom } } } pageInfo { endCursor hasNextPage }";

interface Parcourue {
  total: number;
  /** Cursors before the page of the middle and before the last one. */
  milieu: string | null;
  fin: string | null;
}

/** Walks the whole list once: each person once, as many as `totalCount` says. */
async function parcourir(cible: Cible, filtre: string): Promise<Parcourue> {
  type Reponse = { data: { allocataires: { totalCount?: number; pageInfo: { endCursor: string | null; hasNextPage: boolean } } } };
  const demander = async (first: number, after: string | null, champs: string) =>
    ((await repondre({ ...cible, corps: liste(filtre, first, after, champs) })) as Reponse).data.allocataires;
  const total = (await demander(1, null, "totalCount pageInfo { endCursor hasNextPage }")).totalCount!;
  const avantLa = async (rang: number) => {
    let [curseur, passees]: [string | null, number] = [null, 0];
    while (passees < rang) {
      const pas = Math.min(PAS, rang - passees);
      curseur = (await demander(pas, curseur, "pageInfo { endCursor hasNextPage }")).pageInfo.endCursor;
      passees += pas;
    }
    return curseur;
  };
  return { total, milieu: await avantLa(Math.floor(total / 2)), fin: await avantLa(Math.max(0, total - PAGE)) };
}

/** A page of 50 people at the start, in the middle and at the end of the list of a département, and of a filtered one. */
export async function sectionListes(base: Base, databaseUrl: string, options: Options, dire: Dire): Promise<void> {
  const hub = await hubEnUnProcessus({ databaseUrl, dossier: base.dossier });
  try {
    const lignes: string[][] = [];
    for (const [nom, filtre] of LISTES) {
      const { total, milieu, fin } = await parcourir(hub.cible, filtre);
      const page = (place: string, after: string | null): Cible => ({ ...hub.cible, nom: place, corps: liste(filtre, PAGE, after, LUE) });
      const cibles = [page("au début", null), page("au milieu", milieu), page("à la fin", fin)];
      const mesures = await charger(cibles, { ...options, postgres: base.pid });
      const debut = mesures.get(cibles[0]!)!;
      for (const cible of cibles) {
        const m = mesures.get(cible)!;
        lignes.push([
          `${nom} (${nombre(total, 6)})`,
          cible.nom,
          rapport(m.p50, debut.p50),
          nombre(m.p50),
          nombre(m.debit),
          m.postgres === null ? "—" : nombre(m.postgres),
        ]);
      }
    }
    dire(tableau(["liste", "page de 50", "p50 / p50 du début (2 au plus)", "p50 ms", "réponses/s", "ms processeur PostgreSQL"], lignes));
  } finally {
    await hub.arreter();
  }
}

const LISTES = [
  ["tout le département", "{}"],
  ["un parcours", '{ parcours: ["REMOBILISATION_EMPLOI"] }'],
  ["une échéance dépassée", "{ echeanceDepassee: true }"],
] as const;
