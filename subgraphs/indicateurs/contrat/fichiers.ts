import { indicateurDe } from "../mesure/catalogue";
import { lireTerritoire } from "../mesure/territoire";
import { CelluleInvalide, type Cellules } from "./cellules";
import { nombreDe } from "./cible";

/** What the rows of each file of the contract become. A record of the file gives rows of one or several tables. */

export interface Contexte {
  departement: string;
  /** Year of the contract: that of its first target. */
  contrat: number;
  /** Years that the header of indicateurs.csv gives targets for. */
  annees: number[];
}

export type Lignes = Record<string, Record<string, unknown>[]>;

/** Unit of an indicator that the hub does not compute, from the words of its label. */
export function uniteDe(libelle: string): string {
  if (/^(%|taux|part |pourcentage|evolution)/i.test(libelle)) return "%";
  if (/^coût/i.test(libelle)) return "euros";
  if (/^(durée|délai)/i.test(libelle)) return "jours";
  if (/^volumes? horaire/i.test(libelle)) return "heures";
  return /(^|: | )nombre d/i.test(libelle) ? "nombre" : "texte";
}

export function indicateur(c: Cellules, { departement, contrat, annees }: Contexte): Lignes {
  const code = c.texte("code");
  const rang = c.ligne - 1;
  const [portee, producteur, fiche, libelle] = [c.texte("portee"), c.texte("producteur"), c.texteOuNull("fiche"), c.texte("indicateur")];
  const calculee = indicateurDe(code)?.definition;
  const saisie = {
    unite: uniteDe(libelle),
    numerateur: libelle,
    denominateur: null,
    regleCohorte: "Résultat saisi avec sa preuve, par année civile : le hub ne le calcule pas.",
    source: `Contrat départemental ${departement} de ${contrat}, ${fiche ? `fiche ${fiche}` : c.texte("bloc")}.`,
  };
  const { unite, numerateur, denominateur, regleCohorte, source } = calculee ?? saisie;
  const definition = {
    departement,
    code,
    version: calculee?.version ?? 1,
    rang,
    libelle,
    cadre: portee.replaceAll(" ", "-"),
    producteur,
    unite,
    numerateur,
    denominateur,
    regle_cohorte: regleCohorte,
    source,
  };
  const ligne = {
    departement,
    annee: contrat,
    code,
    rang,
    portee,
    producteur,
    bloc: c.texte("bloc"),
    fiche,
    thematique: c.texte("thematique"),
    indicateur: libelle,
    situation_2023: c.texteOuNull("situation_2023"),
    periode_situation: c.texteOuNull("periode_situation"),
  };
  const cibles = annees.map((annee) => {
    const texte = c.texteOuNull(`cible_${annee}`);
    return { departement, code, annee, contrat, texte, valeur: nombreDe(texte) };
  });
  return { ligne_contrat: [ligne], definition: [definition], cible: cibles };
}

export function montants(c: Cellules, { departement, contrat }: Contexte) {
  return {
    departement,
    annee: contrat,
    fiche: c.texte("fiche"),
    rang: c.ligne - 1,
    axe: c.texte("axe"),
    intitule: c.texte("intitule"),
    part_etat_centimes: c.centimes("part_etat_eur"),
    part_departement_centimes: c.centimes("part_departement_eur"),
    autres_centimes: c.centimesOuNull("autres_eur"),
    total_centimes: c.centimes("total_imprime_eur"),
  };
}

export const EFFECTIFS = [
  "foyers_droit_ouvert_versable",
  "ouverture_moins_1_an",
  "ouverture_1_a_2_ans",
  "ouverture_plus_2_ans",
  "nouveaux_entrants_sur_un_an",
  "contrats_engagement_decides_dans_annee",
] as const;

/** `TOTAL` is the set of the communes of the experiment, `<departement>-PILOTE`; its communes are filled once all are read. */
export function territoire(c: Cellules, { departement }: Contexte) {
  const code = c.texte("code_insee");
  const effectifs = Object.fromEntries(EFFECTIFS.map((colonne) => [colonne, c.entierOuNull(colonne)]));
  const ensemble = code === "TOTAL";
  if (!ensemble && lireTerritoire(code)?.departement !== departement) {
    throw new CelluleInvalide("code_insee", `« ${code.slice(0, 10)} » n’est pas une commune du département ${departement}`);
  }
  return {
    departement,
    code: ensemble ? `${departement}-PILOTE` : code,
    libelle: c.texte("commune"),
    communes: ensemble ? [] : [code],
    nature: ensemble ? "PILOTE" : "COMMUNE",
    origine: "CONTRAT",
    ...effectifs,
  };
}

export const feuilleDeRoute = (c: Cellules, { departement }: Contexte) => ({
  departement,
  rang: c.ligne - 1,
  axe: c.texte("axe"),
  cible_operationnelle: c.texte("cible_operationnelle"),
  indicateurs: c.liste("indicateur"),
  echeance: c.texteOuNull("echeance"),
  pilotes: c.liste("pilotes"),
});

export const donneeAFournir = (c: Cellules, { departement }: Contexte) => ({
  departement,
  code: c.texte("code"),
  rang: c.ligne - 1,
  donnee: c.texte("donnee"),
});

export const interoperabilite = (c: Cellules, { departement }: Contexte) => ({
  departement,
  code: c.texte("code"),
  rang: c.ligne - 1,
  domaine: c.texte("domaine"),
  echange: c.texte("echange"),
  sens: c.texte("sens"),
  origine: c.texte("origine"),
});

export function relation(c: Cellules, { departement }: Contexte) {
  const sorte = c.texte("relation");
  if (sorte !== "SOMME" && sorte !== "PART_DE")
    throw new CelluleInvalide("relation", `« ${sorte.slice(0, 20)} » n’est ni SOMME ni PART_DE`);
  return { departement, code: c.texte("code"), relation: sorte, lignes: c.liste("lignes"), source: c.texte("source") };
}

export const montantImprime = (c: Cellules, { departement }: Contexte) => ({
  departement,
  rang: c.ligne - 1,
  objet: c.texte("objet"),
  imprime_centimes: c.centimes("imprime_eur"),
  reference: c.texte("reference"),
  reference_centimes: c.centimes("reference_eur"),
  texte: c.texte("texte"),
});

export const TRIMESTRES = ["t4_2022", "t3_2023", "t4_2023"] as const;
export const defm = (c: Cellules, { departement }: Contexte) =>
  TRIMESTRES.map((trimestre) => ({
    departement,
    code_agence_ft: c.texte("code_agence_ft"),
    libelle_agence: c.texte("libelle_agence"),
    communes: c.liste("communes_insee"),
    categorie: c.texte("categorie"),
    trimestre,
    effectif: c.entier(trimestre),
  }));
