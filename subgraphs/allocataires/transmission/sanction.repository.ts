import type { Transaction } from "../../shared/database";
import type { CauseAnnulation, NatureManquement, NatureSanction, StatutSanction, TypeOrganisme } from "../vocabulaire";

/** A sanction as a partner may be told of it: codes and civil dates. No motive, no observation, no text that somebody wrote. */
export interface SanctionATransmettre {
  id: string;
  /** Canonical id of the person. */
  allocataire: string;
  nature: NatureSanction;
  statut: StatutSanction;
  proposeePar: TypeOrganisme;
  instruiteLe: string | null;
  notifieeLe: string | null;
  decideeLe: string | null;
  decideePar: TypeOrganisme | null;
  /** 0 to 100. */
  quotitePourcent: number | null;
  dureeMois: number | null;
  leveeLe: string | null;
  remobilisationLe: string | null;
  annuleeLe: string | null;
  annulationCause: CauseAnnulation | null;
  /** `identifiantConsequenceSanction` of France Travail, when it proposed the sanction. */
  identifiantPartenaire: string | null;
  manquement: {
    id: string;
    nature: NatureManquement;
    constateLe: string;
    constatePar: TypeOrganisme;
    identifiantPartenaire: string | null;
  };
  /** A sanction had been decided before the day of the breach. */
  repetition: boolean;
}

const SANCTIONS = `select s.id, coalesce(a.canonique, a.id) as allocataire, s.nature, s.statut, s.proposee_par as "proposeePar",
    s.instruite_le as "instruiteLe", s.notifiee_le as "notifieeLe", s.decidee_le as "decideeLe", s.decidee_par as "decideePar",
    s.quotite_pourcent as "quotitePourcent", s.duree_mois as "dureeMois", s.levee_le as "leveeLe", s.remobilisation_le as "remobilisationLe",
    s.annulee_le as "annuleeLe", s.annulation_cause as "annulationCause", s.identifiant_partenaire as "identifiantPartenaire",
    json_build_object('id', m.id, 'nature', m.nature, 'constateLe', m.constate_le, 'constatePar', m.constate_par,
      'identifiantPartenaire', m.identifiant_partenaire) as manquement,
    exists (select from allocataires.sanction p where p.departement = s.departement and p.allocataire = s.allocataire and p.id <> s.id
      and p.statut in ('DECIDEE', 'LEVEE') and p.decidee_le < m.constate_le) as repetition
  from allocataires.sanction s
  join allocataires.manquement m on m.departement = s.departement and m.id = s.manquement
  join allocataires.allocataire a on a.departement = s.departement and a.id = s.allocataire
  where s.id = any ($1::uuid[])`;

/** Sanctions by id, as they are now: one statement. */
export async function sanctionsParIds(tx: Transaction, ids: readonly string[]): Promise<Map<string, SanctionATransmettre>> {
  return new Map((await tx.rows<SanctionATransmettre>(SANCTIONS, [ids])).map((s) => [s.id, s]));
}
