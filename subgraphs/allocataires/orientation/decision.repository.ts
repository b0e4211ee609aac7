import type { Transaction } from "../../shared/database";
import { avecProvenance } from "../provenance.repository";
import type { Situation } from "../situation";
import { COLONNES_DE_L_ACTE, provenanceDeLActe } from "../situation.repository";
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
}

/** Decisions of orientation in one writing transaction. */
export class DecisionsDOrientationRepository implements DecisionsDOrientation {
  constructor(private readonly tx: Transaction) {}

  async cible({ departement, allocataire }: Situation, demande: DemandeOrientation): Promise<Cible> {
    const ligne = await this.tx.row<LigneCible>(
      `select p.categorie, p.intensif, o.type as "typeOrganisme", r.organisme as "organismeDuReferent",
         (select coalesce(max(x.rang), 0) + 1 from allocataires.orientation x where x.departement = d.departement and x.allocataire = d.allocataire) as "prochainRang",
         coalesce((select z.fonorg from allocataires.membre m join allocataires.dossier z on z.departement = m.departement and z.id = m.dossier
            where m.departement = d.departement and m.allocataire = d.allocataire
            order by (m.au is null) desc, coalesce(z.date_demande, z.ouverture_droits, m.du) desc limit 1),
           (select a.source from allocataires.allocataire a where a.departement = d.departement and a.id = d.allocataire)) as fonorg
       from (select $1::text as departement, $2::uuid as allocataire) d
       left join allocataires.parcours_local p on p.departement = d.departement and p.code = $3
       left join allocataires.organisme o on o.departement = d.departement and o.id = $4
       left join allocataires.referent r on r.departement = d.departement and r.id = $5`,
      [departement, allocataire, demande.parcours, demande.organisme, demande.referent ?? null],
    );
    const { categorie, intensif, typeOrganisme, organismeDuReferent, prochainRang, fonorg } = ligne!;
    return {
      parcours: categorie && { categorie, intensif },
      organisme: typeOrganisme && { type: typeOrganisme },
      referent: organismeDuReferent === null ? null : { organisme: organismeDuReferent },
      prochainRang,
      fonorg,
    };
  }

  /** The orientation, who follows the person from that day, and the date in her entry: one statement. */
  async decider(situation: Situation, o: OrientationADecider, le: Date): Promise<Orientation> {
    const ligne = await this.tx.row<Orientation>(
      `with o as (
         insert into allocataires.orientation (departement, allocataire, id, rang, statut, origine, competence, demandee_le, decidee_le, decidee_par,
           parcours, organisme, referent, motif, intensite, ${COLONNES_DE_L_ACTE})
         values ($1, $2, $3, $4, 'DECIDEE', $5, 'DEPARTEMENT', $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)
         returning *
       ), suivi as (
         insert into allocataires.intervention (departement, orientation, allocataire, organisme, referent, role, du)
         values ($1, $3, $2, $10, $11, 'REFERENT_UNIQUE', $7)
       ), datee as (
         update allocataires.entree set decision_orientation = coalesce(decision_orientation, $7)
         where departement = $1 and allocataire = $2 and rang = $19
       )
       select ${COLONNES_ORIENTATION} from o`,
      [
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
      ],
    );
    return avecProvenance(ligne!);
  }
}
