import type { DemandeExport } from "../demande";
import { centimes, date, nombre, texte, texteOuRien } from "../tableur/classeur";
import type { Contenu, TableauNu, Travail } from "./modele";

type Montants = Record<`${string}Centimes`, number | null>;

type LigneLue = Montants & { fiche: string; intitule: string; imputation: string | null };

interface BilanLu {
  programmes: { programme: string; totalCentimes: number; montants: Montants & { tauxExecution: number | null } }[];
  echeances: {
    code: string;
    programme: string;
    libelle: string;
    date: string | null;
    jourOuvre: string | null;
    montantCentimes: number | null;
    faiteLe: string | null;
    regle: string;
  }[];
  controles: { code: string; objet: string; message: string; ecritCentimes: number | null; attenduCentimes: number | null }[];
}

const LIGNES = {
  partEtatCentimes: "Part de l’État",
  partDepartementCentimes: "Part du Département",
  autresCentimes: "Autres financeurs",
  totalCentimes: "Total imprimé au contrat",
  creditsEtatVersesCentimes: "Crédits de l’État versés",
  realiseEtatCentimes: "Réalisé sur la part de l’État",
  realiseDepartementCentimes: "Réalisé sur la part du Département",
  reportEtatCentimes: "Report de la part de l’État",
  reportDepartementCentimes: "Report de la part du Département",
} as const;

const PROGRAMMES = {
  partEtatCentimes: "Part de l’État",
  verseCentimes: "Versé par l’État",
  realiseEtatCentimes: "Réalisé sur la part de l’État",
  realiseDepartementCentimes: "Réalisé sur la part du Département",
  reportPrecedentCentimes: "Report de l’année d’avant",
  reportEtatCentimes: "Report de la part de l’État",
  restitueCentimes: "Rendu à l’État",
  aRestituerCentimes: "À rendre à l’État",
} as const;

/** Not what depends on the day when it is asked (what is due today, days to a deadline): the same demand gives the same bytes. */
const FINANCES = `query ($departement: String!, $annee: Int!, $connuLe: Date) {
  suiviFinancier(departement: $departement, annee: $annee, connuLe: $connuLe) { fiche intitule imputation ${Object.keys(LIGNES).join(" ")} }
  bilanFinancier(departement: $departement, annee: $annee, connuLe: $connuLe) {
    programmes { programme totalCentimes montants { ${Object.keys(PROGRAMMES).join(" ")} tauxExecution } }
    echeances { code programme libelle date jourOuvre montantCentimes faiteLe regle }
    controles { code objet message ecritCentimes attenduCentimes } } }`;

/** What a deadline that passes makes true: on a day of knowledge it is a fact, otherwise it would change with the clock. */
const duJour = ({ code, objet }: BilanLu["controles"][number], echeances: BilanLu["echeances"]): boolean =>
  /_EN_RETARD$/.test(code) ||
  (code === "REALISE_ABSENT" && !echeances.some((e) => e.programme === objet && /^RAPPORT_/.test(e.code) && e.faiteLe !== null));

/** The money of the contract: annexe 3 line by line, each programme, its deadlines, what the sums say. */
export async function feuillesDesFinances({ demande, poser }: Pick<Travail, "demande" | "poser">): Promise<TableauNu[]> {
  const { suiviFinancier, bilanFinancier } = await poser(FINANCES, {
    departement: demande.departement,
    annee: demande.annee,
    connuLe: demande.connuLe,
  });
  const lignes = lignesFinancieres(suiviFinancier ?? [], demande.annee);
  return bilanFinancier ? [lignes, ...bilan(bilanFinancier, demande)] : [lignes];
}

const titres = (montants: Record<string, string>) =>
  Object.entries(montants).map(([cle, titre]) => ({ cle: cle.replace("Centimes", ""), titre }));
const valeurs = (montants: Record<string, string>, ligne: Montants) =>
  Object.keys(montants).map((cle) => centimes(ligne[cle as `${string}Centimes`]));

const lignesFinancieres = (lues: readonly LigneLue[], annee: number): TableauNu => ({
  cle: "FINANCES",
  nom: "Finances",
  titre: `Suivi financier du contrat ${annee}, en euros`,
  colonnes: [
    { cle: "fiche", titre: "Fiche" },
    { cle: "intitule", titre: "Action" },
    { cle: "imputation", titre: "Imputation" },
    ...titres(LIGNES),
    { cle: "part_etat_pourcentage", titre: "Part de l’État dans le total" },
  ],
  lignes: lues.map((ligne) => {
    const { partEtatCentimes: etat, totalCentimes: total } = ligne;
    const part = etat == null || !total ? null : (100 * etat) / total;
    return [
      texte(ligne.fiche),
      texte(ligne.intitule),
      texteOuRien(ligne.imputation),
      ...valeurs(LIGNES, ligne),
      nombre(part, "pourcentage"),
    ];
  }),
});

function bilan({ programmes, echeances, controles }: BilanLu, { annee, connuLe }: DemandeExport): TableauNu[] {
  return [
    {
      cle: "PROGRAMMES",
      nom: "Programmes",
      titre: `Bilan par programme ${annee}, en euros`,
      colonnes: [
        { cle: "programme", titre: "Programme" },
        { cle: "total", titre: "Total" },
        ...titres(PROGRAMMES),
        { cle: "execution", titre: "Taux d’exécution" },
      ],
      lignes: programmes.map(({ programme, totalCentimes, montants }) => [
        texte(programme),
        centimes(totalCentimes),
        ...valeurs(PROGRAMMES, montants),
        nombre(montants.tauxExecution, "pourcentage"),
      ]),
    },
    {
      cle: "ECHEANCES",
      nom: "Échéances",
      titre: `Échéances du contrat ${annee}`,
      colonnes: ["Programme", "Échéance", "Date", "Jour ouvré", "Montant", "Faite le", "Règle"].map((titre, rang) => ({
        cle: ["programme", "echeance", "date", "jour_ouvre", "montant", "faite_le", "regle"][rang]!,
        titre,
      })),
      lignes: echeances.map((e) => [
        texte(e.programme),
        texte(e.libelle),
        date(e.date),
        date(e.jourOuvre),
        centimes(e.montantCentimes),
        date(e.faiteLe),
        texte(e.regle),
      ]),
    },
    {
      cle: "CONTROLES",
      nom: "Contrôles financiers",
      titre: `Ce que disent les sommes et les règles, ${annee}`,
      colonnes: [
        { cle: "code", titre: "Contrôle" },
        { cle: "objet", titre: "Ligne" },
        { cle: "constat", titre: "Constat" },
        { cle: "ecrit", titre: "Écrit" },
        { cle: "attendu", titre: "Attendu" },
      ],
      lignes: controles
        .filter((controle) => connuLe !== null || !duJour(controle, echeances))
        .map((c) => [texte(c.code), texte(c.objet), texte(c.message), centimes(c.ecritCentimes), centimes(c.attenduCentimes)]),
    },
  ];
}

export async function finances(travail: Travail): Promise<Contenu> {
  return {
    tableaux: await feuillesDesFinances(travail),
    mesures: [],
    definitions: [],
    sources: ["Contrat départemental, annexe 3 (financement), tel qu’imprimé ; montants réalisés et versés tels que saisis"],
  };
}
