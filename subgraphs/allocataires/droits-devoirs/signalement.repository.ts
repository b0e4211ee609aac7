import type { Transaction } from "../../shared/database";
import { isUuid } from "../../shared/page";
import { avecProvenance } from "../provenance.repository";
import type { Situation } from "../situation";
import { COLONNES_DE_L_ACTE, provenanceDeLActe } from "../situation.repository";
import type { Manquement } from "./manquement";
import { COLONNES_MANQUEMENT, manquementDuPartenaire } from "./manquement.repository";
import type { DemandeManquement, Fondements, Manquements } from "./signalerManquement";
import { PERIODES_SOUMISES } from "./soumise.repository";

/** An agent closed the examination in which this absence stands, and no other one of hers is open. The person has one id now, her rows may have older ones. */
const EXAMEN_CLOS = `coalesce((select bool_and(e.statut = 'CLOSE') and bool_or(e.statut = 'CLOSE' and e.decision = 'CLORE') from publie.examen_absence e
    where e.departement = $1 and $3::uuid in (e.premiere, e.seconde) and e.allocataire in (
      select a.id from allocataires.allocataire a where a.departement = $1 and $2::uuid in (a.id, a.canonique))), false)`;

const uuidOuNull = (id: string | null | undefined): string | null => (isUuid(id) ? id : null);

const JOUR = (instant: string) => `(${instant} at time zone 'Europe/Paris')::date`;
/** The missed appointment and its convocation, in civil dates. */
const PRESENCE = `select p.statut, json_build_object('debut', ${JOUR("p.debut")}, 'envoyeeLe', ${JOUR("p.convocation_envoyee_le")},
    'remiseLe', ${JOUR("p.convocation_remise_le")}, 'echecRemise', coalesce(p.echec_remise, false)) as convocation
  from publie.presence p where p.departement = $1 and p.allocataire = $2::uuid and p.rendez_vous = $3::uuid`;

/** Breaches in one writing transaction. */
export class ManquementsRepository implements Manquements {
  constructor(private readonly tx: Transaction) {}

  connu(departement: string, identifiantPartenaire: string): Promise<Manquement | null> {
    return manquementDuPartenaire(this.tx, departement, identifiantPartenaire);
  }

  async fondements({ departement, allocataire }: Situation, demande: DemandeManquement): Promise<Fondements> {
    const ligne = await this.tx.row<Fondements>(
      `select (${PERIODES_SOUMISES}) as "periodesSoumises", v.statut as presence, v.convocation, ${EXAMEN_CLOS} as "examenClos",
         (select c.id from allocataires.contrat_engagement c where c.departement = $1 and c.allocataire = $2::uuid
            and case when $5::boolean then c.id = $4::uuid else c.statut in ('SIGNE', 'SUSPENDU') end) as contrat,
         exists (select from allocataires.contrat_engagement c where c.departement = $1 and c.allocataire = $2::uuid and c.date_signature <= $6::date) as "contratExiste",
         exists (select from allocataires.contrat_engagement c where c.departement = $1 and c.allocataire = $2::uuid
           and least(c.propose_le, c.date_signature, c.date_refus) <= $6::date) as "contratPropose"
       from (select 1) un left join lateral (${PRESENCE}) v on true`,
      [departement, allocataire, uuidOuNull(demande.rendezVous), uuidOuNull(demande.contrat), demande.contrat != null, demande.constateLe],
    );
    return ligne!;
  }

  async signaler({ departement, allocataire, acteur }: Situation, m: DemandeManquement & { id: string }, le: Date): Promise<Manquement> {
    const ligne = await this.tx.row<Manquement>(
      `insert into allocataires.manquement as m (departement, allocataire, id, nature, constate_le, constate_par, rendez_vous, contrat, remise_attestee_le,
         identifiant_partenaire, ${COLONNES_DE_L_ACTE})
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
       returning ${COLONNES_MANQUEMENT}`,
      [
        departement,
        allocataire,
        m.id,
        m.nature,
        m.constateLe,
        acteur.type,
        m.rendezVous ?? null,
        m.contrat ?? null,
        m.rendezVous ? (m.remiseAttesteeLe ?? null) : null,
        m.identifiantPartenaire ?? null,
        ...provenanceDeLActe(acteur, le),
      ],
    );
    return avecProvenance(ligne!);
  }

  /** Says whether a legitimate reason is recognised. */
  async examiner(manquement: Manquement, motifLegitime: boolean, le: string): Promise<Manquement> {
    const ligne = await this.tx.row<Manquement>(
      `update allocataires.manquement m set motif_legitime = $3, examine_le = $4 where m.departement = $1 and m.id = $2::uuid
       returning ${COLONNES_MANQUEMENT}`,
      [manquement.departement, manquement.id, motifLegitime, le],
    );
    return avecProvenance(ligne!);
  }
}
