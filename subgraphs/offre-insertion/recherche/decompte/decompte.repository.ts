import type { Transaction } from "../../../shared/database";
import { enonce } from "../enonce";
import { ligne, type Valeurs } from "../filtre/conditions";
import { DIMENSIONS, type Dimension, type Jetons, presqueToutes } from "../filtre/jetons";

interface ParametresDeDecompte extends Valeurs {
  partout: string;
}
const NOMBRE = (mots: string) =>
  enonce<ParametresDeDecompte>(
    `select count(*)::int as nombre from offre_insertion.recherche r where r.jetons @@ :jetons::tsquery and ${ligne(true)}${mots}`,
  );
const PARTOUT = " and r.mots @@ :partout::tsquery";
const NOMBRE_SANS_MOTS = NOMBRE("");
const NOMBRE_AVEC_MOTS = NOMBRE(PARTOUT);

/** Number of offers that fit. One statement. */
export async function compter(tx: Transaction, valeurs: Valeurs, partout: string | undefined): Promise<number> {
  const texte = partout ? NOMBRE_AVEC_MOTS : NOMBRE_SANS_MOTS;
  return (await tx.row<{ nombre: number }>(texte.texte, texte.valeurs({ ...valeurs, partout: partout ?? "" })))!.nombre;
}

interface ParametresDeFacettes extends ParametresDeDecompte {
  lettres: string[];
  groupes: string[];
  maximum: number;
}
/** An offer is counted in a facet when it answers all the filters but, at most, the facet's own. The categories of thématiques follow their filter. */
const FACETTES = (mots: string) =>
  enonce<ParametresDeFacettes>(`with candidate as materialized (
    select r.jetons, e.lettre from (select * from offre_insertion.recherche r where r.jetons @@ :jetons::tsquery and ${ligne(true)}${mots} offset 0) r
    cross join lateral (select count(*) as n, min(g.lettre) as lettre from unnest(:lettres::text[], :groupes::tsquery[]) g(lettre, requete)
      where not r.jetons @@ g.requete) e where e.n <= 1),
  comptee as (
    select left(j, 1) as lettre, substr(j, 2) as valeur, count(*)::int as nombre
    from candidate c, unnest(tsvector_to_array(c.jetons)) j
    where left(j, 1) in ('t', 'k', 'p', 'f', 'm', 'y', 'o') and (left(j, 1) <> 'k' or j ~ '^k[a-z]')
      and (c.lettre is null or c.lettre = case left(j, 1) when 'k' then 't' else left(j, 1) end)
    group by 1, 2)
  select lettre, valeur, nombre from (
    select *, row_number() over (partition by lettre order by nombre desc, valeur) as rang from comptee) x
  where rang <= :maximum::int order by lettre, rang`);
const FACETTES_SANS_MOTS = FACETTES("");
const FACETTES_AVEC_MOTS = FACETTES(PARTOUT);

export interface ValeurDeFacette {
  valeur: string;
  nombre: number;
}
export type Facettes = Record<Dimension | "categories", ValeurDeFacette[]>;

/** Values of a facet at most. */
const MAXIMUM = 60;

/** Counts of each facet, the most frequent first. One statement. */
export async function compterFacettes(tx: Transaction, valeurs: Valeurs, jetons: Jetons, partout: string | undefined): Promise<Facettes> {
  const groupes = Object.entries(jetons.facettes) as [Dimension, string][];
  const texte = partout ? FACETTES_AVEC_MOTS : FACETTES_SANS_MOTS;
  const rows = await tx.rows<ValeurDeFacette & { lettre: string }>(
    texte.texte,
    texte.valeurs({
      ...valeurs,
      jetons: presqueToutes(jetons),
      partout: partout ?? "",
      lettres: groupes.map(([dimension]) => DIMENSIONS[dimension]),
      groupes: groupes.map(([, requete]) => requete),
      maximum: MAXIMUM,
    }),
  );
  const de = (lettre: string) => rows.filter((row) => row.lettre === lettre).map(({ valeur, nombre }) => ({ valeur, nombre }));
  const dimensions = Object.entries(DIMENSIONS).map(([dimension, lettre]) => [dimension, de(lettre)]);
  return { ...Object.fromEntries(dimensions), categories: de("k") } as Facettes;
}
