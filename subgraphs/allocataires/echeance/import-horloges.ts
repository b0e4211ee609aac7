import { type ContexteImport, compteurs, type ResultatImport } from "../../shared/import";
import { type LigneCsv, lireLignes, lireTexte } from "../../shared/lignes-csv";
import { asOwner } from "../../shared/owner";
import { REGLES_REPORT, UNITES_DELAI } from "./delai";
import { CODES_HORLOGE, INTERRUPTIONS, STATUTS_HORLOGE } from "./horloge";

/** Its last day is also that of the Département's competence, which no setting moves. */
const DE_LA_COMPETENCE = "ORIENTATION_6_SEMAINES";
const COLONNES = ["code", "parcours", "libelle", "delai", "unite", "report", "interruptions", "source", "statut"] as const;
const UNITES = [...UNITES_DELAI, "DUREE_PARCOURS", "DUREE_PARCOURS_RENOUVELEE"] as const;
/** Delays that storage accepts, in any unit. */
const DELAI_MAX = 1_200;

/** A clock of a département. An empty delay: this clock does not run there. */
function uneHorloge(ligne: LigneCsv, parcoursConnus: Set<string>) {
  const parcours = ligne.texteOuNull("parcours") ?? "*";
  if (parcours !== "*" && !parcoursConnus.has(parcours))
    ligne.refuser("parcours", `« ${parcours.slice(0, 40)} » n’est pas un parcours local du département`);
  if (ligne.texteOuNull("code") === DE_LA_COMPETENCE)
    ligne.refuser(
      "code",
      "les six semaines sont celles de la loi (CASF, D. 262-65-2) : qui décide d’une orientation en dépend, un département ne les règle pas",
    );
  const delai = ligne.texteOuNull("delai");
  if (delai !== null && !(/^\d{1,4}$/.test(delai) && Number(delai) <= DELAI_MAX))
    ligne.refuser("delai", `un nombre entier de 0 à ${DELAI_MAX} est attendu`);
  const noms = (ligne.texteOuNull("interruptions") ?? "").split("|").filter(Boolean);
  const inconnu = noms.find((nom) => !Object.hasOwn(INTERRUPTIONS, nom));
  if (inconnu !== undefined)
    ligne.refuser("interruptions", `« ${inconnu.slice(0, 40)} » n’est pas l’une de ${Object.keys(INTERRUPTIONS).join(", ")}`);
  return {
    code: ligne.parmi("code", CODES_HORLOGE),
    parcours,
    libelle: ligne.texte("libelle"),
    delai: delai === null ? null : Number(delai),
    unite: ligne.parmi("unite", UNITES),
    report: ligne.texteOuNull("report") === null ? "AUCUNE" : ligne.parmi("report", REGLES_REPORT),
    interruptions: noms,
    source: ligne.texte("source"),
    statut: ligne.parmi("statut", STATUTS_HORLOGE),
  };
}

/** The start of a clock and the legal category that it is for belong to its rule: they come from everyone's row. */
const ECRIRE = `insert into allocataires.horloge as h (departement, parcours, code, libelle, depart_fait, delai_valeur, delai_unite, regle_report, interruptions, categorie, source, statut)
  select $1, x.parcours, x.code, x.libelle, t.depart_fait, x.delai, x.unite, x.report, x.interruptions, t.categorie, x.source, x.statut
  from jsonb_to_recordset($2) x (parcours text, code text, libelle text, delai int, unite text, report text, interruptions text[], source text, statut text)
  join lateral (select depart_fait, categorie from allocataires.horloge t where t.code = x.code
    order by t.departement = '*' desc, t.parcours = '*' desc limit 1) t on true
  on conflict (departement, code, parcours) do update set (libelle, delai_valeur, delai_unite, regle_report, interruptions, source, statut)
    = (excluded.libelle, excluded.delai_valeur, excluded.delai_unite, excluded.regle_report, excluded.interruptions, excluded.source, excluded.statut)
  where (h.libelle, h.delai_valeur, h.delai_unite, h.regle_report, h.interruptions, h.source, h.statut)
    is distinct from (excluded.libelle, excluded.delai_valeur, excluded.delai_unite, excluded.regle_report, excluded.interruptions, excluded.source, excluded.statut)`;

/** Loads the clocks of a département (columns: docs/echeances.md): a row given again is replaced, the others stay; the last line of one counts.
 * Lines that are refused are told (LIGNE_INVALIDE), the others applied. Errors: ImportRefuse FICHIER_INTROUVABLE, FICHIER_INVALIDE. */
export async function importerHorloges({ ownerUrl }: ContexteImport, chemin: string, departement: string): Promise<ResultatImport[]> {
  const texte = lireTexte(chemin);
  return asOwner(
    ownerUrl,
    async (owner) => {
      const parcours = await owner.query("select code from allocataires.parcours_local where departement = $1", [departement]);
      const connus = new Set<string>(parcours.rows.map((p) => p.code));
      const { valeurs, defauts } = lireLignes(chemin, texte, COLONNES, (ligne) => uneHorloge(ligne, connus));
      const uniques = [...new Map(valeurs.map((v) => [`${v.code} ${v.parcours}`, v])).values()];
      const appliques = (await owner.query(ECRIRE, [departement, JSON.stringify(uniques)])).rowCount ?? 0;
      const lus = valeurs.length + defauts.length;
      const comptes = { ...compteurs(), lus, appliques, inchanges: valeurs.length - appliques, rejetes: defauts.length };
      return [{ fichier: chemin, compteurs: comptes, signalements: defauts }];
    },
    "unefois-import",
  );
}
