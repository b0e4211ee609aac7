import { z } from "zod";
import type { ApiOrientation, DecisionOrientationFT, EntiteFT, OrientationFT } from "./api";
import type { Usager } from "./api-usager";
import { valeurEntete } from "./entetes";
import { peuImporte, sansVides, texteOuNul, texteOuRien } from "./lecture-json";
import { CRITERES, DATES, ETAT, jour, lireOrientations, ORGANISME, PARCOURS_LU, STATUT } from "./lecture-orientation";
import type { Transport } from "./transport";

const STRUCTURE = z.object({ code_aurore: texteOuRien, libelle_structure: texteOuRien }).nullish();

const ORIENTATION = z.object({
  parcours: PARCOURS_LU,
  organisme: ORGANISME.nullish(),
  organisme_decision: ORGANISME.nullish(),
  structure: STRUCTURE,
  structure_decision: STRUCTURE,
  statut: STATUT,
  etat: ETAT,
  ...DATES,
  criteres_orientation: CRITERES,
  decision: z
    .object({
      etat_decision: z.enum(["ACCEPTEE", "REFUSEE"]),
      date_decision: jour.transform((v) => v ?? ""),
      motif_refus: texteOuNul,
      commentaire_refus: texteOuNul,
      parcours: PARCOURS_LU.nullish(),
      organisme: ORGANISME.nullish(),
      structure: STRUCTURE,
    })
    .nullish(),
});

type Structure = z.infer<typeof STRUCTURE>;

const entite = (code: z.infer<typeof ORGANISME> | null | undefined, structure: Structure): EntiteFT | null =>
  code
    ? {
        organisme: { code },
        structure: structure?.code_aurore ? sansVides({ code: structure.code_aurore, libelle: structure.libelle_structure }) : null,
      }
    : null;

/** A v1 orientation in the words of v2, which the hub speaks. */
function lue({ organisme, organisme_decision, structure, structure_decision, decision, ...o }: z.infer<typeof ORIENTATION>): OrientationFT {
  const decideur = entite(organisme_decision, structure_decision);
  const origine = o.criteres_orientation?.origine;
  return {
    ...o,
    origine: typeof origine === "string" ? origine : null,
    referent_parcours: entite(organisme, structure),
    competent_decision: decideur,
    prise_decision: decision ? decideur : null,
    decision: decision ? decisionLue(decision) : null,
  };
}

function decisionLue(d: NonNullable<z.infer<typeof ORIENTATION>["decision"]>): DecisionOrientationFT {
  const parcours = d.parcours === "PED" || d.parcours === "PSP" || d.parcours === "PSO" ? d.parcours : undefined;
  return sansVides({
    etat_decision: d.etat_decision,
    date_decision: d.date_decision,
    motif_refus: d.motif_refus ?? undefined,
    commentaire_refus: d.commentaire_refus ?? undefined,
    parcours,
    referent_parcours: entite(d.organisme, d.structure) ?? undefined,
  });
}

const aurore = (e: EntiteFT | undefined) => (e?.structure ? { code_aurore: e.structure.code } : undefined);

/** Orientation usager v1: organismes and structures are flat, the decision names who decides, a change is told in headers. */
export function clientOrientationV1(transport: Transport): ApiOrientation {
  const ecrire = async (usager: Usager, operation: string, corps: object): Promise<void> => {
    const appel = { api: "orientation-v1", operation, methode: "POST", chemin: `/${operation}`, usager, ecriture: true } as const;
    await transport.appeler({ ...appel, corps: sansVides(corps), schema: peuImporte });
  };
  return {
    lire: lireOrientations(transport, "orientation-v1", ORIENTATION, lue),
    calculer: async (usager, { origine, criteres_orientation }) =>
      lue(
        await transport.obtenir({
          api: "orientation-v1",
          operation: "calculOrientation",
          methode: "POST",
          chemin: "/calculOrientation",
          usager,
          corps: { origine, ...criteres_orientation },
          ecriture: true,
          schema: ORIENTATION,
        }),
      ),
    decider: (usager, { referent_parcours, ...decision }) =>
      ecrire(usager, "decisionOrientation", {
        ...decision,
        organisme_decision: "CD",
        agent_decision: transport.agent.identifiant,
        organisme: referent_parcours?.organisme.code,
        structure: aurore(referent_parcours),
      }),
    creer: (usager, { referent_parcours, ...orientation }) =>
      ecrire(usager, "orientation", {
        ...orientation,
        organisme: referent_parcours.organisme.code,
        structure: aurore(referent_parcours),
      }),
    modifier: async (usager, { parcours, structure_referente_parcours: entree, date_entree_parcours }) => {
      await transport.appeler({
        api: "orientation-v1",
        operation: "modificationOrientation",
        methode: "PUT",
        chemin: "/modificationOrientation",
        usager,
        entetes: {
          codeParcours: parcours,
          codeStructure: valeurEntete(entree.structure?.code ?? ""),
          dateEntreeParcours: date_entree_parcours,
        },
        ecriture: true,
        schema: peuImporte,
      });
    },
  };
}
