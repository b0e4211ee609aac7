import type { Transaction } from "../../shared/database";
import { MOTIF_LISIBLE } from "../contrat/contrat.repository";
import { DIAGNOSTIC_SERVI } from "../diagnostic/diagnostic.repository";
import { servi } from "../droits-des-personnes/limitation.repository";
import type { TypeEnregistrement } from "./format";

/** A fact of a person, as the hub stores it. `objet`: what the hub calls it; an instant is a Date, a civil date a text. */
export interface FaitStocke {
  type: TypeEnregistrement;
  allocataire: string;
  objet: string;
  collecteLe: Date;
  champs: Record<string, unknown>;
}

/** The numbers under which a person may be named in a file. */
export interface NomsDePersonne {
  allocataire: string;
  identifiantDepartement: string | null;
  identifiantLe: Date | null;
  numeroDemande: string | null;
  role: string | null;
  numeroFranceTravail: string | null;
}

const NUMERO = (
  type: string,
) => `(select i.valeur from allocataires.identifiant i where i.departement = a.departement and i.allocataire = a.id
  and i.type = '${type}' and i.valide_au is null order by i.collectee_le desc, i.id limit 1)`;

/** How each person can be named, in one statement. */
export const nomsDesPersonnes = (tx: Transaction, ids: string[]): Promise<NomsDePersonne[]> =>
  tx.rows<NomsDePersonne>(
    `select a.id as allocataire, d.valeur as "identifiantDepartement", d.collectee_le as "identifiantLe", m.numero_demande as "numeroDemande", m.role,
       ${NUMERO("NUMERO_FRANCE_TRAVAIL")} as "numeroFranceTravail"
     from allocataires.allocataire a
     left join lateral (select i.valeur, i.collectee_le from allocataires.identifiant i where i.departement = a.departement and i.allocataire = a.id
       and i.type = 'IDENTIFIANT_DEPARTEMENT' and i.valide_au is null order by i.collectee_le desc, i.id limit 1) d on true
     left join lateral (select z.numero_demande, m.role from allocataires.membre m
       join allocataires.dossier z on z.departement = m.departement and z.id = m.dossier
       where m.departement = a.departement and m.allocataire = a.id and m.au is null and m.role in ('DEM', 'CJT')
       order by z.flux_cree_le desc, z.id limit 1) m on true
     where a.id = any ($1::uuid[])`,
    [ids],
  );

/** The intervention that the decision itself opened: who followed first. */
const PREMIERE = `left join lateral (select i.id, i.organisme, i.referent from allocataires.intervention i
    where i.departement = o.departement and i.orientation = o.id and i.role = 'REFERENT_UNIQUE' order by i.du, i.id limit 1) i on true`;

/** An intervention keeps no provenance: it was known on its first day, or with the orientation when that day is still to come. */
const CONNUE = `case when n.du <= current_setting('unefois.aujourdhui')::date then greatest(o.collectee_le, n.du::timestamp at time zone 'UTC') else o.collectee_le end`;

/** Its last day, unless it follows from another record: the orientation closed, or the next référent unique began. */
const FIN = `case when (o.close_le is null or n.au < o.close_le - 1) and not (n.role = 'REFERENT_UNIQUE' and exists (select from allocataires.intervention x
    where x.departement = n.departement and x.orientation = n.orientation and x.role = n.role and x.id <> n.id and x.du = n.au + 1)) then n.au end`;

// A limited datum stays here: the software of the Département is a reader as another (RGPD, article 18).
const TELEPHONE = servi("telephone", "a.telephone");
const COURRIEL = servi("courriel", "a.courriel");

