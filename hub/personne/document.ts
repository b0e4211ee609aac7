import type { ExportPersonne, LigneExportee, TableExportee } from "./export-personne";
import { enMots, libelleDe, valeurEnMots } from "./mots";

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
  const { noms, empreinte, empreinteDuStyle } = contexte;
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
<p>Ce document contient tout ce que le hub du département ${propre(donnees.personne.departement)} garde sur vous, le ${valeurEnMots(donnees.faitLe)}.
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
  const pleines = tables.filter((table) => table.lignes.length > 0);
  const corps =
    pleines.length === 0
      ? "<p>Nous n’avons rien ici.</p>"
      : pleines.map((table) => `<h3>${propre(table.titre)}</h3>${table.lignes.map((l) => fiche(l, table, noms)).join("")}`).join("\n");
  return `<h2>${propre(titre)}</h2>${corps}`;
}

/** Numbers that only the hub uses: in the file for machines, not in the page. */
const INTERNE = /^(id|allocataire|allocataires|canonique|reference|replie|rang|cle|operation|requete|position)$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

function fiche({ provenance, donnees }: LigneExportee, { origine }: TableExportee, noms: Contexte["noms"]): string {
  const champs = Object.entries(donnees).filter(([nom, valeur]) => !INTERNE.test(nom) && !UUID.test(String(valeur)));
  const lus = champs.map(
    ([nom, valeur]) => `<dt>${propre(libelleDe(nom))} :</dt> <dd>${propre(noms.get(String(valeur)) ?? valeurEnMots(valeur))}</dd>`,
  );
  const source = provenance
    ? `D’où cela vient : ${enMots(provenance.source)}${provenance.organisme ? `, ${noms.get(provenance.organisme) ?? provenance.organisme}` : ""} ; recueilli le ${valeurEnMots(provenance.collecteeLe)}, reçu par le hub le ${valeurEnMots(provenance.recueLe)}. Texte : ${provenance.baseLegale}.`
    : origine;
  return `<dl>${lus.join("")}</dl>${source ? `<p class="source">${propre(source)}</p>` : ""}`;
}

/** The register as a table: who, when, why, what. */
function registre(titre: string, tables: readonly TableExportee[], noms: Contexte["noms"]): string {
  const lignes = tables.find((table) => table.table === "journal.consultation")?.lignes ?? [];
  const rangees = lignes
    .map(({ donnees: d }) => ({ le: String(d.le), d }))
    .sort((a, b) => b.le.localeCompare(a.le))
    .map(({ le, d }) => {
      const organisme = d.organisme === undefined ? "" : (noms.get(String(d.organisme)) ?? String(d.organisme));
      const quoi = [...new Set(((d.champs as string[]) ?? []).map((champ) => libelleDe(champ.split(".").at(-1)!)))];
      return [valeurEnMots(le), `${organisme} (${d.client})`, enMots(String(d.finalite)), quoi.join(", ")];
    })
    .map((cases) => `<tr>${cases.map((c) => `<td>${propre(c)}</td>`).join("")}</tr>`);
  if (rangees.length === 0) return `<h2>${propre(titre)}</h2><p>Personne n’a consulté vos données.</p>`;
  return `<h2>${propre(titre)}</h2><p>Le nom des agents ne vous est pas remis : vous apprenez quel organisme a lu, quand, pourquoi et quoi.</p>
<table><thead><tr><th>Quand</th><th>Qui</th><th>Pourquoi</th><th>Quoi</th></tr></thead><tbody>${rangees.join("\n")}</tbody></table>`;
}

/** A copy of what is above: told by its counts, whole in the file for machines. */
function statistiques(titre: string, tables: readonly TableExportee[]): string {
  const pleines = tables.filter((table) => table.lignes.length > 0);
  return `<h2>${propre(titre)}</h2><p>Le hub recopie une partie de ce qui précède pour compter : aucun chiffre publié ne vous nomme. Les lignes sont dans donnees.json.</p>
<ul>${pleines.map((table) => `<li>${propre(table.titre)} : ${table.lignes.length} ligne(s)</li>`).join("")}</ul>`;
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
      tables.filter((t) => t.lignes.length > 0).flatMap((t) => t.retenues.map((r) => ({ ...r, titre: t.titre }))),
    ),
    (r) => r.raison,
  );
  const raisons = [...parRaison].map(
    ([raison, colonnes]) =>
      `<li>${propre(raison)} <span class="source">(${propre([...new Set(colonnes.map((c) => `${c.titre} : ${libelleDe(c.colonne)}`))].join(" ; "))})</span></li>`,
  );
  return `<h2>Ce que nous ne vous remettons pas, et pourquoi</h2><ul>${raisons.join("")}</ul>`;
}
