import { civilDateOf } from "../../../shared/civil-date";
import type { Database } from "../../../shared/database";

const LIRE = "select l.curseur from echanges.lecture_partenaire l where l.departement = $1 and l.nom = $2";
const AVANCER = `insert into echanges.lecture_partenaire (departement, nom, curseur) values ($1, $2, $3)
  on conflict (departement, nom) do update set curseur = excluded.curseur`;

/** Where a reading stopped in the list of people: the next round goes on from there, and begins again after the last one. */
export class Curseurs {
  constructor(private readonly base: Database) {}

  async lire(departement: string, nom: string, le: Date): Promise<string | null> {
    const ligne = await this.base.write(this.base.systemRights([departement], civilDateOf(le)), (tx) =>
      tx.row<{ curseur: string | null }>(LIRE, [departement, nom]),
    );
    return ligne?.curseur ?? null;
  }

  async avancer(departement: string, nom: string, curseur: string | null, le: Date): Promise<void> {
    await this.base.write(this.base.systemRights([departement], civilDateOf(le)), (tx) => tx.execute(AVANCER, [departement, nom, curseur]));
  }
}
