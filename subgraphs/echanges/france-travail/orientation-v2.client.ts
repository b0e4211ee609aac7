import { z } from "zod";
import type { ApiOrientation, OrientationFT } from "./api";
import type { Usager } from "./api-usager";
import { peuImporte, texteOuNul, texteOuRien } from "./lecture-json";
import { CRITERES, DATES, ETAT, jour, lireOrientations, ORGANISME, PARCOURS_LU, STATUT } from "./lecture-orientation";
import type { Transport } from "./transport";

const ENTITE = z
  .object({
    organisme: z.object({ code: ORGANISME }),
    structure: z
      .object({ code: z.string(), libelle: texteOuRien })
      .nullish()
      .transform((v) => v ?? null),
  })
  .nullish()
  .transform((v) => v ?? null);

const ORIENTATION = z.object({
  parcours: PARCOURS_LU,
  referent_parcours: ENTITE,
  competent_decision: ENTITE,
  prise_decision: ENTITE,
  statut: STATUT,
  etat: ETAT,
  origine: texteOuNul,
  ...DATES,
  decision: z
    .object({
      etat_decision: z.enum(["ACCEPTEE", "REFUSEE"]),
      date_decision: jour.transform((v) => v ?? ""),
      motif_refus: texteOuRien,
      commentaire_refus: texteOuRien,
      parcours: z.enum(["PED", "PSP", "PSO"]).nullish().catch(undefined),
      referent_parcours: ENTITE,
    })
    .nullish(),
  criteres_orientation: CRITERES,
});

const lue = ({ decision, ...reste }: z.infer<typeof ORIENTATION>): OrientationFT => ({
  ...reste,
  decision: decision
    ? { ...decision, parcours: decision.parcours ?? undefined, referent_parcours: decision.referent_parcours ?? undefined }
    : null,
});

/** Orientation usager v2. */
export function clientOrientationV2(transport: Transport): ApiOrientation {
  const ecrire = async (usager: Usager, operation: string, methode: "POST" | "PUT", corps: object): Promise<void> => {
    const appel = { api: "orientation-v2", operation, methode, chemin: `/${operation}`, usager, corps, ecriture: true } as const;
    await transport.appeler({ ...appel, schema: peuImporte });
  };
  return {
    lire: lireOrientations(transport, "orientation-v2", ORIENTATION, lue),
    calculer: async (usager, demande) =>
      lue(
        await transport.obtenir({
          api: "orientation-v2",
          operation: "calculerOrientation",
          methode: "POST",
          chemin: "/calculerOrientation",
          usager,
          corps: demande,
          ecriture: true,
          schema: ORIENTATION,
        }),
      ),
    decider: (usager, decision) => ecrire(usager, "decisionOrientation", "POST", decision),
    creer: (usager, orientation) => ecrire(usager, "orientation", "POST", orientation),
    modifier: (usager, orientation) => ecrire(usager, "modificationOrientation", "PUT", orientation),
  };
}
