import { nombre, texte, texteOuRien } from "../tableur/classeur";
import type { Contenu, Travail } from "./modele";

interface DonneeLue {
  code: string;
  donnee: string;
  champ: string | null;
  fait: string | null;
  personnes: number;
  renseignees: number | null;
  part: number | null;
}

const DONNEES = `query ($departement: String!) {
  donneesAFournir(departement: $departement) { code donnee champ fait personnes renseignees part } }`;

/** The data that the Département provides for the national indicators: where each comes from, and for how many people the hub has it. Counts only:
 * the data of a person go to France Travail one person at a time, by the exchanges, under their own purpose and register. */
export async function annexe4({ demande, poser }: Travail): Promise<Contenu> {
  const donnees: DonneeLue[] = (await poser(DONNEES, { departement: demande.departement })).donneesAFournir ?? [];
  return {
    tableaux: [
      {
        cle: "DONNEES",
        nom: "Données à fournir",
        titre: "Données à fournir pour les indicateurs nationaux du volet 3",
        colonnes: [
          { cle: "code", titre: "Code" },
          { cle: "donnee", titre: "Donnée, telle qu’écrite à l’annexe 4 (3/3)" },
          { cle: "champ", titre: "Champ de l’API" },
          { cle: "fait", titre: "Faits qui la remplissent" },
          { cle: "personnes", titre: "Personnes soumises aux droits et devoirs" },
          { cle: "renseignees", titre: "Pour qui la donnée est connue" },
          { cle: "part", titre: "Part" },
        ],
        lignes: donnees.map((d) => [
          texte(d.code),
          texte(d.donnee),
          texteOuRien(d.champ),
          texteOuRien(d.fait),
          nombre(d.personnes, "entier"),
          nombre(d.renseignees, "entier"),
          nombre(d.part, "pourcentage"),
        ]),
      },
    ],
    mesures: [],
    definitions: [],
    sources: [
      "Contrat départemental, annexe 4 (3/3) : données que le Département fournit pour les indicateurs du volet 3",
      "Les données d’une personne vont à France Travail une par une, par les échanges ; ce fichier n’en nomme aucune",
    ],
  };
}
