import { centimes, nombre, texte, texteOuRien } from "../tableur/classeur";
import type { Contenu, TableauNu, Travail } from "./modele";

interface LigneLue {
  fiche: string;
  intitule: string;
  imputation: string | null;
  [montant: `${string}Centimes`]: number | null;
}

const MONTANTS = {
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

const FINANCES = `query ($departement: String!, $annee: Int!) {
  suiviFinancier(departement: $departement, annee: $annee) { fiche intitule imputation ${Object.keys(MONTANTS).join(" ")} } }`;

/** The money of the contract: annexe 3, line by line. */
export async function feuillesDesFinances({ demande, poser }: Pick<Travail, "demande" | "poser">): Promise<TableauNu[]> {
  const lues: LigneLue[] = (await poser(FINANCES, { departement: demande.departement, annee: demande.annee })).suiviFinancier ?? [];
  return [
    {
      cle: "FINANCES",
      nom: "Finances",
      titre: `Suivi financier du contrat ${demande.annee}, en euros`,
      colonnes: [
        { cle: "fiche", titre: "Fiche" },
        { cle: "intitule", titre: "Action" },
        { cle: "imputation", titre: "Imputation" },
        ...Object.entries(MONTANTS).map(([cle, titre]) => ({ cle: cle.replace("Centimes", ""), titre })),
        { cle: "part_etat_pourcentage", titre: "Part de l’État dans le total" },
      ],
      lignes: lues.map((ligne) => {
        const { partEtatCentimes: etat, totalCentimes: total } = ligne;
        return [
          texte(ligne.fiche),
          texte(ligne.intitule),
          texteOuRien(ligne.imputation),
          ...Object.keys(MONTANTS).map((cle) => centimes(ligne[cle as keyof typeof MONTANTS])),
          nombre(etat == null || !total ? null : (100 * etat) / total, "pourcentage"),
        ];
      }),
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
