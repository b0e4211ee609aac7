import type pg from "pg";
import { type ContexteImport, compteurs, type ResultatImport } from "../../shared/import";
import { type LigneCsv, lireLignes, lireTexte } from "../../shared/lignes-csv";
import { asOwner } from "../../shared/owner";

/** A convention by which the Département delegates decisions of orientation. `*`: every organisme of the type, every parcours. */
interface Delegation {
  organisme_type: string;
  organisme: string;
  parcours: string;
  du: string;
  au: string | null;
  reference: string;
}

const COLONNES = ["organisme_type", "organisme", "parcours", "du", "au", "reference"] as const;
/** The law lets the Département delegate to France Travail (CASF L. 262-29); no text names another. */
const DELEGATAIRES = ["FRANCE_TRAVAIL"] as const;

interface Connus {
  organismes: Map<string, string>;
  parcours: Set<string>;
}

function uneDelegation(ligne: LigneCsv, { organismes, parcours }: Connus): Delegation {
  const organisme_type = ligne.parmi("organisme_type", DELEGATAIRES);
  const code = ligne.texteOuNull("organisme");
  const organisme = code === null ? "*" : organismes.get(`${organisme_type} ${code}`);
  if (organisme === undefined)
    ligne.refuser("organisme", `« ${code!.slice(0, 40)} » n’est pas un organisme de ce type dans le département`);
  const sonParcours = ligne.texteOuNull("parcours") ?? "*";
  if (sonParcours !== "*" && !parcours.has(sonParcours))
    ligne.refuser("parcours", `« ${sonParcours.slice(0, 40)} » n’est pas un parcours local du département`);
  const [du, au] = [ligne.date("du"), ligne.dateOuNull("au")];
  if (au !== null && au < du) ligne.refuser("au", "la fin est avant le début");
  return { organisme_type, organisme, parcours: sonParcours, du, au, reference: ligne.texte("reference") };
}

const ECRIRE = `insert into allocataires.delegation as d (departement, reference, organisme_type, organisme, parcours, du, au)
  select $1, x.reference, x.organisme_type, x.organisme, x.parcours, x.du, x.au
  from jsonb_to_recordset($2) x (reference text, organisme_type text, organisme text, parcours text, du date, au date)
  on conflict (departement, reference, organisme_type, organisme, parcours) do update set du = excluded.du, au = excluded.au
  where (d.du, d.au) is distinct from (excluded.du, excluded.au)`;

/** Loads the delegations of a département (columns: docs/orientation.md). A convention given again with an end date ends that day; the last line of one counts.
 * Lines that are refused are told (LIGNE_INVALIDE), the others applied. Errors: ImportRefuse FICHIER_INTROUVABLE, FICHIER_INVALIDE. */
export async function importerDelegations({ ownerUrl }: ContexteImport, chemin: string, departement: string): Promise<ResultatImport[]> {
  const texte = lireTexte(chemin);
  return asOwner(
    ownerUrl,
    async (owner) => {
      const connus = await lireConnus(owner, departement);
      const { valeurs, defauts } = lireLignes(chemin, texte, COLONNES, (ligne) => uneDelegation(ligne, connus));
      const uniques = [...new Map(valeurs.map((v) => [`${v.reference} ${v.organisme_type} ${v.organisme} ${v.parcours}`, v])).values()];
      const { rowCount } = await owner.query(ECRIRE, [departement, JSON.stringify(uniques)]);
      const appliques = rowCount ?? 0;
      const lus = valeurs.length + defauts.length;
      return [
        {
          fichier: chemin,
          compteurs: { ...compteurs(), lus, appliques, inchanges: valeurs.length - appliques, rejetes: defauts.length },
          signalements: defauts,
        },
      ];
    },
    "unefois-import",
  );
}

async function lireConnus(owner: pg.Client, departement: string): Promise<Connus> {
  const organismes = await owner.query("select id, code, type from allocataires.organisme where departement = $1", [departement]);
  const parcours = await owner.query("select code from allocataires.parcours_local where departement = $1", [departement]);
  return {
    organismes: new Map(organismes.rows.map((o) => [`${o.type} ${o.code}`, o.id])),
    parcours: new Set(parcours.rows.map((p) => p.code)),
  };
}
