import type { DossierUsager } from "./modele";
import type { ContratSimule } from "./modele-contrat";

/** The template of the engagements. */
export const STRUCTURE: ContratSimule["engagements"] = {
  engagementsUsager: [
    {
      titre: "Mes engagements",
      libelles: ["Participer aux rendez-vous", "Réaliser les actions du plan d’action", "Actualiser ma situation"],
    },
  ],
  engagementsConseiller: [
    { titre: "Les engagements de mon conseiller", libelles: ["Proposer un accompagnement adapté", "Faire un point régulier"] },
  ],
};

/** A contract ready to be signed, as the accompagnement of her orientation prepares it. */
export function contratASigner(dossier: DossierUsager): ContratSimule {
  const organisme = dossier.orientations.findLast((o) => o.etat === "OUVERT")?.referent_parcours?.organisme.code ?? "CD";
  return { etat: "A_SIGNER", organisme, engagements: structuredClone(STRUCTURE) };
}
