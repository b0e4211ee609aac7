import type { Transaction } from "../../shared/database";
import { diagnosticLisible } from "../diagnostic/diagnostic";
import { avecProvenance } from "../provenance.repository";
import type { Situation } from "../situation";
import { COLONNES_DE_L_ACTE, provenanceDeLActe } from "../situation.repository";
import { preconisationDe } from "./aide/aide.repository";
import { EN_ATTENTE_DE_DECISION } from "./cycle";
import type { Cible, DecisionsDOrientation, DemandeOrientation, OrientationADecider } from "./deciderOrientation";
import type { Orientation } from "./orientation";
import { COLONNES_ORIENTATION } from "./orientation.repository";

interface LigneCible {
  categorie: NonNullable<Cible["parcours"]>["categorie"] | null;
  intensif: boolean;
  typeOrganisme: NonNullable<Cible["organisme"]>["type"] | null;
  organismeDuReferent: string | null;
  prochainRang: number;
  fonorg: Cible["fonorg"];
  demande: Cible["demande"];
  delegation: boolean;
}

/** A convention of the département `d`, in force on the day $7, that gives the caller the parcours $3 to decide. $6: type of its organisme. */
export const DELEGATION = `exists (select from allocataires.delegation c where c.departement = d.departement and c.organisme_type = $6::text
           and c.organisme in ('*', current_setting('unefois.organisme', true)) and c.parcours in ('*', $3) and c.du <= $7::date and (c.au is null or c.au >= $7::date))`;

const COLONNES = `rang, origine, demandee_le, decidee_le, decidee_par, parcours, organisme, referent, motif, intensite, ${COLONNES_DE_L_ACTE},
  competence, preconisation, conforme_preconisation`;
const VALEURS = `$4::int, $5, $6::date, $7::date, $8, $9, $10, $11, $12, $13, $14, $15, $16::timestamptz, $17::timestamptz, $18::boolean, $20, $21::jsonb, $22::boolean`;
const SUITE = `, suivi as (
    insert into allocataires.intervention (departement, orientation, allocataire, organisme, referent, role, du)
    values ($1, $3, $2, $10, $11, 'REFERENT_UNIQUE', $7)
  ), datee as (
    update allocataires.entree set decision_orientation = coalesce(decision_orientation, $7)
    where departement = $1 and allocataire = $2 and rang = $19
  )
  select ${COLONNES_ORIENTATION} from o`;

const DECIDER = `with o as (
    insert into allocataires.orientation (departement, allocataire, id, statut, ${COLONNES}) values ($1, $2::uuid, $3, 'DECIDEE', ${VALEURS}) returning *
  )${SUITE}`;
const DECIDER_LA_DEMANDE = `with o as (
    update allocataires.orientation set statut = 'DECIDEE', reference = null, (${COLONNES}) = row (${VALEURS})
    where departement = $1 and allocataire = $2 and id = $3 returning *
  )${SUITE}`;

/** Decisions of orientation in one writing transaction. */
export class DecisionsDOrientationRepository implements DecisionsDOrientation {
  /** `finalite`: purpose of the caller, which may not open what the decision aid reads. */
  constructor(
    private readonly tx: Transaction,
    private readonly finalite: string | null,
  ) {}

  async cible(situation: Situation, demande: DemandeOrientation & { decideeLe: string }, aujourdhui: string): Promise<Cible> {
    const { departement, allocataire, acteur } = situation;
    const ligne = await this.tx.row<LigneCible>(
      `select p.categorie, p.intensif, o.type as "typeOrganisme", r.organisme as "organismeDuReferent",
         (select coalesce(max(x.rang), 0) + 1 from allocataires.orientation x where x.departement = d.departement and x.allocataire = d.allocataire) as "prochainRang",
         coalesce((select z.fonorg from allocataires.membre m join allocataires.dossier z on z.departement = m.departement and z.id = m.dossier
            where m.departement = d.departement and m.allocataire = d.allocataire
            order by (m.au is null) desc, coalesce(z.date_demande, z.ouverture_droits, m.du) desc limit 1),
           (select a.source from allocataires.allocataire a where a.departement = d.departement and a.id = d.allocataire)) as fonorg,
         (select jsonb_build_object('id', x.id, 'rang', x.rang, 'origine', x.origine, 'demandeeLe', x.demandee_le) from allocataires.orientation x
            where x.departement = d.departement and x.allocataire = d.allocataire and x.statut = any ($8::text[]) order by x.rang limit 1) as demande,
         ${DELEGATION} as delegation
       from (select $1::text as departement, $2::uuid as allocataire) d
       left join allocataires.parcours_local p on p.departement = d.departement and p.code = $3
       left join allocataires.organisme o on o.departement = d.departement and o.id = $4
       left join allocataires.referent r on r.departement = d.departement and r.id = $5`,
      [
        departement,
        allocataire,
        demande.parcours,
        demande.organisme,
        demande.referent ?? null,
        acteur.type,
        demande.decideeLe,
        EN_ATTENTE_DE_DECISION,
      ],
    );
    const { categorie, intensif, typeOrganisme, organismeDuReferent, ...reste } = ligne!;
    return {
      ...reste,
      preconisation: diagnosticLisible(this.finalite) ? await preconisationDe(this.tx, situation, aujourdhui) : null,
      parcours: categorie && { categorie, intensif },
      organisme: typeOrganisme && { type: typeOrganisme },
      referent: organismeDuReferent === null ? null : { organisme: organismeDuReferent },
    };
  }

  /** The orientation, who follows the person from that day, and the date in her entry: one statement. */
  async decider(situation: Situation, o: OrientationADecider, le: Date): Promise<Orientation> {
    const ligne = await this.tx.row<Orientation>(o.demandee ? DECIDER_LA_DEMANDE : DECIDER, [
      situation.departement,
      situation.allocataire,
      o.id,
      o.rang,
      o.origine,
      o.demandeeLe,
      o.decideeLe,
      situation.acteur.type,
      o.parcours,
      o.organisme,
      o.referent,
      o.motif.trim(),
      o.intensite,
      ...provenanceDeLActe(situation.acteur, le),
      situation.entree?.rang ?? null,
      o.competence,
      o.preconisation,
      o.conformeALaPreconisation,
    ]);
    return avecProvenance(ligne!);
  }
}
