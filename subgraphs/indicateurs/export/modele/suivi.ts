import { cellule, DEFINITION, type DefinitionLue, formatDe, MESURE, type MesureLue } from "../mesures";
import { absence, nombre, texte, texteOuRien } from "../tableur/classeur";
import type { Contenu, TableauNu, Travail } from "./modele";

interface LigneLue {
  code: string;
  fiche: string | null;
  indicateur: string;
  producteur: string;
  situation2023: string | null;
  cibles: { annee: number; cible: string | null; resultat: number | null; resultatTexte: string | null }[];
  mesure: MesureLue | null;
}

const SUIVI = `query ($departement: String!, $annee: Int!) {
  suiviContrat(departement: $departement, annee: $annee) {
    code fiche indicateur producteur situation2023 cibles { annee cible resultat resultatTexte } mesure { ${MESURE} } }
  definitionsIndicateurs { ${DEFINITION} } }`;

/** The table of the contract, line by line: situation, targets as written, result, where it comes from. */
export async function suivi({ demande, poser }: Travail): Promise<Contenu> {
  const data = await poser(SUIVI, { departement: demande.departement, annee: demande.annee });
  const lignes: LigneLue[] = data.suiviContrat ?? [];
  const codes = new Set(lignes.map(({ code }) => code));
  return {
    tableaux: [tableau(demande.annee, lignes)],
    mesures: lignes.flatMap(({ mesure }) => (mesure?.definition.calcule ? [mesure] : [])),
    definitions: (data.definitionsIndicateurs as DefinitionLue[]).filter(({ code }) => codes.has(code)),
    sources: ["Contrat départemental, annexe 4 (indicateurs) et feuille de route France Travail, tels qu’écrits"],
  };
}

function tableau(annee: number, lignes: readonly LigneLue[]): TableauNu {
  const annees = [...new Set(lignes.flatMap(({ cibles }) => cibles.map((cible) => cible.annee)))].sort();
  return {
    cle: "SUIVI",
    nom: "Suivi du contrat",
    titre: `Tableau de suivi du contrat, ${annee}`,
    colonnes: [
      { cle: "code", titre: "Code" },
      { cle: "fiche", titre: "Fiche" },
      { cle: "indicateur", titre: "Indicateur" },
      { cle: "producteur", titre: "Producteur du chiffre officiel" },
      { cle: "situation_2023", titre: "Situation 2023" },
      ...annees.map((a) => ({ cle: `cible_${a}`, titre: `Cible ${a}` })),
      { cle: "resultat", titre: `Résultat ${annee}` },
      { cle: "unite", titre: "Unité" },
      { cle: "numerateur", titre: "Numérateur" },
      { cle: "denominateur", titre: "Dénominateur" },
      { cle: "resultat_en_mots", titre: "Résultat en mots" },
      { cle: "version", titre: "Version de la définition" },
    ],
    lignes: lignes.map((ligne) => {
      const { mesure } = ligne;
      const format = mesure ? formatDe(mesure.definition.unite) : "nombre";
      const ecrit = ligne.cibles.find((cible) => cible.annee === annee);
      return [
        texte(ligne.code),
        texteOuRien(ligne.fiche),
        texte(ligne.indicateur),
        texte(ligne.producteur),
        texteOuRien(ligne.situation2023),
        ...annees.map((a) => texteOuRien(ligne.cibles.find((cible) => cible.annee === a)?.cible)),
        cellule(mesure, "valeur", format),
        mesure ? texte(mesure.definition.unite) : absence("NON_CONNU"),
        cellule(mesure, "numerateur", format === "pourcentage" ? "entier" : format),
        mesure?.definition.denominateur === null ? absence("SANS_OBJET") : cellule(mesure, "denominateur", "entier"),
        texteOuRien(ecrit?.resultatTexte),
        nombre(mesure?.definition.version, "entier"),
      ];
    }),
  };
}
