import { type Cellule, nombre, texte } from "../tableur/classeur";
import type { TableauNu, Travail } from "./modele";

interface ControleLu {
  code: string;
  lignes: string[];
  quoi: string;
  ecrit: number;
  attendu: number;
  message: string;
}

const CONTROLES = `query ($departement: String!, $annee: Int!) {
  controlesContrat(departement: $departement, annee: $annee) { code lignes quoi ecrit attendu message } }`;

/** The figures of the contract that do not go together. They are compared as they are known now: nothing of a past day. */
export async function controlesDuSuivi({ demande, poser }: Pick<Travail, "demande" | "poser">): Promise<TableauNu> {
  const { departement, annee } = demande;
  const controles: ControleLu[] = (await poser(CONTROLES, { departement, annee })).controlesContrat ?? [];
  return {
    cle: "CONTROLES_SUIVI",
    nom: "Contrôles du suivi",
    titre: `Chiffres du suivi qui ne vont pas ensemble, ${annee}`,
    colonnes: [
      { cle: "code", titre: "Contrôle" },
      { cle: "lignes", titre: "Lignes" },
      { cle: "quoi", titre: "Ce qui est comparé" },
      { cle: "constat", titre: "Constat" },
      { cle: "ecrit", titre: "Écrit" },
      { cle: "attendu", titre: "Attendu" },
    ],
    lignes: controles.map((c): Cellule[] => [
      texte(c.code),
      texte(c.lignes.join(", ")),
      texte(c.quoi),
      texte(c.message),
      nombre(c.ecrit),
      nombre(c.attendu),
    ]),
  };
}
