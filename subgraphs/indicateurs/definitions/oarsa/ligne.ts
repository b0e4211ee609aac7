import type { Calcul, Definition, Indicateur, Somme } from "../../mesure/calcul";
import { definir } from "../../mesure/definir";
import type { Faits } from "../../projection/faits";
import { CER, COLONNES, contratsLe, DONNE, droitsLe, inscriptionsLe, orientationsLe, SECTEUR, typeDe } from "./situation";

export const TABLE = { T1: "1", T2: "2", T3: "3", T4: "4", T5: "5", T6: "6" } as const;
type Table = keyof typeof TABLE;

/** Day of the stock. */
export const FIN = "$3::date";
const STOCK =
  "Stock au dernier jour de la période (31 décembre pour l’enquête) : personnes soumises aux droits et devoirs dont le droit est ouvert et versable ce jour-là, quoi que dise une sortie de parcours.";
export const SOURCE = "DREES, enquête annuelle sur l’orientation et l’accompagnement des bénéficiaires du RSA (OARSA), tableau";

/** What a line says beside its code and label. */
type Texte = Pick<Definition, "numerateur"> & Partial<Definition>;

/** The definition of a line of a table of OARSA; the usual words are those of a stock. */
export const texte = (table: Table, rang: number, libelle: string, plus: Texte) => ({
  code: `OARSA.${table}.${String(rang).padStart(2, "0")}`,
  libelle,
  cadre: "oarsa",
  tableau: `OARSA_${table}`,
  producteur: "DEPARTEMENT",
  unite: "personnes",
  denominateur: null,
  regleCohorte: STOCK,
  regleSuspendus: "SANS" as const,
  source: `${SOURCE} ${TABLE[table]}.`,
  ...plus,
});

/** Level of study: the table has this cut, the engine does not. */
export const NIVEAU = { niveauEtude: "niveau_etude", secteur: "secteur" } as const;

const stocker: Omit<Calcul, "lignes"> = {
  donne: DONNE,
  compte: "personnes",
  valeur: "nombre",
  parts: "nombre",
  additif: false,
  coupes: NIVEAU,
  coupe: null,
};

/** What a line reads beside the right (`d`), the orientation (`o`), its organisme (`g`) and the profile (`p`). */
export type Avec = (f: Faits) => string;
export const AVEC_CER: Avec = (f) => `left join ${contratsLe(f, FIN, CER)} on c.allocataire = d.allocataire`;
export const AVEC_INSCRIPTION: Avec = (f) => `left join ${inscriptionsLe(f, FIN)} on i.allocataire = d.allocataire`;

/** The people of the stock for whom `numerateur` is true, out of those for whom `denominateur` is. */
export const stock = (numerateur: string, denominateur: string | null = null, avec: Avec = () => ""): Calcul => ({
  ...stocker,
  ...(denominateur && { valeur: "pourcentage", parts: "pourcentage" }),
  lignes: (
    f,
  ) => `select d.allocataire, ${FIN} as le, (${numerateur})::int as numerateur, ${denominateur ? `(${denominateur})::int` : "null::int"} as denominateur,
      ${COLONNES}, p.niveau_etude, ${SECTEUR}
    from ${droitsLe(f, FIN)}
    left join ${orientationsLe(f, FIN)} on o.allocataire = d.allocataire
    ${typeDe("o.organisme")}
    left join ${f.profil} p on p.departement = $1 and p.allocataire = d.allocataire
    ${avec(f)}
    where d.versable and d.soumise and ${denominateur ?? numerateur}`,
});

/** A whole whose lines are read by a cut of its own: its name, and the expression of the class of each row. */
export const avecClasse = (calcul: Calcul, expression: string, nom = "classe"): Calcul => ({
  ...calcul,
  coupes: { ...calcul.coupes, [nom]: nom },
  lignes: (f) => calcul.lignes(f).replace("select ", `select ${expression} as ${nom}, `),
});

/** Says that a line of a table is a sum of classes of its whole: the lines are masked together. Its own rows stay for the lineage. */
export const enClasses = (ligne: Indicateur, somme: Omit<Somme, "coupe" | "sur"> & Partial<Somme>): Indicateur => ({
  ...ligne,
  calcul: { ...ligne.calcul, somme: { coupe: "classe", sur: null, ...somme } },
});

/** A line of a stock. */
export const ligneDeStock = (table: Table, rang: number, libelle: string, numerateur: string, ou: string, avec?: Avec): Indicateur =>
  definir(texte(table, rang, libelle, { numerateur }), stock(ou, null, avec));

/** A share of a stock. */
export const partDeStock = (
  table: Table,
  rang: number,
  libelle: string,
  mots: { numerateur: string; denominateur: string },
  ou: { numerateur: string; denominateur: string },
  avec?: Avec,
): Indicateur => definir(texte(table, rang, libelle, { unite: "%", ...mots }), stock(ou.numerateur, ou.denominateur, avec));

/** A line that the table asks for and that the hub cannot tell. */
export interface LigneSansCalcul {
  definition: Definition;
  pourquoi: string;
}

export const sansCalcul = (definition: Parameters<typeof definir>[0], pourquoi: string): LigneSansCalcul => ({
  definition: definir(definition, { lignes: () => "", compte: "personnes", valeur: "nombre", parts: "nombre", additif: false, coupe: null })
    .definition,
  pourquoi,
});
