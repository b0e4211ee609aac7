import type { Transaction } from "../../shared/database";
import { isUuid } from "../../shared/page";
import { avecProvenance } from "../provenance.repository";
import type { Situation } from "../situation";
import { COLONNES_DE_L_ACTE, provenanceDeLActe, situationVerrouillee } from "../situation.repository";
import { lireBareme } from "./bareme.repository";
import { manquementDeLaTransaction, rendezVousManque } from "./manquement.repository";
import type { SanctionAProposer } from "./proposerSanction";
import type { Procedure, Sanction } from "./sanction";
import { COLONNES_SANCTION, sanctionDeLaTransaction } from "./sanction.repository";
import { PERIODES_SOUMISES } from "./soumise.repository";

/** How many people live in the foyer of a person's current file: what its last flow counts; else its adults, and the children that the last source to
 * speak of them counts. Null when nobody says how many children there are and a single adult is known. */
const PERSONNES_AU_FOYER = `select coalesce(x.personnes, case when d.enfants is null and x.adultes = 1 then null else x.adultes + coalesce(d.enfants, 0) end)
  from (select m.departement, m.dossier from allocataires.membre m join allocataires.dossier z on z.departement = m.departement and z.id = m.dossier
        where m.departement = $1 and m.allocataire = $2::uuid
        order by (m.au is null) desc, coalesce(z.date_demande, z.ouverture_droits, m.du) desc limit 1) f
  cross join lateral (select
      (select count(*)::int from allocataires.membre a where a.departement = f.departement and a.dossier = f.dossier and a.au is null) as adultes,
      (select (c.donnees ->> 'personnesAuFoyer')::int from allocataires.mention_dossier n
       join allocataires.contenu_dossier c on c.departement = n.departement and c.dossier = n.dossier and c.empreinte = n.empreinte
       where n.departement = f.departement and n.dossier = f.dossier order by n.instruction, n.cree_le desc, n.cle desc limit 1) as personnes) x
  left join lateral (select (y.donnees ->> 'enfantsACharge')::int as enfants from allocataires.declaration y
    where y.departement = $1 and y.allocataire = $2::uuid and y.donnees ->> 'enfantsACharge' is not null order by y.collectee_le desc limit 1) d on true`;

/** What a step depends on, its person locked: null when the caller reads no such file. */
export async function procedureVerrouillee(tx: Transaction, id: string): Promise<Procedure | null> {
  const lue = isUuid(id) ? await sanctionDeLaTransaction(tx, id) : null;
  const situation = lue && (await situationVerrouillee(tx, lue.allocataire));
  // Read again: the lock may have waited for another step.
  const sanction = situation && (await sanctionDeLaTransaction(tx, lue.id));
  const manquement = sanction && (await manquementDeLaTransaction(tx, sanction.manquement));
  if (!situation || !sanction || !manquement) return null;
  const { acteur, departement, allocataire } = situation;
  const contexte = await tx.row<Pick<Procedure, "periodesSoumises" | "personnesAuFoyer" | "delegations" | "precedentes">>(
    `select (${PERIODES_SOUMISES}) as "periodesSoumises", (${PERSONNES_AU_FOYER}) as "personnesAuFoyer",
       (select coalesce(json_agg(json_build_object('du', g.du, 'au', g.au)), '[]') from allocataires.delegation_sanction g
         where g.departement = $1 and g.organisme = $4) as delegations,
       (select coalesce(json_agg(json_build_object('id', p.id, 'nature', p.nature, 'decideeLe', p.decidee_le, 'debut', p.debut, 'fin', p.fin,
           'leveeLe', p.levee_le, 'remobilisationLe', p.remobilisation_le) order by p.decidee_le), '[]') from allocataires.sanction p
         where p.departement = $1 and p.allocataire = $2::uuid and p.id <> $3::uuid and p.statut in ('DECIDEE', 'LEVEE')) as precedentes`,
    [departement, allocataire, sanction.id, acteur.organisme],
  );
  const rendezVous = await rendezVousManque(tx, manquement);
  return { sanction, acteur, manquement, rendezVousManque: rendezVous, bareme: await lireBareme(tx, departement), ...contexte! };
}

