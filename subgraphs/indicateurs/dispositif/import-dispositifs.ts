import { type ContexteImport, compteurs, type ResultatImport } from "../../shared/import";
import { lireLignes, lireTexte } from "../../shared/lignes-csv";
import { asOwner } from "../../shared/owner";
import { COLONNES, lireRegle, type Regle } from "./dispositif";

/** The rules of the devices that the file names; of the others, what was there stays. */
const ECRIRE = `with regle as (
    select x.*, (row_number() over (partition by code order by n))::int as rang
    from jsonb_to_recordset($2) x (n int, code text, libelle text, offre text, origine text, source text, type text, thematique text, fiche_action text, nature text)
  ), otee as (
    delete from indicateurs.dispositif d where d.departement = $1 and d.code in (select code from regle)
      and not exists (select from regle r where r.code = d.code and r.rang = d.rang)
  )
  insert into indicateurs.dispositif as d (departement, code, rang, libelle, offre, origine, source, type, thematique, fiche_action, nature)
  select $1, code, rang, libelle, offre, origine, source, type, thematique, fiche_action, nature from regle
  on conflict (departement, code, rang) do update set (libelle, offre, origine, source, type, thematique, fiche_action, nature)
    = (excluded.libelle, excluded.offre, excluded.origine, excluded.source, excluded.type, excluded.thematique, excluded.fiche_action, excluded.nature)
  where (d.libelle, d.offre, d.origine, d.source, d.type, d.thematique, d.fiche_action, d.nature) is distinct from
    (excluded.libelle, excluded.offre, excluded.origine, excluded.source, excluded.type, excluded.thematique, excluded.fiche_action, excluded.nature)`;

/** Loads which offers of a département make each device (columns: docs/indicateurs-contrat.md): the rules of a device that the file names are replaced.
 * Lines that are refused are told (LIGNE_INVALIDE) and then nothing of the file is applied: half the rules of a device would count half of it.
 * Errors: ImportRefuse FICHIER_INTROUVABLE, FICHIER_INVALIDE. */
export async function importerDispositifs({ ownerUrl }: ContexteImport, chemin: string, departement: string): Promise<ResultatImport[]> {
  const { valeurs, defauts } = lireLignes(chemin, lireTexte(chemin), COLONNES, lireRegle);
  const gardees: Regle[] = defauts.length === 0 ? valeurs : [];
  const regles = JSON.stringify(gardees.map((regle, n) => ({ n, ...regle })));
  const appliques = await asOwner(
    ownerUrl,
    async (owner) => (await owner.query(ECRIRE, [departement, regles])).rowCount ?? 0,
    "unefois-import",
  );
  const lus = valeurs.length + defauts.length;
  const comptes = { ...compteurs(), lus, appliques, inchanges: gardees.length - appliques, rejetes: lus - gardees.length };
  return [{ fichier: chemin, compteurs: comptes, signalements: defauts }];
}
