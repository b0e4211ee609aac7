import type { Faits } from "../../projection/faits";
import type { Calcul, ColonneCommune, CoupeCommune, RegleLieu } from "../calcul";

/** How the engine finds, for each row `l` of an indicator, what its cuts need. $1 is the département. */

type Recherche = "lieu" | "epci" | "clpe" | "pilote" | "profil" | "entree" | "orientation";

/** The first day that the département knew of an entry. */
const PRESENTATION = "coalesce(e.notification, e.entree_dispositif, e.ouverture_droits)";

/** Facts as known on a day read that of the period: beside it, they are a lateral sub-select. */
const cote = (relation: string): string => (relation.startsWith("(") ? `lateral ${relation}` : relation);

const LIEU: Record<RegleLieu, (f: Faits) => string> = {
  A_LA_DATE: (f) => `left join ${cote(f.localisation)} lieu on lieu.departement = $1 and lieu.allocataire = l.allocataire
      and lieu.du <= l.le and lieu.avant > l.le`,
  ACTUELLE: (f) => `left join ${cote(f.personne)} lieu on lieu.departement = $1 and lieu.allocataire = l.allocataire`,
};

const ensemble = (nature: string) => `left join (
    select c.commune, min(t.code) as code from indicateurs.territoire t cross join unnest(t.communes) c (commune)
    where t.departement = $1 and t.nature = '${nature.toUpperCase()}' group by c.commune
  ) ${nature} on ${nature}.commune = lieu.code_insee`;

const RECHERCHES: Record<Recherche, (f: Faits, regle: RegleLieu) => string> = {
  lieu: (f, regle) => LIEU[regle](f),
  epci: () => ensemble("epci"),
  clpe: () => ensemble("clpe"),
  pilote: () => ensemble("pilote"),
  profil: (f) => `left join ${cote(f.profil)} profil on profil.departement = $1 and profil.allocataire = l.allocataire`,
  entree: (f) => `left join lateral (
      select e.ouverture_droits, coalesce(e.flux, true) as flux from ${f.entree} e
      where e.departement = $1 and e.allocataire = l.allocataire and ${PRESENTATION} <= l.le order by e.rang desc limit 1
    ) entree on true`,
  orientation: (f) => `left join lateral (
      select o.parcours, o.categorie, o.organisme, o.referent from ${f.orientation} o
      where o.departement = $1 and o.allocataire = l.allocataire and o.decidee_le <= l.le
      order by o.decidee_le desc, o.rang desc, o.id limit 1
    ) orientation on true`,
};

const classes = (mesure: string, bornes: readonly [string, string][], reste: string) =>
  `case ${bornes.map(([avant, classe]) => `when ${mesure.replace("?", avant)} then '${classe}'`).join(" ")} when ${mesure.replace(/ <.*/, "")} is not null then '${reste}' end`;

const AGE = classes(
  "extract(year from age(l.le, profil.naissance)) < ?",
  [
    ["25", "0-24"],
    ["30", "25-29"],
    ["40", "30-39"],
    ["50", "40-49"],
    ["60", "50-59"],
  ],
  "60+",
);
const ANCIENNETE = `case when entree.ouverture_droits is null then null
  when l.le < entree.ouverture_droits + interval '6 months' then 'MOINS_6_MOIS'
  when l.le < entree.ouverture_droits + interval '1 year' then '6_MOIS_1_AN'
  when l.le < entree.ouverture_droits + interval '2 years' then '1_2_ANS'
  when l.le < entree.ouverture_droits + interval '5 years' then '2_5_ANS' else '5_ANS_ET_PLUS' end`;

interface Coupe {
  sql: string;
  recherches: readonly Recherche[];
}

/** A column of `lignes`, or what the person's orientation or entry says on the day `le`. */
const trouvee = (calcul: Calcul, colonne: ColonneCommune, ou: "orientation" | "entree"): Coupe =>
  calcul.donne?.includes(colonne) ? { sql: `l.${colonne}`, recherches: [] } : { sql: `${ou}.${colonne}`, recherches: [ou] };

const COUPES: Record<CoupeCommune, (calcul: Calcul) => Coupe> = {
  commune: () => ({ sql: "lieu.code_insee", recherches: ["lieu"] }),
  epci: () => ({ sql: "epci.code", recherches: ["lieu", "epci"] }),
  clpe: () => ({ sql: "clpe.code", recherches: ["lieu", "clpe"] }),
  departement: () => ({ sql: "$1::text", recherches: [] }),
  pilote: () => ({
    sql: "case when pilote.commune is not null then 'PILOTE' when lieu.code_insee is not null then 'HORS_PILOTE' end",
    recherches: ["lieu", "pilote"],
  }),
  organisme: (calcul) => trouvee(calcul, "organisme", "orientation"),
  referent: (calcul) => trouvee(calcul, "referent", "orientation"),
  categorie: (calcul) => trouvee(calcul, "categorie", "orientation"),
  parcours: (calcul) => trouvee(calcul, "parcours", "orientation"),
  age: () => ({ sql: AGE, recherches: ["profil"] }),
  sexe: () => ({ sql: "profil.sexe", recherches: ["profil"] }),
  situationFamiliale: () => ({ sql: "profil.situation_familiale", recherches: ["profil"] }),
  anciennete: () => ({ sql: ANCIENNETE, recherches: ["entree"] }),
  flux: (calcul) => {
    const { sql, recherches } = trouvee(calcul, "flux", "entree");
    return { sql: `case ${sql} when true then 'FLUX' when false then 'STOCK' end`, recherches };
  },
  mois: () => ({ sql: "to_char(l.le, 'YYYY-MM')", recherches: [] }),
};

/** The expression of a cut, and what must be looked up for it. */
export function coupe(calcul: Calcul, nom: string): Coupe {
  const colonne = calcul.coupes && Object.hasOwn(calcul.coupes, nom) ? calcul.coupes[nom] : undefined;
  return colonne === undefined ? COUPES[nom as CoupeCommune](calcul) : { sql: `l.${colonne}`, recherches: [] };
}

/** The joins that find what is asked, each once and in an order where it can be found. */
export function joindre(recherches: Iterable<Recherche>, f: Faits, regle: RegleLieu): string {
  const voulues = new Set(recherches);
  return (Object.keys(RECHERCHES) as Recherche[])
    .filter((recherche) => voulues.has(recherche))
    .map((recherche) => RECHERCHES[recherche](f, regle))
    .join("\n");
}
