import type pg from "pg";

const ECRITES =
  "allocataires.intervention allocataires.orientation allocataires.rejet allocataires.ecart_flux allocataires.declaration allocataires.mention_dossier allocataires.contenu_personne allocataires.contenu_dossier allocataires.decision_dossier allocataires.ligne_droit allocataires.mutation_dossier allocataires.flux_caf allocataires.rapprochement allocataires.entree allocataires.membre allocataires.etat_dossier allocataires.identifiant allocataires.dossier allocataires.allocataire journal.evenement journal.consultation".split(
    " ",
  );

/** Empties what an import writes: quicker than a database for each test. */
export async function viderBase(owner: pg.Client): Promise<void> {
  await owner.query(ECRITES.map((table) => `delete from ${table};`).join(" "));
}
