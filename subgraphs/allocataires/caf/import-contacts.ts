import fs from "node:fs";
import path from "node:path";
import pg from "pg";
import { compteurs, ImportRefuse, type ResultatImport, type Signalement } from "../../shared/import";
import { telephoneE164 } from "../provenance/coordonnees";
import { type ContactDecide, declarerContacts } from "./contacts.repository";
import { type ContactsCnaf, lireContactsCnaf } from "./contacts-cnaf";
import { instantDeParis } from "./heure-paris";
import { type ContexteImportCaf, enTransaction } from "./import-caf";

const REFUS = {
  SANS_PERSONNE: {
    code: "CONTACT_SANS_PERSONNE",
    message:
      "Personne, dans le département, n’est le demandeur de ce matricule ou ne porte ce NIR. Chargez d’abord le flux bénéficiaire, puis ce fichier.",
  },
  PLUSIEURS: {
    code: "CONTACT_AMBIGU",
    message: "Plusieurs personnes répondent à cette ligne. Tranchez leur rapprochement d’identités, puis chargez ce fichier de nouveau.",
  },
  DOUBLE: { code: "CONTACT_EN_DOUBLE", message: "La même personne est nommée plus loin dans le fichier : seule sa dernière ligne compte." },
} as const;

/** Imports the « fichier de contacts » of the CNAF as declarations of the CAF (docs/flux-caf.md): what the person says herself is believed before.
 * Counters: lines with a contact. A refused line is reported by its number; the same file again changes nothing. One transaction.
 * @param le day of the file, civil date of Paris, which the file does not say; null for now. Errors: ImportRefuse FICHIER_INTROUVABLE and those of the reader. */
export async function importerContacts(
  contexte: ContexteImportCaf,
  fichier: string,
  { departement, le }: { departement: string; le: string | null },
): Promise<ResultatImport[]> {
  const lus = lireContactsCnaf(lireOctets(fichier), fichier);
  const recueLe = contexte.now();
  const recus = lus.contacts.map(({ ligne, matricule, nir13, telephones, courriel }) => ({
    ligne,
    matricule,
    nirEmpreinte: nir13 === null ? null : contexte.nirCipher.hash(nir13),
    telephone: telephones[0] === undefined ? null : telephoneE164(telephones[0]),
    courriel,
  }));
  const collecteeLe = le === null ? recueLe : instantDeParis(le, "00:00:00");
  const client = new pg.Client({ connectionString: contexte.ownerUrl, application_name: "unefois-import-contacts" });
  await client.connect();
  try {
    const decides = await enTransaction(client, () =>
      declarerContacts(client, recus, { departement, collecteeLe, recueLe, reference: path.basename(fichier) }),
    );
    return [resultat(fichier, lus, decides)];
  } finally {
    await client.end();
  }
}

function lireOctets(fichier: string): Buffer {
  try {
    return fs.readFileSync(fichier);
  } catch (error) {
    throw new ImportRefuse(
      "FICHIER_INTROUVABLE",
      `${fichier} ne peut pas être lu (${(error as NodeJS.ErrnoException).code ?? "erreur"}). Rien n’a été appliqué.`,
    );
  }
}

function resultat(fichier: string, { reserves }: ContactsCnaf, decides: ContactDecide[]): ResultatImport {
  const nombre = (...decisions: ContactDecide["decision"][]) => decides.filter((d) => decisions.includes(d.decision)).length;
  const refuses = decides.flatMap(({ ligne, decision }): Signalement[] =>
    decision in REFUS ? [{ cle: `ligne ${ligne}`, ligne, ...REFUS[decision as keyof typeof REFUS], applique: false }] : [],
  );
  const laisses = reserves.map((r): Signalement => ({ cle: `ligne ${r.ligne}`, ...r, applique: true }));
  const [appliques, inchanges] = [nombre("APPLIQUE"), nombre("INCHANGE")];
  return {
    fichier,
    compteurs: { ...compteurs(), lus: decides.length, appliques, inchanges, rejetes: decides.length - appliques - inchanges },
    signalements: [...refuses, ...laisses].sort((a, b) => a.ligne! - b.ligne!),
  };
}
