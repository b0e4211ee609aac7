import { civilDateOf } from "../../shared/civil-date";
import type { Database } from "../../shared/database";
import { reprendreLesDivergences } from "./divergence/fait-remplace.repository";
import type { DivergenceConstatee, DivergenceDesignee, DivergenceOuverte } from "./fait-recu";

const OUVRIR = `insert into echanges.divergence (departement, allocataire, objet, fait, champ, valeur_hub, valeur_partenaire, constatee_le)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (departement, allocataire, objet, fait, champ) where resolue_le is null
  do update set valeur_hub = excluded.valeur_hub, valeur_partenaire = excluded.valeur_partenaire`;
const FERMER = `update echanges.divergence d set resolue_le = $5, resolution = 'DEVENUE_EGALE'
  where d.departement = $1 and d.allocataire = $2 and d.objet = $3 and d.fait is not distinct from $4 and d.resolue_le is null
    and ($6::text is null or d.champ = $6)`;
const OUVERTES = `select d.objet, d.fait, d.champ from echanges.divergence d
  where d.departement = $1 and d.allocataire = $2 and d.objet = any ($3::text[]) and d.fait is not null and d.resolue_le is null`;

/** What both sides say differently, shown until somebody settles it or it becomes equal. */
export class Divergences {
  constructor(private readonly base: Database) {}

  async constater(d: DivergenceConstatee, le: Date): Promise<void> {
    await this.base.write(this.base.systemRights([d.departement], civilDateOf(le)), async (tx) => {
      await reprendreLesDivergences(tx, d.departement, [d]);
      await tx.execute(OUVRIR, [d.departement, d.allocataire, d.objet, d.fait, d.champ, d.valeurHub, d.valeurPartenaire, le]);
    });
  }

  /** Both sides say the same of this fact again: of one field, or of all of them. */
  async egale(de: DivergenceDesignee, le: Date): Promise<void> {
    await this.base.write(this.base.systemRights([de.departement], civilDateOf(le)), (tx) =>
      tx.execute(FERMER, [de.departement, de.allocataire, de.objet, de.fait, le, de.champ ?? null]),
    );
  }

  /** The open ones about facts of a person that the hub holds. */
  ouvertes(departement: string, allocataire: string, objets: readonly string[], le: Date): Promise<DivergenceOuverte[]> {
    return this.base.write(this.base.systemRights([departement], civilDateOf(le)), (tx) =>
      tx.rows<DivergenceOuverte>(OUVERTES, [departement, allocataire, objets]),
    );
  }
}
