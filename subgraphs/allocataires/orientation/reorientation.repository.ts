import type { WritingTransaction } from "../../shared/context";
import type { Transaction } from "../../shared/database";
import { remettreASigner } from "../contrat/remettre-a-signer.repository";
import { diagnosticLisible } from "../diagnostic/diagnostic";
import { ecarter } from "../portefeuille/suivi.repository";
import { avecProvenance } from "../provenance.repository";
import type { Situation } from "../situation";
import { COLONNES_DE_L_ACTE, provenanceDeLActe } from "../situation.repository";
import { preconisationDe } from "./aide/aide.repository";
import { DELEGATION } from "./decision.repository";
import type { Orientation } from "./orientation";
import { COLONNES_ORIENTATION } from "./orientation.repository";
import type { CibleDeProposition, Proposition, Propositions, ReorientationAProposer } from "./proposerReorientation";
import type { Acceptation, CibleDeStatut, DemandeDeStatut, Reorientations } from "./statuerReorientation";

type LigneDeStatut = Omit<CibleDeStatut, "parcours"> & CibleDeStatut["parcours"];

/** Proposals of réorientation, in one writing transaction. `finalite`: purpose of the caller, which may not open what the aid reads. */
export class PropositionsRepository implements Propositions {
  constructor(
    private readonly tx: Transaction,
    private readonly finalite: string | null,
  ) {}

  async cible(situation: Situation, { parcours, organisme }: Proposition, aujourdhui: string): Promise<CibleDeProposition> {
    const { departement, allocataire } = situation;
    const ligne = await this.tx.row<Omit<CibleDeProposition, "preconisation">>(
      `select exists (select from allocataires.parcours_local p where p.departement = $1 and p.code = $3) as "parcoursConnu",
         (select jsonb_build_object('type', o.type) from allocataires.organisme o where o.departement = $1 and o.id = $4) as organisme,
         (select o.parcours from allocataires.orientation o where o.departement = $1 and o.allocataire = $2 and o.statut = 'DECIDEE' and o.close_le is null) as "parcoursCourant",
         exists (select from allocataires.orientation o where o.departement = $1 and o.allocataire = $2 and o.statut = 'A_L_ETUDE') as "aLEtude",
         (select coalesce(max(o.rang), 0) + 1 from allocataires.orientation o where o.departement = $1 and o.allocataire = $2) as "prochainRang"`,
      [departement, allocataire, parcours, organisme ?? null],
    );
    return { ...ligne!, preconisation: diagnosticLisible(this.finalite) ? await preconisationDe(this.tx, situation, aujourdhui) : null };
  }

  async proposer({ departement, allocataire, acteur }: Situation, p: ReorientationAProposer, le: Date): Promise<Orientation> {
    const ligne = await this.tx.row<Orientation>(
      `insert into allocataires.orientation as o (departement, allocataire, id, rang, statut, origine, competence, demandee_le, parcours, organisme,
         motif_demande, preconisation, ${COLONNES_DE_L_ACTE})
       values ($1, $2, $3, $4, 'A_L_ETUDE', 'REORIENTATION', 'DEPARTEMENT', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
       returning ${COLONNES_ORIENTATION}`,
      [
        departement,
        allocataire,
        p.id,
        p.rang,
        p.demandeeLe,
        p.parcours,
        p.organisme ?? null,
        p.motif.trim(),
        p.preconisation,
        ...provenanceDeLActe(acteur, le),
      ],
    );
    return avecProvenance(ligne!);
  }
}

const PASSAGE = (avis: string, decision: string) =>
  `insert into allocataires.passage_instance (departement, orientation, le, instance, avis, decision) values ($1, $2, $3, 'IOP', '${avis}', '${decision}')`;

/** Decisions on réorientations, in one writing transaction. */
export class ReorientationsRepository implements Reorientations {
  private readonly tx: Transaction;

  constructor(private readonly ecriture: WritingTransaction) {
    this.tx = ecriture.tx;
  }

