import type { Transaction } from "../../shared/database";
import { avecProvenance } from "../provenance.repository";
import type { Situation } from "../situation";
import { COLONNES_DE_L_ACTE, provenanceDeLActe } from "../situation.repository";
import type { DemandeEnAttente, DemandesDOrientation } from "./demanderOrientation";
import type { Orientation } from "./orientation";
import { COLONNES_ORIENTATION } from "./orientation.repository";

const EN_ATTENTE = "('DEMANDEE', 'PRECONISEE')";
const PROVENANCE = "source, source_organisme, collectee_le, recue_le, certifiee, reference";
const PROCHAIN_RANG =
  "(select coalesce(max(x.rang), 0) + 1 from allocataires.orientation x where x.departement = d.departement and x.allocataire = d.allocataire)";

const SANS_DECISION = (
  depuis: string,
) => `not exists (select from allocataires.orientation o where o.departement = e.departement and o.allocataire = e.allocataire
        and ((o.statut = 'DECIDEE' and o.close_le is null) or o.decidee_le >= ${depuis}))`;

/** For whom the flows ask for an orientation, by the last entry: told to the Département (the stock is not), rights not closed, nobody decided since. */
const attendues = (personnes: string) => `select e.departement, e.allocataire, e.notification
    from ${personnes} t
    cross join lateral (select * from allocataires.entree f where f.departement = t.departement and f.allocataire = t.id order by f.rang desc limit 1) e
    where e.notification is not null and e.droits_clos_le is null and e.sortie is null and e.decision_orientation is null
      and ${SANS_DECISION("e.notification")}`;
const DU_FLUX = "o.statut = 'DEMANDEE' and o.origine in ('FLUX_CAF', 'FLUX_MSA')";
const MEME = (a: string) => `${a}.departement = o.departement and ${a}.allocataire = o.allocataire`;
const SANS_ATTENTE = `not exists (select from allocataires.orientation o where ${MEME("d")} and o.statut in ${EN_ATTENTE})`;

/** SQL that brings the requests of the CAF and MSA flows up to date for the people of a table or CTE of the import (`departement`, `id`), after their
 * entries are written and in the same transaction. As long as nobody decided, a request follows the entry that made it, and goes with it: any order of
 * the same flows ends in the same requests. */
export const demandesDesFluxSql = (personnes: string): string => `
  delete from allocataires.orientation o using ${personnes} p
    where o.departement = p.departement and o.allocataire = p.id and ${DU_FLUX} and not exists (select from (${attendues(personnes)}) a where ${MEME("a")});
  update allocataires.orientation o set demandee_le = a.notification from (${attendues(personnes)}) a
    where ${MEME("a")} and ${DU_FLUX} and o.demandee_le <> a.notification;
  insert into allocataires.orientation (departement, allocataire, rang, statut, origine, competence, demandee_le, ${PROVENANCE})
  select d.departement, d.allocataire, ${PROCHAIN_RANG}, 'DEMANDEE', case when z.source = 'MSA' then 'FLUX_MSA' else 'FLUX_CAF' end, 'DEPARTEMENT', d.notification,
    ${PROVENANCE.replace(/\w+/g, "z.$&")}
  from (${attendues(personnes)}) d
  cross join lateral (
    select o.* from allocataires.membre m join allocataires.dossier o on o.departement = m.departement and o.id = m.dossier
    where m.departement = d.departement and m.allocataire = d.allocataire
    order by (m.au is null) desc, coalesce(o.date_demande, o.ouverture_droits, m.du) desc, o.id limit 1
  ) z
  where ${SANS_ATTENTE}`;

/** The same for registrations at France Travail (`inscription_france_travail`): who has rights and duties, is registered, and has neither an orientation
 * that runs nor one that is asked for or was decided since. The request carries the provenance of the registration. */
export const demandesDesInscriptionsSql = (personnes: string): string => `
  insert into allocataires.orientation (departement, allocataire, rang, statut, origine, competence, demandee_le, ${PROVENANCE})
  select d.departement, d.allocataire, ${PROCHAIN_RANG}, 'DEMANDEE', 'INSCRIPTION_FRANCE_TRAVAIL', 'DEPARTEMENT', d.depuis, ${PROVENANCE.replace(/\w+/g, "d.$&")}
  from (
    select e.*, coalesce(e.date_inscription, e.date_effet) as depuis from ${personnes} t
    join allocataires.allocataire a on a.departement = t.departement and a.id = t.id and a.soumis_droits_devoirs
    cross join lateral (select * from allocataires.inscription_france_travail i where i.departement = t.departement and i.allocataire = t.id
      order by i.date_effet desc limit 1) e
    where e.statut = 'INSCRIT' and ${SANS_DECISION("coalesce(e.date_inscription, e.date_effet)")}
  ) d
  where ${SANS_ATTENTE}`;

/** Requests in one writing transaction. */
export class DemandesDOrientationRepository implements DemandesDOrientation {
  constructor(private readonly tx: Transaction) {}

  enAttente({ departement, allocataire }: Situation): Promise<DemandeEnAttente | null> {
    return this.tx.row<DemandeEnAttente>(
      `select o.id, o.origine, o.demandee_le as "demandeeLe" from allocataires.orientation o
       where o.departement = $1 and o.allocataire = $2 and o.statut in ${EN_ATTENTE} order by o.rang limit 1`,
      [departement, allocataire],
    );
  }

  async demander({ departement, allocataire, acteur }: Situation, demande: DemandeEnAttente, le: Date): Promise<Orientation> {
    const ligne = await this.tx.row<Orientation>(
      `insert into allocataires.orientation as o (departement, allocataire, id, rang, statut, origine, competence, demandee_le, ${COLONNES_DE_L_ACTE})
       select d.departement, d.allocataire, $3, ${PROCHAIN_RANG}, 'DEMANDEE', $4, 'DEPARTEMENT', $5, $6, $7, $8::timestamptz, $9::timestamptz, $10::boolean
       from (select $1::text as departement, $2::uuid as allocataire) d
       returning ${COLONNES_ORIENTATION}`,
      [departement, allocataire, demande.id, demande.origine, demande.demandeeLe, ...provenanceDeLActe(acteur, le)],
    );
    return avecProvenance(ligne!);
  }

  async requalifier({ departement, acteur }: Situation, demande: DemandeEnAttente, le: Date): Promise<Orientation> {
    const ligne = await this.tx.row<Orientation>(
      `update allocataires.orientation o set origine = $3, demandee_le = $4, reference = null, (${COLONNES_DE_L_ACTE}) = row ($5, $6, $7::timestamptz, $8::timestamptz, $9::boolean)
       where o.departement = $1 and o.id = $2 returning ${COLONNES_ORIENTATION}`,
      [departement, demande.id, demande.origine, demande.demandeeLe, ...provenanceDeLActe(acteur, le)],
    );
    return avecProvenance(ligne!);
  }
}
