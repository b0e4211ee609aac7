import fs from "node:fs";
import path from "node:path";
import type pg from "pg";
import { compteurs, ImportRefuse, type ResultatImport, type Signalement } from "../../shared/import";
import type { NirCipher } from "../../shared/nir-cipher";
import { scellerOriginal } from "../../shared/original-garde";
import { allOrNothing, asOwner } from "../../shared/owner";
import { prendreLesCles } from "../cle-nir/prendre-les-cles.repository";
import { telephoneE164 } from "../provenance/coordonnees";
import { type ContactDecide, type ContactRecu, declarerContacts } from "./contacts.repository";
import { type ContactCnaf, type ContactsCnaf, lireContactsCnaf } from "./contacts-cnaf";
import { instantDeParis } from "./heure-paris";
import type { ContexteImportCaf } from "./import-caf";
import { type ContactRefuse, garderContacts } from "./rejet-contact.repository";

export const REFUS = {
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
 * Counters: lines with a contact. A refused line is kept, encrypted, to be played again; the same file again changes nothing. One transaction.
 * @param le day of the file, civil date of Paris, which the file does not say; null for now. Errors: ImportRefuse FICHIER_INTROUVABLE and those of the reader. */
export async function importerContacts(
  contexte: ContexteImportCaf,
  fichier: string,
  { departement, le }: { departement: string; le: string | null },
): Promise<ResultatImport[]> {
  const lus = lireContactsCnaf(lireOctets(fichier), fichier);
  const recueLe = contexte.now();
  const recus = lus.contacts.map((contact) => contactRecu(contact, contexte.nirCipher));
  const collecteeLe = le === null ? recueLe : instantDeParis(le, "00:00:00");
  const reference = path.basename(fichier);
  const importer = async (client: pg.Client) => {
    await prendreLesCles(client, contexte.nirCipher, recueLe);
    return allOrNothing(client, () => declarer(client));
  };
  const declarer = async (client: pg.Client) => {
    const lignes = await declarerContacts(client, recus, { departement, collecteeLe, recueLe, reference });
    await garderContacts(client, contactsRefuses(contexte, lus, lignes, { departement, collecteeLe, reference }), recueLe);
    return lignes;
  };
  const decides = await asOwner(contexte.ownerUrl, importer, "unefois-import-contacts");
  return [resultat(fichier, lus, decides)];
}

/** A line as it is stored: its NIR hashed, its first phone in E.164. */
export const contactRecu = ({ ligne, matricule, nir13, telephones, courriel }: ContactCnaf, cipher: NirCipher): ContactRecu => ({
  ligne,
  matricule,
  nirEmpreinte: nir13 === null ? null : cipher.hash(nir13),
  telephone: telephones[0] === undefined ? null : telephoneE164(telephones[0]),
  courriel,
});

/** What is kept of a file for its rejects: enough to play a line again as the file said it. */
export interface OriginalContact {
  departement: string;
  collecteeLe: Date;
  reference: string;
}

/** Lines that name nobody, or several people: kept whole, encrypted, to be played again. */
function contactsRefuses(
  contexte: ContexteImportCaf,
  { contacts }: ContactsCnaf,
  lignes: ContactDecide[],
  original: OriginalContact,
): ContactRefuse[] {
  const parLigne = new Map(contacts.map((contact) => [contact.ligne, contact]));
  return lignes.flatMap(({ ligne, decision }) =>
    decision === "SANS_PERSONNE" || decision === "PLUSIEURS"
      ? [
          {
            departement: original.departement,
            cle: `${original.reference}:${ligne}`,
            rang: ligne,
            ...REFUS[decision],
            original: scellerOriginal(contexte.nirCipher, JSON.stringify({ ...original, contact: parLigne.get(ligne) })),
          },
        ]
      : [],
  );
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
  // A line that a later one of the file replaces changes nothing: it is told, and there is nothing to play again.
  const [appliques, inchanges] = [nombre("APPLIQUE"), nombre("INCHANGE", "DOUBLE")];
  return {
    fichier,
    compteurs: { ...compteurs(), lus: decides.length, appliques, inchanges, rejetes: decides.length - appliques - inchanges },
    signalements: [...refuses, ...laisses].sort((a, b) => a.ligne! - b.ligne!),
  };
}
