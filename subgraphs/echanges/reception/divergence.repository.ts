import { civilDateOf } from "../../shared/civil-date";
import type { Database } from "../../shared/database";
import type { DivergenceConstatee } from "./fait-recu";

const OUVRIR = `insert into echanges.divergence (departement, allocataire, objet, fait, champ, valeur_hub, valeur_partenaire, constatee_le)
  values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (departement, allocataire, objet, champ) where resolue_le is null
  do update set fait = excluded.fait, valeur_hub = excluded.valeur_hub, valeur_partenaire = excluded.valeur_partenaire`;
const FERMER = `update echanges.divergence d set resolue_le = $5, resolution = 'DEVENUE_EGALE'
  where d.departement = $1 and d.allocataire = $2 and d.objet = $3 and d.fait is not distinct from $4 and d.resolue_le is null`;

/** What both sides say differently, shown until somebody settles it or it becomes equal. */
export class Divergences {
  constructor(private readonly base: Database) {}

  async constater(d: DivergenceConstatee, le: Date): Promise<void> {
    await this.base.write(this.base.systemRights([d.departement], civilDateOf(le)), (tx) =>
      tx.execute(OUVRIR, [d.departement, d.allocataire, d.objet, d.fait, d.champ, d.valeurHub, d.valeurPartenaire, le]),
    );
  }

  /** Both sides say the same of this fact again. */
  async egale(de: Pick<DivergenceConstatee, "departement" | "allocataire" | "objet" | "fait">, le: Date): Promise<void> {
    await this.base.write(this.base.systemRights([de.departement], civilDateOf(le)), (tx) =>
      tx.execute(FERMER, [de.departement, de.allocataire, de.objet, de.fait, le]),
    );
  }
}
