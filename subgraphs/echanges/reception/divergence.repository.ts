import { civilDateOf } from "../../shared/civil-date";
import type { Database } from "../../shared/database";
import { fermerDivergences, ouvrirDivergences } from "./divergence/ecrire.repository";
import type { DivergenceConstatee, DivergenceDesignee, DivergenceOuverte } from "./fait-recu";

const OUVERTES = `select d.objet, d.fait, d.champ from echanges.divergence d
  where d.departement = $1 and d.allocataire = $2 and d.objet = any ($3::text[]) and d.fait is not null and d.resolue_le is null`;

/** What both sides say differently, shown until somebody settles it or it becomes equal. */
export class Divergences {
  constructor(private readonly base: Database) {}

  async constater(d: DivergenceConstatee, le: Date): Promise<void> {
    await this.base.write(this.base.systemRights([d.departement], civilDateOf(le)), (tx) => ouvrirDivergences(tx, d.departement, [d], le));
  }

  /** Both sides say the same of this fact again: of one field, or of all of them. */
  async egale(de: DivergenceDesignee, le: Date): Promise<void> {
    await this.base.write(this.base.systemRights([de.departement], civilDateOf(le)), (tx) =>
      fermerDivergences(tx, de.departement, [de], le),
    );
  }

  /** The open ones about facts of a person that the hub holds. */
  ouvertes(departement: string, allocataire: string, objets: readonly string[], le: Date): Promise<DivergenceOuverte[]> {
    return this.base.write(this.base.systemRights([departement], civilDateOf(le)), (tx) =>
      tx.rows<DivergenceOuverte>(OUVERTES, [departement, allocataire, objets]),
    );
  }
}
