import { CATEGORIE_FRANCE_TRAVAIL } from "../../shared/contrat/correspondance/categorie";
import type { CategorieParcours } from "../../shared/contrat/enums";
import { habiliter } from "../envoi/base-legale";
import { INSCRIPTION_LISTE } from "../envoi/bases/inscription-liste";
import type { NatureInscription } from "./issue";

/** A person of the list, as her owner gives her. */
export interface PersonneDeLaListe {
  allocataire: string;
  nature: NatureInscription;
  categorie: CategorieParcours;
  nir: string | null;
  numeroFranceTravail: string | null;
  dateNaissance: string;
  civilite: string | null;
  nom: string;
  nomUsage: string | null;
  prenoms: string[];
  adresse: string | null;
  codeInsee: string | null;
  commune: string | null;
}

/** Columns of both formats, in order (docs/fichier-inscriptions.md). */
export const COLONNES = [
  "reference",
  "semaine",
  "nature",
  "parcours",
  "numeroFranceTravail",
  "nir",
  "dateNaissance",
  "civilite",
  "nom",
  "nomUsage",
  "prenoms",
  "adresse",
  "codeInsee",
  "commune",
] as const;
export type LigneInscription = Record<(typeof COLONNES)[number], string | null>;

/** A line: what has a legal basis, and nothing else. `reference`: id of the exchange, by which both sides speak of the line without naming anyone. */
export function ligneInscription(personne: PersonneDeLaListe, reference: string, semaine: string): LigneInscription {
  const corps: LigneInscription = {
    reference,
    semaine,
    nature: personne.nature,
    parcours: CATEGORIE_FRANCE_TRAVAIL.vers[personne.categorie] ?? null,
    numeroFranceTravail: personne.numeroFranceTravail,
    nir: personne.nir,
    dateNaissance: personne.dateNaissance,
    civilite: personne.civilite,
    nom: personne.nom,
    nomUsage: personne.nomUsage,
    prenoms: personne.prenoms.join(" "),
    adresse: personne.adresse,
    codeInsee: personne.codeInsee,
    commune: personne.commune,
  };
  const { corps: permis } = habiliter(corps, INSCRIPTION_LISTE);
  return Object.fromEntries(COLONNES.map((nom) => [nom, permis[nom] ?? null])) as LigneInscription;
}

/** JSON Lines and CSV (RFC 4180 with semicolons, UTF-8): the same lines, in the order of their references, so that the same people give the same bytes. */
export function fichiersDesInscriptions(lignes: readonly LigneInscription[]): { extension: string; contenu: Buffer }[] {
  const triees = [...lignes].sort((a, b) => (a.reference! < b.reference! ? -1 : 1));
  const json = triees.map((ligne) => `${JSON.stringify(ligne)}\n`).join("");
  const csv = [COLONNES.join(";"), ...triees.map((ligne) => COLONNES.map((nom) => cellule(ligne[nom])).join(";"))];
  return [
    { extension: "jsonl", contenu: Buffer.from(json) },
    { extension: "csv", contenu: Buffer.from(`${csv.join("\r\n")}\r\n`) },
  ];
}

const cellule = (valeur: string | null): string =>
  valeur === null ? "" : /[";\r\n]/.test(valeur) ? `"${valeur.replaceAll('"', '""')}"` : valeur;
