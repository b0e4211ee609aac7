import { defineLoader } from "../../shared/context";
import { type ProvenanceColumns, provenance } from "../../shared/contrat/provenance";
import type { Transaction } from "../../shared/database";
import { servieSelon } from "../droits-des-personnes/limitation.repository";
import { listesParCle } from "../par-cle";
import type { Situation } from "../situation";
import type { Declarations, DonneesADeclarer } from "./declarerDonnees";
import type { DonneeDite } from "./donnee-dite";
import { ditesSql, originesSql, recomposerSql } from "./recomposer.repository";

type Ligne = ProvenanceColumns & Omit<DonneeDite, "provenance"> & { allocataire: string };

const COLONNES = `d.allocataire, d.champ, d.valeur, d.retenue, d.motif, d.id as declaration, d.dossier, d.suivante_le as "suivanteLe",
  d.source, d.source_organisme, d.collectee_le, d.recue_le, d.certifiee, d.reference`;

/** The Département agreed with the person, and the source has not corrected it yet. */
const CONTESTEE = `exists (select from allocataires.demande_de_droits c where c.departement = d.departement and c.allocataire = d.allocataire
    and c.statut = 'A_LA_SOURCE' and d.champ = any (c.champs))`;

const enDite = (ligne: Ligne): DonneeDite & { allocataire: string } => Object.assign(ligne, { provenance: provenance(ligne) });

/** All that declarations say of people. */
export const donneesDitesParAllocataire = defineLoader<string, DonneeDite[]>(async (ids, tx) => {
  const lignes = await tx.rows<Ligne>(
    `with ${ditesSql("select a.departement, a.id from allocataires.allocataire a where a.id = any ($1::uuid[])", { toutes: true })}
     select ${COLONNES}, ${CONTESTEE} as contestee from dite d
     join allocataires.allocataire a on a.departement = d.departement and a.id = d.allocataire
     where ${servieSelon("a", "d.champ")}`,
    [ids],
  );
  return listesParCle(ids, lignes.map(enDite), (d) => d.allocataire);
});

const ELLE = "select $1::text as departement, $2::uuid as id";

/** The declarations of one person in one writing transaction. */
export class DeclarationsRepository implements Declarations {
  constructor(private readonly tx: Transaction) {}

  async limitees({ departement, allocataire }: Situation): Promise<string[]> {
    const ligne = await this.tx.row<{ limitees: string[] }>(
      "select a.limitees from allocataires.allocataire a where a.departement = $1 and a.id = $2::uuid",
      [departement, allocataire],
    );
    return ligne?.limitees ?? [];
  }

  /** What is known before: the row of a person from before declarations becomes the first of them. */
  async connues({ departement, allocataire }: Situation): Promise<DonneeDite[]> {
    await this.tx.execute(originesSql(ELLE), [departement, allocataire]);
    return this.lire(departement, allocataire);
  }

  async declarer(situation: Situation, { id, source, donnees }: DonneesADeclarer, le: Date): Promise<DonneeDite[]> {
    const { departement, allocataire, acteur } = situation;
    await this.tx.execute(
      `insert into allocataires.declaration (departement, id, allocataire, source, source_organisme, collectee_le, recue_le, certifiee, donnees)
       values ($1, $2, $3, $4, $5, $6, $6, false, $7)`,
      [departement, id, allocataire, source, acteur.organisme, le, JSON.stringify(donnees)],
    );
    await this.tx.execute(recomposerSql(ELLE), [departement, allocataire]);
    return this.lire(departement, allocataire);
  }

  private async lire(departement: string, allocataire: string): Promise<DonneeDite[]> {
    const lignes = await this.tx.rows<Ligne>(`with ${ditesSql(ELLE, { toutes: true })} select ${COLONNES} from dite d`, [
      departement,
      allocataire,
    ]);
    return lignes.map(enDite);
  }
}

/** A declaration already made, and what is believed of it today; null when the caller may not read the person. */
export async function declarationFaite(tx: Transaction, id: string): Promise<{ allocataire: string; dites: DonneeDite[] } | null> {
  const lignes = await tx.rows<Ligne>(
    `with ${ditesSql("select k.departement, k.allocataire as id from allocataires.declaration k where k.id = $1::uuid", { toutes: true })}
     select ${COLONNES} from dite d`,
    [id],
  );
  return lignes[0] ? { allocataire: lignes[0].allocataire, dites: lignes.map(enDite) } : null;
}
