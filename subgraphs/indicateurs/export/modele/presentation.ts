import { type Arrete, etatEnMots } from "../arrete";
import { type DemandeExport, enMots, MODELES, type Periode } from "../demande";
import { absence, date, texte } from "../tableur/classeur";
import type { Contenu, TableauNu } from "./modele";

const ETATS = {
  PROVISOIRE: "Provisoire : des faits tardifs peuvent encore changer ces chiffres",
  CONSOLIDE: "Consolidé : ces chiffres ne changent plus",
  SANS_MESURE: "Sans mesure : rien ici n’est compté par le hub",
};

/** The first sheet: what the file is, on what it rests, how to read it. */
export function presentation(demande: DemandeExport, { debut, fin }: Periode, arrete: Arrete, { sources }: Contenu): TableauNu {
  const lignes = [
    [texte("Document"), texte(MODELES[demande.modele].titre)],
    [texte("Département"), texte(demande.departement)],
    [texte("Territoire"), texte(demande.territoire)],
    [texte("Période"), texte(enMots(demande))],
    [texte("Premier jour compris"), date(debut)],
    [texte("Dernier jour compris"), date(fin)],
    [texte("Tel que connu le"), demande.connuLe === null ? absence("SANS_OBJET") : date(demande.connuLe)],
    [texte("Faits connus au"), date(arrete.le)],
    [texte("État"), texte(ETATS[arrete.etat])],
    [texte("« masqué »"), texte("Le chiffre porte sur trop peu de personnes, ou en révélerait un qui porte sur trop peu de personnes.")],
    [texte("« non connu »"), texte("Personne ne l’a saisi, ou aucun fait ne permet de le calculer. Ce n’est pas zéro.")],
    [texte("« sans objet »"), texte("La question n’a pas de sens pour cette ligne.")],
    [
      texte("Empreinte"),
      texte(
        "SHA-256 du contenu : la même demande, sur les mêmes faits, donne la même. Un chiffre ou une version de définition qui change la change.",
      ),
    ],
    ...sources.map((source, rang) => [texte(rang === 0 ? "Sources" : "…"), texte(source)]),
  ];
  return {
    cle: "PRESENTATION",
    nom: "Présentation",
    titre: `${MODELES[demande.modele].titre} (${etatEnMots(arrete)})`,
    colonnes: [
      { cle: "quoi", titre: "Ce qui est dit" },
      { cle: "valeur", titre: "Valeur" },
    ],
    lignes,
  };
}
