import path from "node:path";
import type pg from "pg";
import { isCivilDate } from "../../../shared/civil-date";
import { type ContexteImport, compteurs, ImportRefuse, type ResultatImport } from "../../../shared/import";
import { type LigneCsv, lireLignes, lireTexte } from "../../../shared/lignes-csv";
import { allOrNothing, asOwner } from "../../../shared/owner";
import { CODES_CRITERES, CRITERES } from "./critere";
import { OPERATEURS, type Regle } from "./evaluer";

interface Version {
  version: string;
  du: string;
  au: string | null;
  libelle: string;
  auteur: string;
}

const COLONNES = ["rang", "critere", "operateur", "valeurs", "parcours", "points", "eliminatoire", "raison"] as const;
const NOMBRES_ATTENDUS = { PARMI: 0, HORS: 0, AU_MOINS: 1, AU_PLUS: 1, ENTRE: 2 } as const;
const RAISON_MAX = 300;
const LIGNES_DITES = 30;

/** One rule. A criterion with codes is compared by PARMI or HORS, a number by the others. */
function uneRegle(ligne: LigneCsv, parcours: ReadonlySet<string>): Regle {
  const critere = ligne.parmi("critere", CODES_CRITERES);
  const operateur = ligne.parmi("operateur", OPERATEURS);
  const valeurs = ligne
    .texte("valeurs")
    .split("|")
    .map((valeur) => valeur.trim());
  const admises: readonly string[] | null = CRITERES[critere].valeurs;
  const nombre = NOMBRES_ATTENDUS[operateur];
  if ((admises === null) !== nombre > 0)
    ligne.refuser(
      "operateur",
      admises === null ? "ce critère est un nombre : AU_MOINS, AU_PLUS ou ENTRE" : "ce critère a des codes : PARMI ou HORS",
    );
  if (admises === null && (valeurs.length !== nombre || valeurs.some((valeur) => !/^\d{1,3}$/.test(valeur))))
    ligne.refuser("valeurs", `${nombre} nombre${nombre > 1 ? "s" : ""} attendu${nombre > 1 ? "s" : ""}`);
  const inconnue = admises === null ? undefined : valeurs.find((valeur) => !admises.includes(valeur));
  if (inconnue !== undefined) ligne.refuser("valeurs", `« ${inconnue.slice(0, 40)} » n’est pas l’une de ${admises!.join(", ")}`);
  const sonParcours = ligne.texte("parcours");
  if (!parcours.has(sonParcours)) ligne.refuser("parcours", `« ${sonParcours.slice(0, 40)} » n’est pas un parcours local du département`);
  const eliminatoire = ligne.parmi("eliminatoire", ["OUI", "NON"]) === "OUI";
  const points = ligne.entier("points");
  if (!eliminatoire && points === 0) ligne.refuser("points", "une règle donne ou retire des points, ou écarte le parcours");
  return { rang: ligne.entier("rang"), critere, operateur, valeurs, parcours: sonParcours, points, eliminatoire, raison: uneRaison(ligne) };
}

function uneRaison(ligne: LigneCsv): string {
  const raison = ligne.texte("raison", RAISON_MAX);
  return /^\p{Lu}.*\.$/u.test(raison) ? raison : ligne.refuser("raison", "une phrase est attendue : majuscule, point final");
}

/** The version of the table: `# version: …` remarks above the columns (version, du, au, libelle, auteur). */
function uneVersion(fichier: string, texte: string): Version {
  const lues = Object.fromEntries(
    [...texte.matchAll(/^\s*"?#\s*(version|du|au|libelle|auteur)\s*:\s*([^\r\n]*?)[\s,;"]*$/gm)].map(([, nom, valeur]) => [nom, valeur]),
  ) as Partial<Record<keyof Version, string>>;
  const attendue = (nom: keyof Version) => {
    if (!lues[nom]) throw new ImportRefuse("FICHIER_INVALIDE", `${fichier} : la ligne « # ${nom}: … » manque en tête de fichier.`);
    return lues[nom];
  };
  const date = (nom: "du" | "au", valeur: string) => {
    if (!isCivilDate(valeur))
      throw new ImportRefuse("FICHIER_INVALIDE", `${fichier} : la date « # ${nom}: … » n’est pas une date AAAA-MM-JJ.`);
    return valeur;
  };
  return {
    version: attendue("version"),
    du: date("du", attendue("du")),
    au: lues.au ? date("au", lues.au) : null,
    libelle: attendue("libelle"),
    auteur: attendue("auteur"),
  };
}

