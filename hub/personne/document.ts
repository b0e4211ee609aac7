import { donneesConsultees } from "../../subgraphs/echanges/registre/donnees-consultees";
import { libellesDesChamps } from "../../subgraphs/echanges/registre/libelles";
import type { ExportPersonne, LigneExportee, TableExportee } from "./export-personne";
import { champsDe, nomsDesLignes, sourceDe } from "./fiche";
import { lecteur } from "./lecteurs";
import { compte, enMots, valeurEnMots } from "./mots";
import { RETENUES_EN_MOTS } from "./retenues-en-mots";

const HTML: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const propre = (texte: string): string => texte.replace(/[&<>"']/g, (signe) => HTML[signe]!);

const STYLE = `body{font:1.05rem/1.6 system-ui,sans-serif;max-width:46rem;margin:2rem auto;padding:0 1rem;color:#161616}
h1{font-size:1.7rem}h2{margin-top:2.5rem;border-bottom:2px solid #000091;padding-bottom:.3rem}h3{font-size:1.05rem;margin:1.6rem 0 .4rem}
dl{margin:.6rem 0;padding:.6rem .8rem;background:#f6f6f6;break-inside:avoid}dt{font-weight:600}dt,dd{display:inline;margin:0}dd::after{content:"";display:block}
.source{color:#555;font-size:.92rem;margin:.2rem 0}table{border-collapse:collapse;width:100%}td,th{text-align:left;padding:.3rem .5rem;border-bottom:1px solid #ddd;vertical-align:top}
code{font-size:.85rem;overflow-wrap:anywhere}@media print{body{margin:0;max-width:none}h2{break-after:avoid}}`;

/** SHA-256 of the only style of the page: nothing else is loaded nor run, whoever opens the file. */
export const STYLE_DU_DOCUMENT = STYLE;

export interface Contexte {
  noms: ReadonlyMap<string, string>;
  /** SHA-256 of the JSON file that goes with the document, in hexadecimal. */
  empreinte: string;
  /** SHA-256 of the style, in base64, for the policy of the page. */
  empreinteDuStyle: string;
}

/** The same export as a page to read or to print, for someone who knows neither law nor computing. */
export function documentDe(donnees: ExportPersonne, contexte: Contexte): string {
  const { empreinte, empreinteDuStyle } = contexte;
  const noms = nomsDesLignes(
    donnees.rubriques.flatMap(({ tables }) => tables),
    contexte.noms,
  );
  const parties = donnees.rubriques.map(({ code, titre, tables }) =>
    code === "STATISTIQUES"
      ? statistiques(titre, tables)
      : code === "REGISTRE"
        ? registre(titre, tables, noms)
        : rubrique(titre, tables, noms),
  );
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'sha256-${empreinteDuStyle}'; base-uri 'none'; form-action 'none'">
<title>Vos données dans le hub UneFois</title><style>${STYLE}</style></head><body>
<h1>Vos données dans le hub UneFois</h1>
<p>Ce document contient tout ce que le hub du département ${propre(donnees.personne.departement)} garde sur vous. Il a été fait le ${valeurEnMots(donnees.faitLe)}.
Vous avez le droit de le lire, de le garder et de le donner à qui vous voulez (RGPD, articles 15 et 20).</p>
<p>Pour chaque information, nous disons d’où elle vient. À la fin, nous disons qui l’a consultée, à qui elle a été envoyée, combien de temps nous la gardons, et comment la faire corriger.</p>
${parties.join("\n")}
${duree(donnees)}
${CORRIGER}
${nonRemis(donnees)}
<p class="source">Le fichier donnees.json contient les mêmes informations pour un ordinateur. Son empreinte (SHA-256) : <code>${empreinte}</code></p>
</body></html>
`;
}

function rubrique(titre: string, tables: readonly TableExportee[], noms: Contexte["noms"]): string {
  return `<h2>${propre(titre)}</h2>${section(tables, noms) || "<p>Nous n’avons rien ici.</p>"}`;
}

/** The tables that have something to say, each under its title; rows that read the same are said once. */
const section = (tables: readonly TableExportee[], noms: Contexte["noms"]): string =>
  tables
    .map((table) => ({ titre: table.titre, fiches: [...new Set(table.lignes.map((l) => fiche(l, table, noms)))].join("") }))
    .filter(({ fiches }) => fiches !== "")
    .map(({ titre, fiches }) => `<h3>${propre(titre)}</h3>${fiches}`)
    .join("\n");

function fiche(ligne: LigneExportee, table: TableExportee, noms: Contexte["noms"]): string {
  const lus = champsDe(ligne, table, noms).map(([libelle, dit]) => `<dt>${propre(libelle)} :</dt> <dd>${propre(dit)}</dd>`);
  if (lus.length === 0) return "";
  const source = sourceDe(ligne, table, noms);
  return `<dl>${lus.join("")}</dl>${source ? `<p class="source">${propre(source)}</p>` : ""}`;
}

/** The register as a table: who, when, why, what. */
function registre(titre: string, tables: readonly TableExportee[], noms: Contexte["noms"]): string {
  const lignes = tables.find((table) => table.table === "journal.consultation")?.lignes ?? [];
  const rangees = lignes
    .map(({ donnees: d }) => ({ le: String(d.le), d }))
    .sort((a, b) => b.le.localeCompare(a.le))
    .map(({ le, d }) => {
      const qui = lecteur(String(d.client), d.organisme === undefined ? null : String(d.organisme), noms);
      return [valeurEnMots(le), qui, enMots(String(d.finalite)), quoiEnMots((d.champs as string[]) ?? [])];
    })
    .map((cases) => `<tr>${cases.map((c) => `<td>${propre(c)}</td>`).join("")}</tr>`);
  const urgences = section(
    tables.filter((t) => t.table === "journal.acces_urgence"),
    noms,
  );
  if (rangees.length === 0) return `<h2>${propre(titre)}</h2><p>Personne n’a consulté vos données.</p>${urgences}`;
  return `<h2>${propre(titre)}</h2><p>Le nom des agents ne vous est pas remis : vous apprenez quel organisme a lu, quand, pourquoi et quoi.</p>
<table><thead><tr><th>Quand</th><th>Qui</th><th>Pourquoi</th><th>Quoi</th></tr></thead><tbody>${rangees.join("\n")}</tbody></table>${urgences}`;
}

/** Fields that say nothing of a person: what a refusal answered, and numbers of the hub. */
const SANS_PERSONNE = /^Refus\.|\.(id|reference)$/;

/** What was read, in the words of the register of the API. */
function quoiEnMots(champs: readonly string[]): string {
  const groupes = donneesConsultees(
    champs.filter((champ) => !SANS_PERSONNE.test(champ)),
    libellesDesChamps(),
  );
  const dits = groupes.map(
    ({ categorie, libelles }) =>
      `${categorie} : ${[...new Set(libelles.map((libelle) => (libelle === "Valeur" ? "Les numéros eux-mêmes" : libelle.split(", ")[0]!)))].join(", ")}`,
  );
  return dits.length === 0 ? "Qui vous êtes dans le hub, sans autre information" : dits.join(". ");
}

/** A copy of what is above: told by its counts, whole in the file for machines. */
function statistiques(titre: string, tables: readonly TableExportee[]): string {
  const pleines = tables.filter((table) => table.lignes.length > 0);
  return `<h2>${propre(titre)}</h2><p>Le hub recopie une partie de ce qui précède pour compter : aucun chiffre publié ne vous nomme. Le détail est dans le fichier donnees.json.</p>
<ul>${pleines.map((table) => `<li>${propre(table.titre)} : ${compte(table.lignes.length, "ligne")}</li>`).join("")}</ul>`;
}

const duree = ({ conservation }: ExportPersonne): string =>
  `<h2>Combien de temps nous gardons ces données</h2><ul>${conservation
    .map(
      ({ objet, mois, motif }) =>
        `<li>${propre(objet === "PERSONNE" ? "Vos données" : objet === "REJET" ? "Enregistrements refusés" : enMots(objet))} : ${mois} mois. ${propre(motif)}</li>`,
    )
    .join("")}</ul>`;

const CORRIGER = `<h2>Comment corriger, ou vous opposer</h2>
<p>Une information est fausse ? Écrivez au délégué à la protection des données du Département : il a un mois pour vous répondre. Dites quelle information, et ce qui est vrai.
Le hub prévient ensuite tous ceux qui avaient reçu l’information fausse, et vous pouvez demander leur liste.</p>
<p>Vous pouvez aussi vous opposer à certains usages, demander qu’une information contestée ne soit plus montrée, ou demander l’effacement quand vous n’êtes plus au RSA.</p>
<p>Si la réponse ne vous convient pas, ou n’arrive pas, vous pouvez saisir gratuitement la CNIL : www.cnil.fr, ou 3 place de Fontenoy, TSA 80715, 75334 Paris cedex 07.</p>`;

function nonRemis({ rubriques }: ExportPersonne): string {
  const parRaison = Map.groupBy(
    rubriques.flatMap(({ tables }) =>
      tables.filter((t) => t.lignes.length > 0).flatMap((t) => t.retenues.map((r) => ({ ...r, table: t.table }))),
    ),
    (r) => r.raison,
  );
  const raisons = [...parRaison].map(([raison, colonnes]) => {
    const quoi = [...new Set(colonnes.flatMap(({ table, colonne }) => RETENUES_EN_MOTS[`${table}.${colonne}`] ?? []))];
    return `<li>${propre(raison)}${quoi.length === 0 ? "" : ` <span class="source">${propre(`Ici : ${quoi.join(" ; ")}.`)}</span>`}</li>`;
  });
  return `<h2>Ce que nous ne vous remettons pas, et pourquoi</h2><ul>${raisons.join("")}</ul>`;
}
