import { MOTIFS_DE_DECISION } from "./codes";
import type { LigneExportee, TableExportee } from "./export-personne";
import { lecteur } from "./lecteurs";
import { enMots, libelleDe, valeurEnMots } from "./mots";

/** Names of organismes, référents and clients by code, and what the other rows of the export call themselves, by id. */
export type Noms = ReadonlyMap<string, string>;
export type Champ = readonly [libelle: string, valeur: string];

/** What only the hub uses: in the file for machines, not in the page. */
const INTERNE =
  /^(id|allocataire|allocataires|canonique|reference|replie|rang|cle|operation|requete|position|fait|evenement|evenements|natif|relectures|tentatives|lecture|flux|ordre|participants_inconnus|sous_nature|sousNature|sous_graphe|operation_nom|groupe|convocation_rang|convocationRang|attente)$/;
/** Said twice by a row: the second time is left out. */
const REDITS: Readonly<Record<string, readonly string[]>> = {
  "echanges.echange": ["partenaire"],
  "rendez_vous.historique_presence": ["source"],
};
const ORDRE = [
  "le",
  "type",
  "objet",
  "civilite",
  "nom",
  "nom_usage",
  "nomUsage",
  "prenoms",
  "sexe",
  "date_naissance",
  "dateNaissance",
].concat(["lieuNaissance", "adresse", "code_postal", "codePostal", "commune_nom", "communeNom", "du", "au", "debut", "avant", "apres"]);
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const QUI = /^(client|destinataire|partenaire|systeme|source)$/;
const CAISSE = /^(CAF|MSA)(\d{2,3})\d?$/;

/** The rows that others point to, in words: a rendez-vous by its date. */
export function nomsDesLignes(tables: readonly TableExportee[], noms: Noms): Noms {
  const dits = new Map(noms);
  const dire = (table: string, texte: (donnees: Record<string, unknown>) => string | null) => {
    for (const { donnees } of tables.find((t) => t.table === table)?.lignes ?? []) {
      const dit = texte(donnees);
      if (dit !== null) dits.set(String(donnees.id), dit);
    }
  };
  const le = (cle: string, quoi: string) => (d: Record<string, unknown>) => (d[cle] ? `${quoi} ${valeurEnMots(d[cle])}` : null);
  dire("rendez_vous.rendez_vous", le("debut", "celui du"));
  dire("allocataires.orientation", le("decidee_le", "celle du"));
  dire("allocataires.diagnostic", le("etabli_le", "celui du"));
  dire("allocataires.contrat_engagement", le("date_signature", "celui du"));
  return dits;
}

/** The lines of a row that a person reads, in her words: neither ids nor empty lines. */
export function champsDe({ donnees }: LigneExportee, { table }: Pick<TableExportee, "table">, noms: Noms): Champ[] {
  const redits = REDITS[table] ?? [];
  const nature = MOTIFS_DE_DECISION[String(donnees.nature)];
  return trier(Object.entries(donnees)).flatMap(([cle, valeur]): Champ[] => {
    if (redits.includes(cle)) return [];
    if (table === "rendez_vous.dire" && cle === "code") return [["présence", valeurEnMots(valeur, "dire", cle)]];
    if (cle === "motif" && nature?.[String(valeur)]) return [[libelleDe(cle), nature[String(valeur)]!]];
    if (cle === "donnees" && valeur !== null && typeof valeur === "object" && !Array.isArray(valeur))
      return trier(Object.entries(valeur)).flatMap(([nom, v]) => champ(nom, v, noms));
    return champ(cle, valeur, noms);
  });
}

function champ(cle: string, valeur: unknown, noms: Noms): Champ[] {
  // The rank tells twins apart: the first says nothing.
  if (INTERNE.test(cle) || (/^rang_?[nN]aissance$/.test(cle) && valeur === 1)) return [];
  const dit = enTexte(valeur, [cle], noms);
  return dit === "" ? [] : [[libelleDe(cle), dit]];
}

/** A value, an array or a document in words; empty when nothing of it is for a reader. */
function enTexte(valeur: unknown, cles: readonly string[], noms: Noms): string {
  if (valeur === null || valeur === undefined || valeur === "infinity" || valeur === "-infinity") return "";
  if (Array.isArray(valeur)) {
    const objets = valeur.some((v) => v !== null && typeof v === "object");
    const dits = valeur.map((v) => enTexte(cles.at(-1) === "champs" ? libelleDe(String(v).split(".").at(-1)!) : v, cles, noms));
    return dits.filter((dit) => dit !== "").join(objets ? " / " : ", ");
  }
  if (typeof valeur === "object")
    return trier(Object.entries(valeur))
      .filter(([cle]) => !INTERNE.test(cle))
      .map(([cle, v]) => [libelleDe(cle), enTexte(v, [...cles, cle], noms)] as const)
      .filter(([, dit]) => dit !== "")
      .map(([libelle, dit]) => `${libelle} : ${dit}`)
      .join(" ; ");
  return nomme(String(valeur), cles.at(-1)!, noms) ?? (UUID.test(String(valeur)) ? "" : valeurEnMots(valeur, ...cles));
}

/** An organisme, a référent, a system or another row, by its name. */
function nomme(texte: string, cle: string, noms: Noms): string | null {
  const caisse = CAISSE.exec(texte);
  if (caisse && cle !== "matricule") return noms.get(texte) ?? `${enMots(caisse[1]!)} (caisse ${caisse[2]})`;
  if (QUI.test(cle)) return lecteur(texte, null, noms);
  // A number that is also the code of an organisme stays a number.
  return UUID.test(texte) || /^(organisme|referent|source_organisme|decidee_par|par|de|vers)$|[oO]rganisme|[rR]eferent/.test(cle)
    ? (noms.get(texte) ?? null)
    : null;
}

const trier = (champs: [string, unknown][]): [string, unknown][] => {
  const place = (cle: string) => (ORDRE.includes(cle) ? ORDRE.indexOf(cle) : ORDRE.length);
  return champs.sort(([a], [b]) => place(a) - place(b));
};

/** Where a row comes from, in one sentence. */
export function sourceDe({ provenance }: LigneExportee, { origine }: TableExportee, noms: Noms): string {
  if (provenance === null) return origine ?? "";
  const { source, organisme, collecteeLe, recueLe, baseLegale } = provenance;
  const nom = organisme === null ? null : (noms.get(organisme) ?? (CAISSE.test(organisme) ? `caisse ${CAISSE.exec(organisme)![2]}` : null));
  return `D’où cela vient : ${enMots(source)}${nom ? `, ${nom}` : ""}. Dit le ${valeurEnMots(collecteeLe)}, reçu le ${valeurEnMots(recueLe)}. Loi : ${baseLegale}.`;
}
