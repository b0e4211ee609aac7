import type { Contexte } from "./contexte";
import { type BilanFichier, Fichier } from "./fichier";
import { NOMS, PRENOMS_F, PRENOMS_H } from "./foyer/noms";
import { Hasard } from "./hasard";
import { codesDe } from "./territoire/codes";

const cellule = (valeur: string) => (/[",\n]/.test(valeur) ? `"${valeur.replaceAll('"', '""')}"` : valeur);
const ligne = (valeurs: string[]) => `${valeurs.map(cellule).join(",")}\n`;

/** Writes organismes.csv, referents.csv and parcours.csv. */
export async function ecrireCsv(contexte: Contexte, dossier: string): Promise<Map<string, BilanFichier>> {
  const { departement, organismes, parcours, parcoursCsv } = contexte.territoire;
  const referents = organismes.flatMap((o) =>
    Array.from({ length: contexte.referents.get(o.code) ?? 0 }, (_, i) => referent(contexte, o.code, i + 1, o.fonction)),
  );
  return new Map([
    [
      "organismes.csv",
      await ecrire(
        dossier,
        "organismes.csv",
        [
          ["code", "nom", "type", "codeAurore", "codeSafir", "siret"],
          ...organismes.map((o, i) => [o.code, o.nom, o.type, ...codesDe(o, departement, i + 1)]),
        ].map(ligne),
      ),
    ],
    [
      "referents.csv",
      await ecrire(dossier, "referents.csv", [["organisme", "code", "nom", "prenom", "fonction"], ...referents].map(ligne)),
    ],
    ["parcours.csv", await ecrire(dossier, "parcours.csv", [parcoursCsv], parcours.length)],
  ]);
}

function referent(contexte: Contexte, organisme: string, rang: number, fonction: string): string[] {
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "referent", organisme, rang);
  return [organisme, `REF-${rang}`, h.choix(NOMS), h.choix(h.oui(0.7) ? PRENOMS_F : PRENOMS_H), fonction];
}

async function ecrire(dossier: string, nom: string, lignes: string[], enregistrements = lignes.length - 1): Promise<BilanFichier> {
  const fichier = new Fichier(dossier, nom);
  for (const texte of lignes) await fichier.ecrire(texte);
  return fichier.fermer(enregistrements);
}
