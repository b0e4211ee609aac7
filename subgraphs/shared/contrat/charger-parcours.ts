import type pg from "pg";
import type { ParcoursLocalRow } from "./parcours-local";

/** Schemas that keep their own copy of the local parcours. */
export const SCHEMAS_DES_PARCOURS = ["allocataires", "offre_insertion", "indicateurs"] as const;

/** Writes the local parcours of a département into every schema that keeps them (owner connection). Returns how many rows changed in the first. */
export async function chargerParcours(owner: pg.ClientBase, parcours: (ParcoursLocalRow & { porteur: string | null })[]): Promise<number> {
  let changed = 0;
  for (const schema of SCHEMAS_DES_PARCOURS) {
    const { rowCount } = await owner.query(
      `insert into ${schema}.parcours_local as p
       select * from jsonb_populate_recordset(null::${schema}.parcours_local, $1)
       on conflict (departement, code) do update set
         (libelle, categorie, duree_mois_min, duree_mois_max, renouvellements, contenu, mode, volume_horaire, public_cible, cout_unitaire_centimes, places_financees, intensif, porteur)
         = (excluded.libelle, excluded.categorie, excluded.duree_mois_min, excluded.duree_mois_max, excluded.renouvellements, excluded.contenu, excluded.mode,
            excluded.volume_horaire, excluded.public_cible, excluded.cout_unitaire_centimes, excluded.places_financees, excluded.intensif, excluded.porteur)
       where (p.*) is distinct from (excluded.*)`,
      [JSON.stringify(parcours)],
    );
    if (schema === "allocataires") changed = rowCount ?? 0;
  }
  return changed;
}
