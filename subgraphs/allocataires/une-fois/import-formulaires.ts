import path from "node:path";
import { parse } from "csv-parse/sync";
import type pg from "pg";
import { civilDateOf } from "../../shared/civil-date";
import { type ContexteImport, compteurs, ImportRefuse, type ResultatImport, type Signalement } from "../../shared/import";
import { lireTexte } from "../../shared/lignes-csv";
import { allOrNothing, asOwner } from "../../shared/owner";
import { FORMULAIRES, type Formulaire } from "../vocabulaire";
import { type LigneDeFormulaire, remplacerFormulaire } from "./formulaire.repository";

const COLONNES = ["formulaire", "code", "ordre", "fraicheur_jours", "libelle", "source"] as const;
type Cellules = Record<(typeof COLONNES)[number], string>;
interface LigneLue {
  numero: number;
  cellules: Cellules;
}

/** What is wrong with a line, or null. */
export function defautDeLigne({
  formulaire,
  code,
  ordre,
  fraicheur_jours,
  libelle,
  source,
}: Cellules): { champ: string; message: string } | null {
  if (!FORMULAIRES.includes(formulaire as Formulaire))
    return { champ: "formulaire", message: `un formulaire est attendu : ${FORMULAIRES.join(", ")}` };
  if (!/^[A-Z][A-Z0-9_]{1,59}$/.test(code)) return { champ: "code", message: "un code est attendu, en capitales, chiffres et tirets bas" };
  if (!/^[1-9]\d{0,2}$/.test(ordre)) return { champ: "ordre", message: "un rang est attendu, de 1 à 999" };
  if (!/^([1-9]\d{0,3})?$/.test(fraicheur_jours))
    return { champ: "fraicheur_jours", message: "un nombre de jours est attendu, ou rien si la donnée ne vieillit pas" };
  if (libelle === "" || libelle.length > 200) return { champ: "libelle", message: "un libellé est attendu, de 200 caractères au plus" };
  if (source === "" || source.length > 200)
    return { champ: "source", message: "le texte qui fonde la question est attendu, en 200 caractères au plus" };
  return null;
}

/** Puts the lists of questions of a département in use from a day on (columns: docs/formulaires.md). A form with a line that cannot be read keeps its
 * former list, and each of its lines is reported or counted as rejected; the other forms are replaced. One transaction; idempotent.
 * Errors: ImportRefuse FICHIER_INTROUVABLE, FICHIER_INVALIDE. */
export async function importerFormulaires(
  contexte: ContexteImport,
  fichier: string,
  { departement, du }: { departement: string; du: string | null },
): Promise<ResultatImport[]> {
  const lignes = lire(fichier);
  const signalements = [...signalerLignes(lignes), ...signalerDoublons(lignes)];
  const refuses = new Set(signalements.map((s) => s.formulaire));
  const total = { ...compteurs(), lus: lignes.length };
  const remplacer = async (owner: pg.Client) => {
    for (const [formulaire, siennes] of Map.groupBy(lignes, (l) => l.cellules.formulaire)) {
      if (refuses.has(formulaire)) {
        total.rejetes += siennes.length;
        continue;
      }
      const cle = { departement, formulaire: formulaire as Formulaire, du: du ?? civilDateOf(contexte.now()) };
      const change = await remplacerFormulaire(owner, cle, siennes.map(enLigne));
      total[change ? "appliques" : "inchanges"] += siennes.length;
    }
  };
  await asOwner(contexte.ownerUrl, (owner) => allOrNothing(owner, () => remplacer(owner)), "unefois-import");
  return [{ fichier, compteurs: total, signalements: signalements.map(({ formulaire: _, ...s }) => s) }];
}

const enLigne = ({ cellules: c }: LigneLue): LigneDeFormulaire => ({
  code: c.code,
  ordre: Number(c.ordre),
  fraicheurJours: c.fraicheur_jours === "" ? null : Number(c.fraicheur_jours),
  libelle: c.libelle,
  source: c.source,
});

function lire(fichier: string): LigneLue[] {
  const texte = lireTexte(fichier);
  const nom = path.basename(fichier);
  let lignes: { record: Cellules; info: { lines: number } }[];
  try {
    lignes = parse(texte, { columns: true, bom: true, skip_empty_lines: true, trim: true, info: true }) as never;
  } catch (error) {
    throw new ImportRefuse("FICHIER_INVALIDE", `${nom} n’est pas un CSV lisible : ${(error as Error).message}`);
  }
  if (lignes.length === 0) throw new ImportRefuse("FICHIER_INVALIDE", `${nom} ne contient aucune ligne.`);
  const manque = COLONNES.find((colonne) => !(colonne in lignes[0]!.record));
  if (manque) throw new ImportRefuse("FICHIER_INVALIDE", `${nom}, ligne 1 : la colonne « ${manque} » manque.`);
  return lignes.map(({ record, info }) => ({ numero: info.lines, cellules: record }));
}

type SignalementDeFormulaire = Signalement & { formulaire: string };

const signaler = ({ numero, cellules }: LigneLue, code: string, champ: string, message: string): SignalementDeFormulaire => ({
  formulaire: cellules.formulaire,
  cle: `ligne ${numero}`,
  ligne: numero,
  code,
  champ,
  message: `Ligne ${numero}, colonne « ${champ} » : ${message}. Corrigez le fichier : le formulaire garde son ancienne liste.`,
  valeur: cellules[champ as keyof Cellules].slice(0, 40),
  applique: false,
});

const signalerLignes = (lignes: readonly LigneLue[]): SignalementDeFormulaire[] =>
  lignes.flatMap((ligne) => {
    const defaut = defautDeLigne(ligne.cellules);
    return defaut ? [signaler(ligne, "LIGNE_INVALIDE", defaut.champ, defaut.message)] : [];
  });

/** A code or a rank given twice in one form: the second line is reported. */
const signalerDoublons = (lignes: readonly LigneLue[]): SignalementDeFormulaire[] =>
  (["code", "ordre"] as const).flatMap((champ) => {
    const vus = new Set<string>();
    return lignes.flatMap((ligne) => {
      const cle = `${ligne.cellules.formulaire} ${ligne.cellules[champ]}`;
      const double = vus.has(cle);
      vus.add(cle);
      return double ? [signaler(ligne, "LIGNE_EN_DOUBLE", champ, "la valeur est déjà donnée plus haut pour ce formulaire")] : [];
    });
  });
