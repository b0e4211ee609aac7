import type pg from "pg";

const PERSONNE = (colonne: string) =>
  `(select p.nom || ' ' || p.prenoms[1] from allocataires.allocataire p where p.departement = t.departement and p.id = t.${colonne})`;
const DOSSIER = "(select o.numero_demande from allocataires.dossier o where o.departement = t.departement and o.id = t.dossier)";
const INSTRUIT = DOSSIER.replace("t.dossier", "t.instruction");
const FLUX = "(select f.nom_fichier from allocataires.flux_caf f where f.id = t.flux)";

/** Tables that the fold derives, and what of them depends on the order of arrival: random ids, ciphers, and when the hub received. */
const TABLES: Record<string, { sans: string; avec?: string }> = {
  allocataire: { sans: "'id', 'recue_le'" },
  identifiant: { sans: "'id', 'allocataire', 'valeur_chiffree', 'recue_le'", avec: PERSONNE("allocataire") },
  dossier: { sans: "'id', 'matricule_chiffre', 'recue_le'" },
  etat_dossier: { sans: "'dossier'", avec: DOSSIER },
  decision_dossier: { sans: "'dossier', 'flux'", avec: `${DOSSIER} || ${FLUX}` },
  ligne_droit: { sans: "'dossier'", avec: DOSSIER },
  mutation_dossier: { sans: "'dossier'", avec: DOSSIER },
  membre: { sans: "'dossier', 'allocataire'", avec: `${DOSSIER} || ${PERSONNE("allocataire")}` },
  entree: { sans: "'dossier', 'allocataire'", avec: `${DOSSIER} || ${PERSONNE("allocataire")}` },
  declaration: {
    sans: "'id', 'dossier', 'allocataire', 'recue_le', 'instruction'",
    avec: `coalesce(${DOSSIER}, '') || coalesce(${INSTRUIT}, '') || ${PERSONNE("allocataire")}`,
  },
  contenu_personne: { sans: "'dossier', 'allocataire', 'nir_chiffre'", avec: `${DOSSIER} || ${PERSONNE("allocataire")}` },
  ecart_flux: { sans: "'dossier', 'flux'", avec: FLUX },
  mention_dossier: { sans: "'dossier', 'flux'", avec: `${DOSSIER} || ${FLUX}` },
};

/** All that the flows came to, without what only tells when and in what order they came. One sorted list of rows a table. */
export async function etatReplie(owner: pg.Client): Promise<Record<string, string[]>> {
  const etat: Record<string, string[]> = {};
  for (const [table, { sans, avec }] of Object.entries(TABLES)) {
    const { rows } = await owner.query<{ ligne: string }>(
      `select coalesce(${avec ?? "''"}, '') || ' ' || (to_jsonb(t) - array[${sans}])::text as ligne from allocataires.${table} t order by 1`,
    );
    etat[table] = rows.map((row) => row.ligne);
  }
  return etat;
}