/** Sanction files in one writing transaction. */
export class ProceduresRepository {
  constructor(private readonly tx: Transaction) {}

  /** True when a file that is neither refused nor cancelled rests on the breach, or on another one found on the same missed appointment. */
  async dejaPoursuivi(departement: string, manquement: string): Promise<boolean> {
    const ligne = await this.tx.row(
      `select from allocataires.manquement m
       join allocataires.manquement n on n.departement = m.departement and n.allocataire = m.allocataire and (n.id = m.id or n.rendez_vous = m.rendez_vous)
       join allocataires.sanction s on s.departement = n.departement and s.manquement = n.id and s.statut not in ('REFUSEE', 'ANNULEE')
       where m.departement = $1 and m.id = $2::uuid`,
      [departement, manquement],
    );
    return ligne !== null;
  }

  async proposer({ departement, allocataire, acteur }: Situation, manquement: string, s: SanctionAProposer, le: Date): Promise<Sanction> {
    const ligne = await this.tx.row<Sanction>(
      `insert into allocataires.sanction as s (departement, allocataire, id, manquement, nature, statut, motif, proposee_le, proposee_par, instruction_limite,
         quotite_pourcent, duree_mois, identifiant_partenaire, ${COLONNES_DE_L_ACTE})
       values ($1, $2, $3, $4, $5, 'PROPOSEE', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
       returning ${COLONNES_SANCTION}`,
      [
        departement,
        allocataire,
        s.id,
        manquement,
        s.nature,
        s.motif.trim(),
        s.proposeeLe,
        acteur.type,
        s.instructionLimite,
        s.quotitePourcent ?? null,
        s.dureeMois ?? null,
        s.identifiantPartenaire ?? null,
        ...provenanceDeLActe(acteur, le),
      ],
    );
    return avecProvenance(ligne!);
  }

  /** Writes the file as a step leaves it. A legitimate reason recognised in the observations is one of the breach too. */
  async enregistrer(s: Sanction, aujourdhui: string): Promise<Sanction> {
    const ligne = await this.tx.row<Sanction>(
      `with examine as (
         update allocataires.manquement m set motif_legitime = true, examine_le = $24
         where m.departement = $1 and m.id = $25::uuid and $8::boolean and m.motif_legitime is distinct from true
       )
       update allocataires.sanction s set statut = $3, instruite_le = $4, notifiee_le = $5, observations_limite = $6, observations_recues_le = $7,
         motif_legitime = $8, assistee = $9, avis_equipe_pluridisciplinaire_le = $10, avis_favorable = $11, decidee_le = $12, decidee_par = $13,
         decision_motif = $14, decision_organisme = $15, par_delegation = $16, quotite_pourcent = $17, duree_mois = $18, debut = $19, fin = $20,
         remobilisation_le = $21, levee_le = $22, levee_motif = $23, annulee_le = $26, annulation_cause = $27, annulation_motif = $28,
         transmise_organisme_payeur_le = $29
       where s.departement = $1 and s.id = $2::uuid
       returning ${COLONNES_SANCTION}`,
      valeurs(s, aujourdhui),
    );
    return avecProvenance(ligne!);
  }
}

const valeurs = (s: Sanction, aujourdhui: string): unknown[] => [
  s.departement,
  s.id,
  s.statut,
  s.instruiteLe,
  s.notifieeLe,
  s.observationsLimite,
  s.observationsRecuesLe,
  s.motifLegitime,
  s.assistee,
  s.avisEquipePluridisciplinaireLe,
  s.avisFavorable,
  s.decideeLe,
  s.decideePar,
  s.decisionMotif,
  s.decisionOrganisme,
  s.parDelegation,
  s.quotitePourcent,
  s.dureeMois,
  s.debut,
  s.fin,
  s.remobilisationLe,
  s.leveeLe,
  s.leveeMotif,
  aujourdhui,
  s.manquement,
  s.annuleeLe,
  s.annulationCause,
  s.annulationMotif,
  s.transmiseOrganismePayeurLe,
];