/** SELECT of each kind: allocataire, objet, collecteLe, and a JSON object of the fields of the format, nulls left out. */
const FAITS: Record<string, string> = {
  coordonnees: `select a.id, a.id::text, greatest(a.collectee_le, d.le), jsonb_build_object('telephone', ${TELEPHONE}, 'courriel', ${COURRIEL})
    from allocataires.allocataire a
    left join lateral (select max(d.collectee_le) as le from allocataires.declaration d
      where d.departement = a.departement and d.allocataire = a.id and d.donnees ?| array['telephone', 'courriel']) d on true
    where a.id = any ($1::uuid[]) and (${TELEPHONE} is not null or ${COURRIEL} is not null)`,
  orientation: `select o.allocataire, o.id::text, o.collectee_le, jsonb_build_object('organisme', g.code, 'referent', r.code, 'parcours', o.parcours,
      'decideeLe', o.decidee_le, 'motif', o.motif, 'intensite', o.intensite, 'origine', o.origine,
      'decideePar', case when o.decidee_par = 'FRANCE_TRAVAIL' then o.decidee_par end)
    from allocataires.orientation o ${PREMIERE}
    left join allocataires.organisme g on g.id = coalesce(i.organisme, o.organisme)
    left join allocataires.referent r on r.departement = o.departement and r.id = i.referent
    where o.allocataire = any ($1::uuid[]) and o.statut in ('DECIDEE', 'CLOSE') and o.decidee_le is not null`,
  affectation: `select n.allocataire, concat_ws('/', n.orientation, n.referent, n.role, n.du), ${CONNUE}, jsonb_build_object('organisme', g.code,
      'referent', r.code, 'role', n.role, 'du', n.du, 'au', ${FIN})
    from allocataires.intervention n
    join allocataires.orientation o on o.departement = n.departement and o.id = n.orientation ${PREMIERE}
    join allocataires.organisme g on g.id = n.organisme
    join allocataires.referent r on r.departement = n.departement and r.id = n.referent
    where n.allocataire = any ($1::uuid[]) and n.id is distinct from i.id and o.statut in ('DECIDEE', 'CLOSE')`,
  diagnostic: `select d.allocataire, d.id::text, d.collectee_le, jsonb_build_object('etabliLe', d.etabli_le, 'niveauQualification', d.niveau_qualification,
      'situationEmploi', d.situation_emploi, 'projetProfessionnel', d.projet_professionnel, 'metiersRecherches', to_jsonb(d.metiers_recherches),
      'procheAidant', d.proche_aidant, 'contraintes', (select coalesce(jsonb_agg(jsonb_build_object('frein', c.frein, 'impact', c.impact, 'prioritaire', c.prioritaire)
        order by c.frein), '[]') from allocataires.contrainte c where c.departement = d.departement and c.diagnostic = d.id))
    from allocataires.diagnostic d where d.allocataire = any ($1::uuid[]) and ${DIAGNOSTIC_SERVI}`,
  contrat: `select c.allocataire, c.id::text, c.collectee_le, case when c.statut = 'REFUSE'
      then jsonb_build_object('dateRefus', c.date_refus, 'motifRefus', c.motif_refus)
      else jsonb_build_object('nature', c.nature, 'dateSignature', c.date_signature, 'dateFin', c.date_fin, 'heuresHebdomadaires', c.heures_hebdomadaires,
        'exempte', m.exempte, 'motifModulation', s.motif) end
    from allocataires.contrat_engagement c
    left join allocataires.modulation m on m.departement = c.departement and m.contrat = c.id and m.du = c.date_debut ${MOTIF_LISIBLE}
    where c.allocataire = any ($1::uuid[]) and (c.statut = 'REFUSE' or c.date_signature is not null)`,
  reprise: `select r.allocataire, r.id::text, r.collectee_le, jsonb_build_object('debut', r.debut, 'typeContrat', r.type_contrat, 'dureeMois', r.duree_mois,
      'quotite', r.quotite) from allocataires.reprise_emploi r where r.allocataire = any ($1::uuid[])`,
  sortie: `select s.allocataire, s.id::text, s.collectee_le, jsonb_build_object('nature', s.nature, 'date', s.date)
    from allocataires.sortie s where s.allocataire = any ($1::uuid[]) and s.annulee_le is null`,
};

/** The facts of people, one statement a kind. A purpose that no diagnostic serves reads none. */
export async function faitsDesPersonnes(tx: Transaction, ids: string[]): Promise<FaitStocke[]> {
  const parType = await Promise.all(
    Object.entries(FAITS).map(async ([type, select]) => {
      const lignes = await tx.rows<Omit<FaitStocke, "type">>(
        `with fait (allocataire, objet, le, champs) as (${select})
         select allocataire, objet, le as "collecteLe", jsonb_strip_nulls(champs) as champs from fait order by le, objet`,
        [ids],
      );
      return lignes.map((ligne) => ({ ...ligne, type: type as TypeEnregistrement }));
    }),
  );
  return parType.flat();
}

export interface ReferentStocke {
  objet: string;
  champs: { organisme: string; code: string; nom: string; prenom: string | null; fonction: string | null };
}

/** The référents of a département: no person is read. */
export const referentsDuDepartement = (tx: Transaction, departement: string): Promise<ReferentStocke[]> =>
  tx.rows<ReferentStocke>(
    `select r.id as objet, jsonb_strip_nulls(jsonb_build_object('organisme', o.code, 'code', r.code, 'nom', r.nom, 'prenom', r.prenom, 'fonction', r.fonction)) as champs
     from allocataires.referent r join allocataires.organisme o on o.id = r.organisme where r.departement = $1 order by r.id`,
    [departement],
  );
