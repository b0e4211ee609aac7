import { decoupage } from "../../shared/contrat/decoupage";
import { type ContexteImport, compteurs, type ResultatImport, type Signalement } from "../../shared/import";
import { lireLignes, lireTexte } from "../../shared/lignes-csv";
import { allOrNothing, asOwner } from "../../shared/owner";
import { COLONNES_ZONAGE, controlerZonages, epciDuDepartement, lireZonage, type Zonage } from "./zonage";

const DU_CONTRAT = "select code from indicateurs.territoire where departement = $1 and origine = 'CONTRAT'";
/** What the file no longer names goes, when all of the file was read. */
const RETIRER = `delete from indicateurs.territoire t where t.departement = $1 and t.origine = 'ZONAGE'
  and not exists (select from jsonb_to_recordset($2) x (code text) where x.code = t.code)`;
const ECRIRE = `insert into indicateurs.territoire as t (departement, code, libelle, nature, siren, communes, origine)
  select $1, x.code, x.libelle, x.nature, x.siren, array(select jsonb_array_elements_text(x.communes)), 'ZONAGE'
  from jsonb_to_recordset($2) x (code text, libelle text, nature text, siren text, communes jsonb)
  on conflict (departement, code) do update set (libelle, nature, siren, communes) = (excluded.libelle, excluded.nature, excluded.siren, excluded.communes)
  where (t.libelle, t.nature, t.siren, t.communes) is distinct from (excluded.libelle, excluded.nature, excluded.siren, excluded.communes)`;

/** Loads the sets of communes of a département: EPCI, CLPE, pilot areas. The same again changes nothing; a set that the file no longer names goes.
 * @param chemin CSV (columns of data/zonages), or null for the EPCI of the official division (EPT in Grand Paris).
 * A line refused is told, and nothing is then taken away. Errors: ImportRefuse FICHIER_INTROUVABLE, FICHIER_INVALIDE. */
export async function importerTerritoires(
  { ownerUrl }: ContexteImport,
  chemin: string | null,
  departement: string,
): Promise<ResultatImport[]> {
  const { lus, defauts } = lire(chemin, departement);
  return asOwner(
    ownerUrl,
    (owner) =>
      allOrNothing(owner, async () => {
        const { rows } = await owner.query<{ code: string }>(DU_CONTRAT, [departement]);
        const { gardes, rejets } = controlerZonages(lus, new Set(rows.map(({ code }) => code)));
        const signalements = [...defauts, ...rejets];
        const valeurs = [departement, JSON.stringify(gardes)];
        if (signalements.length === 0) await owner.query(RETIRER, valeurs);
        const appliques = (await owner.query(ECRIRE, valeurs)).rowCount ?? 0;
        const comptes = { lus: lus.length + defauts.length, appliques, inchanges: gardes.length - appliques, rejetes: signalements.length };
        return [{ fichier: chemin ?? "data/decoupage-administratif", compteurs: { ...compteurs(), ...comptes }, signalements }];
      }),
    "unefois-import",
  );
}

function lire(chemin: string | null, departement: string): { lus: Zonage[]; defauts: Signalement[] } {
  if (chemin === null) return { lus: epciDuDepartement(departement, decoupage()), defauts: [] };
  const { valeurs, defauts } = lireLignes(chemin, lireTexte(chemin), COLONNES_ZONAGE, (ligne) =>
    lireZonage(ligne, departement, decoupage()),
  );
  return { lus: valeurs, defauts };
}
