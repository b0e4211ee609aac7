import { departementsSql } from "../../shared/perimetre";
import { depasseesSql } from "../echeance/depassees.repository";
import type { Seuils } from "../echeance/horloge";
import { formesDuMatricule } from "./allocataire";
import type { FiltreAllocataires } from "./filtre";
import { autreFormeFranceTravail } from "./identifiant.repository";

/** Conditions on `allocataire a`: SQL made of constants of this file, and the values of its parameters. */
export interface ConditionsSql {
  where: string;
  values: unknown[];
}

const COURANTE = `from allocataires.orientation o where o.departement = a.departement and o.allocataire = a.id and o.statut = 'DECIDEE' and o.close_le is null`;
const SUIVI = (champ: "organisme" | "referent", jour: string, valeur: string) =>
  `exists (select from allocataires.intervention i where i.departement = a.departement and i.allocataire = a.id and i.${champ} = ${valeur}
     and i.du <= ${jour}::date and (i.au is null or i.au >= ${jour}::date))`;
/** The people whose names have a word that begins by each of the words: the index of words answers (view nom_cherche).
 * OFFSET 0 keeps the sub-query apart: PostgreSQL 18 would join the table with itself away, and read every name. */
const NOMMEES = (mots: string) =>
  `(a.departement, a.id) in (select n.departement, n.allocataire from allocataires.nom_cherche n where n.mots @@ ${mots}::tsquery offset 0)`;
/** The people known under a number: of demand or of the département as it is, of France Travail or of the CAF in each of its forms. */
const NUMEROTEES = (numero: string, matricules: string) =>
  `(a.departement, a.id) in (select n.departement, coalesce(x.canonique, x.id) from (
     select i.departement, i.allocataire from allocataires.identifiant i where i.departement = any ${departementsSql}
       and i.type in ('NUMERO_DEMANDE_RSA', 'NUMERO_FRANCE_TRAVAIL', 'IDENTIFIANT_DEPARTEMENT') and i.valeur = ${numero}
     union all
     select i.departement, i.allocataire from allocataires.identifiant i where i.departement = any ${departementsSql} and ${autreFormeFranceTravail("i", `${numero}::text`)}
     union all
     select i.departement, i.allocataire from allocataires.identifiant i where i.departement = any ${departementsSql}
       and i.type = 'MATRICULE_CAF' and i.valeur = any (${matricules}::text[])) n
   join allocataires.allocataire x on x.departement = n.departement and x.id = n.allocataire)`;
/** Every word, as the beginning of one. Words hold letters and digits only: nothing to escape. */
const debuts = (mots: string[]) => mots.map((mot) => `'${mot}':*`).join(" & ");
const ENTREE = `from allocataires.entree e where e.departement = a.departement and e.allocataire = a.id
  and e.rang = (select max(f.rang) from allocataires.entree f where f.departement = a.departement and f.allocataire = a.id)`;

/** The filter as SQL. @param departement the only one that the caller reads, or null when there are several.
 * @param jour civil date of the caller's day.  @param seuils thresholds of the clocks by département, needed by `echeanceDepassee` only. */
export function conditions(
  filtre: FiltreAllocataires,
  departement: string | null,
  jour: string,
  seuils: Record<string, Seuils> = {},
): ConditionsSql {
  const values: unknown[] = [];
  const p = (value: unknown) => `$${values.push(value)}`;
  const clauses = ["a.canonique is null"];
  const presque = <T>(value: T | null | undefined, clause: (value: T) => string) => {
    if (value !== null && value !== undefined) clauses.push(clause(value));
  };
  presque(departement, (d) => `a.departement = ${p(d)}`);
  presque(filtre.departement === departement ? null : filtre.departement, (d) => `a.departement = ${p(d)}`);
  presque(filtre.communes, (c) => (c.length === 1 ? `a.code_insee = ${p(c[0])}` : `a.code_insee = any (${p(c)}::text[])`));
  presque(
    filtre.categorie,
    (c) => `exists (select ${COURANTE} and exists (select from allocataires.parcours_local l
     where l.departement = o.departement and l.code = o.parcours and l.categorie = ${p(c)}))`,
  );
  presque(filtre.parcours, (c) => `exists (select ${COURANTE} and o.parcours = any (${p(c)}::text[]))`);
  presque(filtre.organisme, (o) => SUIVI("organisme", p(jour), p(o)));
  presque(filtre.referent, (r) => SUIVI("referent", p(jour), p(r)));
  presque(filtre.sansOrientation, (sans) => `${sans ? "not " : ""}exists (select ${COURANTE})`);
  presque(filtre.ouvertureDroitsDepuis, (d) => `exists (select ${ENTREE} and e.ouverture_droits >= ${p(d)}::date)`);
  presque(filtre.ouvertureDroitsJusque, (d) => `exists (select ${ENTREE} and e.ouverture_droits <= ${p(d)}::date)`);
  presque(filtre.mots?.length ? filtre.mots : null, (mots) => NOMMEES(p(debuts(mots))));
  for (const numero of filtre.numeros ?? []) clauses.push(NUMEROTEES(p(numero.toUpperCase()), p(formesDuMatricule(numero))));
  presque(
    filtre.echeanceDepassee,
    (depassee) => `${depassee ? "" : "not "}exists (select from ${depasseesSql(p(jour), p(JSON.stringify(seuils)))})`,
  );
  return { where: clauses.join(" and "), values };
}
