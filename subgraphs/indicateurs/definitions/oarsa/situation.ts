import type { Faits } from "../../projection/faits";

/** What is true of people on a civil day, in SQL: their right, their orientation, their contract. $1 département; `jour`: an expression of a date. */

/** A right that is open; a state that nobody said is open. */
const OUVERT = "coalesce(s.etat, 'OUVERT_VERSABLE')";
const VERSABLE = `${OUVERT} = 'OUVERT_VERSABLE'`;
const SUSPENDU = `${OUVERT} in ('OUVERT_SUSPENDU', 'VERSEMENT_SUSPENDU')`;
const RESUME = `bool_or(${VERSABLE}) as versable, bool_or(${SUSPENDU}) as suspendu,
    bool_or(coalesce(s.soumis_droits_devoirs, false) and (${VERSABLE} or ${SUSPENDU})) as soumise`;

/** The right of each person on `jour`, all her dossiers together, as `d`: versable, suspendu, soumise. */
export const droitsLe = (f: Faits, jour: string): string => `(
    select s.allocataire, ${RESUME} from ${f.situation_droit} s
    where s.departement = $1 and s.depuis <= ${jour} and s.avant > ${jour} group by s.allocataire
  ) d`;

/** The right of the person of `ligne` on the day `jour` of that row, as `d`. */
export const droitDe = (f: Faits, ligne: string, jour: string): string => `lateral (
    select ${RESUME} from ${f.situation_droit} s
    where s.departement = $1 and s.allocataire = ${ligne}.allocataire and s.depuis <= ${jour} and s.avant > ${jour}
  ) d`;

/** Suspended rights counted or not, on `d`. */
export const EN_DROIT = { AVEC: "(d.versable or d.suspendu)", SANS: "d.versable" } as const;
/** Cut of the counts that keep suspended rights. */
export const SUSPENSION = "case when d.versable then 'NON_SUSPENDU' else 'SUSPENDU' end as suspension";

/** The orientation that runs on `jour`, one a person, as `o`: of those decided by then and not closed, the last. */
export const orientationsLe = (f: Faits, jour: string): string => `(
    select distinct on (o.allocataire) o.allocataire, o.id, nullif(o.organisme, '') as organisme, nullif(o.referent, '') as referent, o.parcours, o.categorie,
      o.decidee_le, o.close_le
    from ${f.orientation} o where o.departement = $1 and o.decidee_le <= ${jour} and (o.close_le is null or o.close_le > ${jour})
    order by o.allocataire, o.decidee_le desc, o.rang desc, o.id
  ) o`;

/** Contracts that count as a CER: since 2025 the contrat d’engagement replaces it. The three-month orientation contract and the PPAE are not CER. */
export const CER = "('CER', 'CONTRAT_ENGAGEMENT')";

/** The contract that runs on `jour`, one a person, as `c`, with its first day `debut`. */
export const contratsLe = (f: Faits, jour: string, natures: string): string => `(
    select distinct on (c.allocataire) c.allocataire, coalesce(c.date_debut, c.date_signature) as debut, c.date_fin as fin
    from ${f.contrat} c
    where c.departement = $1 and c.nature in ${natures} and c.date_signature <= ${jour} and coalesce(c.date_debut, c.date_signature) <= ${jour}
      and coalesce(c.date_fin, 'infinity') >= ${jour} and coalesce(c.cloture_le, 'infinity') > ${jour}
    order by c.allocataire, c.date_signature desc, c.id
  ) c`;

/** The registration of each person at France Travail on `jour`, as `i`. */
export const inscriptionsLe = (f: Faits, jour: string): string => `(
    select distinct on (i.allocataire) i.allocataire, i.statut from ${f.inscription} i
    where i.departement = $1 and i.date_effet <= ${jour} order by i.allocataire, i.date_effet desc
  ) i`;

/** The type of an organisme, as `g`. */
export const typeDe = (organisme: string, alias = "g"): string =>
  `left join publie.organisme ${alias} on ${alias}.departement = $1 and ${alias}.id = ${organisme}`;

/** The service public de l’emploi among the types of organismes that the hub knows. */
const DU_SPE = "('FRANCE_TRAVAIL', 'MISSION_LOCALE', 'CAP_EMPLOI')";
export const estSpe = (alias = "g"): string => `${alias}.type in ${DU_SPE}`;
export const estHorsSpe = (alias = "g"): string => `${alias}.type not in ${DU_SPE}`;
/** Column of the cut `secteur`. */
export const SECTEUR = `case when ${estSpe()} then 'SPE' when ${estHorsSpe()} then 'HORS_SPE' end as secteur`;

export const DONNE = ["organisme", "referent", "parcours", "categorie"] as const;
export const COLONNES = "o.organisme, o.referent, o.parcours, o.categorie";