/** Loads one version of the decision table of a département (columns: docs/orientation.md), whole or not at all: half a table would advise wrongly.
 * A version that is known is never changed, since decisions name it; only its end date may be given.
 * Errors: ImportRefuse FICHIER_INTROUVABLE, FICHIER_INVALIDE (each line that is wrong), VERSION_MODIFIEE. */
export async function importerAide({ ownerUrl }: ContexteImport, chemin: string, departement: string): Promise<ResultatImport[]> {
  const texte = lireTexte(chemin);
  const version = uneVersion(path.basename(chemin), texte);
  return asOwner(
    ownerUrl,
    async (owner) => {
      const { rows } = await owner.query("select code from allocataires.parcours_local where departement = $1", [departement]);
      const regles = desRegles(chemin, texte, new Set(rows.map((row) => row.code)));
      const appliques = await allOrNothing(owner, () => enregistrer(owner, departement, version, regles));
      return [
        {
          fichier: chemin,
          compteurs: { ...compteurs(), lus: regles.length, appliques, inchanges: regles.length - appliques },
          signalements: [],
        },
      ];
    },
    "unefois-import",
  );
}

function desRegles(chemin: string, texte: string, parcours: ReadonlySet<string>): Regle[] {
  const rangs = new Set<number>();
  const { valeurs, defauts } = lireLignes(chemin, texte, COLONNES, (ligne) => {
    const regle = uneRegle(ligne, parcours);
    if (rangs.has(regle.rang)) ligne.refuser("rang", `le rang ${regle.rang} est déjà donné plus haut`);
    rangs.add(regle.rang);
    return regle;
  });
  if (defauts.length > 0) {
    const suite = defauts.length > LIGNES_DITES ? ` Et ${defauts.length - LIGNES_DITES} autres lignes.` : "";
    const dites = defauts.slice(0, LIGNES_DITES).map((defaut) => defaut.message);
    throw new ImportRefuse("FICHIER_INVALIDE", `${dites.join("\n")}${suite}`);
  }
  if (valeurs.length === 0) throw new ImportRefuse("FICHIER_INVALIDE", `${path.basename(chemin)} : la table n’a aucune règle.`);
  return valeurs;
}

const REGLES_CONNUES = `select r.rang, r.critere, r.operateur, r.valeurs, r.parcours, r.points, r.eliminatoire, r.raison
  from allocataires.aide_regle r where r.departement = $1 and r.version = $2 order by r.rang`;
const NOUVELLES_REGLES = `insert into allocataires.aide_regle (departement, version, rang, critere, operateur, valeurs, parcours, points, eliminatoire, raison)
  select $1, $2, x.* from jsonb_to_recordset($3) x
    (rang int, critere text, operateur text, valeurs text[], parcours text, points int, eliminatoire boolean, raison text)`;

/** Returns how many rules were written. */
async function enregistrer(owner: pg.Client, departement: string, v: Version, regles: Regle[]): Promise<number> {
  const connue = await owner.query(
    "select v.du::text as du, v.libelle, v.auteur from allocataires.aide_version v where v.departement = $1 and v.version = $2 for update",
    [departement, v.version],
  );
  if (connue.rows.length === 0) {
    await owner.query(
      "insert into allocataires.aide_version (departement, version, du, au, libelle, auteur) values ($1, $2, $3, $4, $5, $6)",
      [departement, v.version, v.du, v.au, v.libelle, v.auteur],
    );
    return (await owner.query(NOUVELLES_REGLES, [departement, v.version, JSON.stringify(regles)])).rowCount ?? 0;
  }
  const { rows } = await owner.query(REGLES_CONNUES, [departement, v.version]);
  const ordonnees = [...regles].sort((a, b) => a.rang - b.rang);
  const meme = JSON.stringify([connue.rows[0], rows]) === JSON.stringify([{ du: v.du, libelle: v.libelle, auteur: v.auteur }, ordonnees]);
  if (!meme)
    throw new ImportRefuse(
      "VERSION_MODIFIEE",
      `La version « ${v.version} » est déjà chargée, avec un autre contenu : donnez un autre nom à la nouvelle table.`,
    );
  await owner.query(
    "update allocataires.aide_version set au = $3 where departement = $1 and version = $2 and au is distinct from $3::date",
    [departement, v.version, v.au],
  );
  return 0;
}
