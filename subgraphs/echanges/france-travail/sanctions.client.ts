import { z } from "zod";
import type { ApiSanctions, ManquementFT } from "./api-dossier";
import { ErreurFranceTravail } from "./erreur-france-travail";
import { texte, texteOuNul, texteOuRien } from "./lecture-json";
import type { Transport } from "./transport";

const MODALITE = z.enum(["P", "M"]).nullish();
const DUREE = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)]).nullish();
const MONTANT = z.number().nullish();

const CONSEQUENCE = z.object({
  idConsequenceSanction: texte,
  typeConsequenceSanction: z.string(),
  delegation: z.boolean().nullish(),
  modaliteProposee: MODALITE,
  montantPropose: MONTANT,
  dureeProposee: DUREE,
  modaliteValidee: MODALITE,
  montantValide: MONTANT,
  dureeValidee: DUREE,
  dateDebutApplication: texteOuNul,
  dateLeveeApplication: texteOuNul,
  dateRemobilisation: texteOuNul,
  evenements: z
    .array(z.object({ identifiantEvenement: texte, typeEvenement: z.string(), dateEvenement: z.string(), motif: texteOuNul }))
    .nullish()
    .transform((v) => v ?? []),
});
const INDICE = z.object({
  natureDefaut: z.string(),
  dateConstatDefaut: z.string(),
  attributs: z
    .array(z.object({ codeAttribut: z.string(), valeurAttribut: texte }))
    .nullish()
    .transform((v) => v ?? []),
});
const MANQUEMENT = z.object({
  individu: z.object({ numeroFranceTravail: texte }),
  identifiantManquement: texte,
  familleManquement: z.string(),
  dateManquement: z.string(),
  dateAvertissement: texteOuNul,
  faisceauIndices: z.array(INDICE).nullish(),
  justificationDecisionSanction: texteOuNul,
  consequencesSanction: z
    .array(CONSEQUENCE)
    .nullish()
    .transform((v) => v ?? []),
});

const RETOUR = z.object({ codeSortie: z.string(), identifiantConsequenceSanction: texteOuRien, identifiantManquement: texteOuRien });

/** Null where the interface says absent. */
const manquement = ({ consequencesSanction, faisceauIndices, ...m }: z.infer<typeof MANQUEMENT>): ManquementFT => ({
  ...m,
  faisceauIndices: faisceauIndices ?? undefined,
  consequencesSanction: consequencesSanction.map((c) => ({
    ...c,
    delegation: c.delegation ?? undefined,
    modaliteProposee: c.modaliteProposee ?? undefined,
    montantPropose: c.montantPropose ?? undefined,
    dureeProposee: c.dureeProposee ?? undefined,
    modaliteValidee: c.modaliteValidee ?? undefined,
    montantValide: c.montantValide ?? undefined,
    dureeValidee: c.dureeValidee ?? undefined,
  })),
});

/** Gestion des sanctions RSA v1.1. A refusal may come under HTTP 200, as a codeSortie other than C001. */
export function clientSanctions(transport: Transport): ApiSanctions {
  const ecrire = async (appel: { operation: string; usager: Parameters<ApiSanctions["traiter"]>[0]; corps: unknown }) => {
    const chemin = `/${appel.operation}`;
    const retour = await transport.obtenir({ ...appel, api: "sanctions", methode: "POST", chemin, ecriture: true, schema: RETOUR });
    if (retour.codeSortie !== "C001")
      throw new ErreurFranceTravail("DONNEE_INVALIDE", { statut: 200, codePartenaire: retour.codeSortie.slice(0, 10) });
    return retour;
  };
  return {
    detailManquement: async (usager, identifiantSanction) => {
      const lu = await transport.appeler({
        api: "sanctions",
        operation: "detailManquement",
        methode: "GET",
        chemin: "/detailManquement",
        parametres: { identifiantSanction },
        usager,
        schema: MANQUEMENT,
      });
      return lu && manquement(lu);
    },
    traiter: async (usager, corps) => {
      await ecrire({ operation: "evenementSanctionRSA", usager, corps });
    },
    decider: async (usager, corps) => {
      const retour = await ecrire({ operation: "decisionSanctionRSAPartenaire", usager, corps });
      const { identifiantConsequenceSanction, identifiantManquement } = retour;
      if (!identifiantConsequenceSanction || !identifiantManquement)
        throw new ErreurFranceTravail("REPONSE_ILLISIBLE", { incertain: true });
      return { identifiantConsequenceSanction, identifiantManquement };
    },
  };
}
