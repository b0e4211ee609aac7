import { z } from "zod";
import type { ApiRendezVous, RendezVousPartenaireFT, RendezVousUsagerFT } from "./api";
import type { Usager } from "./api-usager";
import { listeDe, peuImporte, texte, texteOuNul, texteOuRien } from "./lecture-json";
import type { Transport } from "./transport";

const RECU = z.object({ id: texte });

/** The hub decides on the status and the way to meet; an organisme or a reason that it does not know is « indéterminé », « autre ». */
const RENDEZ_VOUS = z.object({
  idOrigine: texte,
  date: z.string(),
  duree: z.number(),
  modaliteContact: z.enum(["VISIO", "TELEPHONE", "PHYSIQUE"]),
  motif: z.enum(["AUT", "ACC", "ORI"]).catch("AUT"),
  organisme: z.object({
    code: z.enum(["IND", "FT", "CD", "DCD", "ML", "CE"]).catch("IND"),
    idStructure: texteOuRien,
    libelleStructure: texteOuRien,
    emailContact: texteOuRien,
    telephoneContact: texteOuRien,
  }),
  statut: z.enum(["PRIS", "EFFECTUE", "MODIFIE", "ABSENT", "ANNULE"]),
  typeReception: z.enum(["IND", "COL"]).catch("IND"),
  estEnConflit: z.boolean().catch(false),
  theme: z.string().catch(""),
  initiateur: z.enum(["USAGER", "CONSEILLER"]).optional().catch(undefined),
  dateAnnulation: texteOuNul,
  motifAnnulation: texteOuNul,
  adresse: z.object({ adresseLibre: texteOuRien, libelleAdresse: texteOuRien }).nullish(),
  historiqueEvenementList: z.array(z.object({ dateReceptionEvenement: texteOuNul })).nullish(),
});

const lu = ({ historiqueEvenementList, ...rendezVous }: z.infer<typeof RENDEZ_VOUS>): RendezVousUsagerFT => ({
  ...rendezVous,
  dernierEvenementLe:
    (historiqueEvenementList ?? [])
      .flatMap((e) => e.dateReceptionEvenement ?? [])
      .sort()
      .at(-1) ?? null,
});

/** Rendez-vous partenaire v1. A writing is answered 202: taken, not confirmed. */
export function clientRendezVous(transport: Transport): ApiRendezVous {
  const deposer = async (
    usager: Usager,
    operation: string,
    methode: "POST" | "PUT",
    corps: RendezVousPartenaireFT,
    parIdentifiant: boolean,
  ) => {
    const appel = { api: "rendez-vous", operation, methode, chemin: "/rendez-vous", usager, corps, ecriture: true } as const;
    return (await transport.obtenir({ ...appel, parIdentifiant, schema: RECU })).id;
  };
  return {
    creer: (usager, { id: _aucun, ...rendezVous }) => deposer(usager, "creer", "POST", rendezVous, false),
    modifier: (usager, rendezVous) => deposer(usager, "modifier", "PUT", rendezVous, true),
    supprimer: async (usager, id) => {
      await transport.appeler({
        api: "rendez-vous",
        operation: "supprimer",
        methode: "DELETE",
        chemin: `/rendez-vous/${encodeURIComponent(id)}`,
        usager,
        ecriture: true,
        parIdentifiant: true,
        schema: peuImporte,
      });
    },
    lire: async (usager, du, au) => {
      const liste = await transport.appeler({
        api: "rendez-vous",
        operation: "lire",
        methode: "GET",
        chemin: "/rendez-vous-usager",
        parametres: { "date-debut": jourMoisAnnee(du), "date-fin": jourMoisAnnee(au) },
        usager,
        liste: true,
        schema: listeDe(RENDEZ_VOUS, "rendezVous"),
      });
      return (liste ?? []).map(lu);
    },
  };
}

/** AAAA-MM-JJ as this API alone wants it: dd-MM-yyyy. */
const jourMoisAnnee = (jour: string | undefined): string | undefined => jour?.split("-").reverse().join("-");
