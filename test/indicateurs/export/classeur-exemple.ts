import { absence, type Classeur, centimes, date, nombre, texte } from "../../../subgraphs/indicateurs/export/tableur/classeur";

/** A workbook with every kind of cell, and what spreadsheets get wrong. */
export const exemple = (): Classeur => ({
  modele: "trimestre",
  titre: "Rapport du trimestre",
  departement: "94",
  territoire: "94-PILOTE",
  debut: "2026-01-01",
  fin: "2026-03-31",
  connuLe: "2026-03-31",
  arreteAu: "2026-03-31",
  tableaux: [
    {
      cle: "CHIFFRES",
      nom: "Chiffres : l’essentiel / détail",
      titre: "Chiffres & délais <T1>",
      mentions: ["Territoire 94-PILOTE", "du 01/01/2026 au 31/03/2026", "provisoire"],
      colonnes: [
        { cle: "code", titre: "Code" },
        { cle: "valeur", titre: "Valeur ; « mesurée »" },
        { cle: "le", titre: "Le" },
      ],
      lignes: [
        [texte("L.I.V2.1.3"), nombre(83.333333333, "pourcentage"), date("2026-03-31")],
        [texte("=1+1"), nombre(-1234567.5), date("2024-02-29")],
        [texte('+33 ; "guillemets"'), nombre(0, "entier"), date(null)],
        [texte("@SOMME(A1)"), absence("MASQUE"), absence("SANS_OBJET")],
        [texte("deux\nlignes"), centimes(140_625_000), date("2026-01-01")],
        [texte("élève œuvre Ÿ € \u0001"), nombre(0.000001), date("1900-03-01")],
      ],
    },
    {
      cle: "DEFINITIONS",
      nom: "Définitions",
      titre: "Définitions et versions",
      mentions: ["Sources"],
      colonnes: [
        { cle: "code", titre: "Code" },
        { cle: "version", titre: "Version" },
      ],
      lignes: [[texte("L.I.V2.1.3"), nombre(2, "entier")]],
    },
  ],
});
