import type pg from "pg";
import type { ResultatImport } from "../../shared/import";
import { ouvrirOriginal } from "../../shared/original-garde";
import { allOrNothing } from "../../shared/owner";
import { declarerContacts } from "./contacts.repository";
import type { ContactCnaf } from "./contacts-cnaf";
import type { ContexteImportCaf } from "./import-caf";
import { contactRecu, type OriginalContact, REFUS } from "./import-contacts";
import { type ContactGarde, contactsARejouer, solderContact } from "./rejet-contact.repository";

type Original = Omit<OriginalContact, "collecteeLe"> & { collecteeLe: string; contact: ContactCnaf };

/** Plays refused lines of contact files again, each as its file said it, in its own transaction. Adds to `resultat`. */
export async function rejouerContacts(
  client: pg.Client,
  ids: string[] | null,
  contexte: ContexteImportCaf,
  resultat: ResultatImport,
): Promise<void> {
  for (const garde of await contactsARejouer(client, ids)) await allOrNothing(client, () => rejouer(client, garde, contexte, resultat));
}

async function rejouer(
  client: pg.Client,
  { id, cle, original }: ContactGarde,
  contexte: ContexteImportCaf,
  { compteurs, signalements }: ResultatImport,
) {
  const { departement, collecteeLe, reference, contact } = JSON.parse(ouvrirOriginal(contexte.nirCipher, original)) as Original;
  const recueLe = contexte.now();
  const [decide] = await declarerContacts(client, [contactRecu(contact, contexte.nirCipher)], {
    departement,
    collecteeLe: new Date(collecteeLe),
    recueLe,
    reference,
  });
  const refus = decide && decide.decision in REFUS ? REFUS[decide.decision as keyof typeof REFUS] : null;
  compteurs.lus++;
  compteurs[refus ? "rejetes" : decide!.decision === "INCHANGE" ? "inchanges" : "appliques"]++;
  if (refus) signalements.push({ cle, ...refus, applique: false });
  await solderContact(client, id, refus, recueLe);
}