  async cible({ departement, orientation, acteur }: Situation, proposee: Orientation, demande: DemandeDeStatut): Promise<CibleDeStatut> {
    const organismes = [demande.organisme, proposee.organisme, orientation?.organisme].filter(Boolean);
    const referents = [demande.referent, orientation?.referent].filter(Boolean);
    const ligne = await this.tx.row<LigneDeStatut>(
      `select p.categorie, p.intensif, ${DELEGATION} as delegation,
         coalesce((select jsonb_object_agg(o.id, o.type) from allocataires.organisme o where o.departement = d.departement and o.id = any ($2::text[])), '{}') as organismes,
         coalesce((select jsonb_object_agg(r.id, r.organisme) from allocataires.referent r where r.departement = d.departement and r.id = any ($4::text[])), '{}') as referents,
         exists (select from allocataires.orientation o where o.departement = d.departement and o.organisme = $5 and o.parcours = $3
           and o.statut = 'DECIDEE' and o.close_le is null) as "dejaServi"
       from (select $1::text as departement) d
       join allocataires.parcours_local p on p.departement = d.departement and p.code = $3`,
      [departement, organismes, proposee.parcours, referents, orientation?.organisme ?? null, acteur.type, demande.le],
    );
    const { categorie, intensif, ...reste } = ligne!;
    return { ...reste, parcours: { categorie, intensif } };
  }

  async clore({ departement, orientation }: Situation, le: string): Promise<void> {
    await ecarter(this.tx, "i.departement = $1 and i.orientation = $2 and i.du >= $3::date", [departement, orientation!.id, le], le);
    await this.tx.execute(
      `with suivis as (
         update allocataires.intervention set au = $3::date - 1
         where departement = $1 and orientation = $2 and (au is null or au >= $3::date)
       )
       update allocataires.orientation set statut = 'CLOSE', close_le = $3::date, fin_accompagnement_le = coalesce(fin_accompagnement_le, $3::date),
         motif_fin = 'REORIENTATION'
       where departement = $1 and id = $2`,
      [departement, orientation!.id, le],
    );
  }

  async accepter(
    { departement, allocataire, acteur }: Situation,
    proposee: Orientation,
    a: Acceptation,
    maintenant: Date,
  ): Promise<Orientation> {
    const ligne = await this.tx.row<Orientation>(
      `with o as (
         update allocataires.orientation set statut = 'DECIDEE', competence = $4, decidee_le = $3::date, decidee_par = $5, organisme = $6, referent = $7,
           motif = $8, intensite = $9, conforme_preconisation = $10, (${COLONNES_DE_L_ACTE}) = row ($12, $13, $14::timestamptz, $15::timestamptz, $16::boolean)
         where departement = $1 and id = $2 returning *
       ), suivi as (
         insert into allocataires.intervention (departement, orientation, allocataire, organisme, referent, role, du)
         values ($1, $2, $11, $6, $7, 'REFERENT_UNIQUE', $3::date)
       ), passage as (${PASSAGE("FAVORABLE", "ACCEPTEE")})
       select ${COLONNES_ORIENTATION} from o`,
      [
        departement,
        proposee.id,
        a.le,
        a.competence,
        acteur.type,
        a.organisme,
        a.referent,
        a.motif,
        a.intensite,
        a.conformeALaPreconisation,
        allocataire,
        ...provenanceDeLActe(acteur, maintenant),
      ],
    );
    return avecProvenance(ligne!);
  }

  async refuser({ departement }: Situation, proposee: Orientation, { le, motif }: DemandeDeStatut): Promise<Orientation> {
    const ligne = await this.tx.row<Orientation>(
      `with o as (
         update allocataires.orientation set statut = 'REFUSEE', motif = $4 where departement = $1 and id = $2 returning *
       ), passage as (${PASSAGE("DEFAVORABLE", "REFUSEE")})
       select ${COLONNES_ORIENTATION} from o`,
      [departement, proposee.id, le, motif.trim()],
    );
    return avecProvenance(ligne!);
  }

  async remettreASigner({ departement, allocataire }: Situation, le: string): Promise<void> {
    await remettreASigner(this.ecriture, departement, allocataire, le);
  }
}
