import type { Transaction } from "../shared/database";
import { type Auteur, EcritureRepository } from "./ecriture.repository";
import { IdentiteExterneRepository } from "./identite-externe.repository";
import type { Monde } from "./monde";
import { ReceptionRepository } from "./reception.repository";
import { ReceptionEcritureRepository } from "./reception-ecriture.repository";
import type { RendezVousDeclares } from "./recevoir-rendez-vous";

/** What France Travail declares goes the way of the webhooks: same rows, history, ranks and events, under the rights of the caller. */
export function rendezVousDeclares(tx: Transaction, auteur: Auteur, maintenant: Date): RendezVousDeclares {
  const ecriture = new EcritureRepository(tx, auteur, maintenant);
  const reception = new ReceptionRepository(tx, new IdentiteExterneRepository(tx));
  const declarations = new ReceptionEcritureRepository(tx, maintenant);
  return {
    personne: (id) => ecriture.personne(id),
    organismeExiste: (departement, id) => ecriture.organismeExiste(departement, id),
    charger: (identifiant, allocataire, debut) => reception.chargerUn("FRANCE_TRAVAIL", identifiant, allocataire, debut),
    porteur: async (rendezVous, canonique) => (await ecriture.participation(rendezVous, canonique))?.allocataire ?? null,
    ecrire: (monde: Monde) => declarations.ecrire(monde),
  };
}
