import { z } from "zod";
import type { ApiDiagnostic, ContrainteLueFT, DossierDiagnosticFT } from "./api-dossier";
import type { Usager } from "./api-usager";
import { peuImporte, texte, texteOuNul, texteOuRien } from "./lecture-json";
import type { Transport } from "./transport";

const AGENT = z
  .object({ structure: texteOuRien, type: texteOuRien })
  .nullish()
  .transform((v) => v ?? null);
const CONTRAINTE = z.object({
  code: texte,
  valeur: texteOuNul,
  impact: texteOuNul,
  estPrioritaire: z
    .boolean()
    .nullish()
    .transform((v) => v ?? null),
  dateExploration: texteOuNul,
});
const DOSSIER = z.object({
  thematiqueContrainte: z
    .object({
      agent: AGENT,
      dateExploration: texteOuNul,
      contraintes: z
        .array(CONTRAINTE)
        .nullish()
        .transform((v) => v ?? []),
    })
    .nullish(),
  autonomieNumerique: z.object({ agent: AGENT, dateExploration: texteOuNul, contrainte: CONTRAINTE.nullish() }).nullish(),
});

/** The whole of the diagnostic: its date is that of the last exploration, its agent the one who made it. */
function dossierDe({ thematiqueContrainte: contraintes, autonomieNumerique: numerique }: z.infer<typeof DOSSIER>): DossierDiagnosticFT {
  const explorations = [contraintes, numerique].flatMap((e) => (e?.dateExploration ? [{ agent: e.agent, le: e.dateExploration }] : []));
  const derniere = explorations.sort((a, b) => Date.parse(b.le) - Date.parse(a.le))[0];
  const autonomie: ContrainteLueFT | null = numerique?.contrainte
    ? { ...numerique.contrainte, dateExploration: numerique.contrainte.dateExploration ?? numerique.dateExploration }
    : null;
  return {
    contraintes: contraintes?.contraintes ?? [],
    autonomieNumerique: autonomie,
    agent: derniere?.agent ?? null,
    dateExploration: derniere?.le ?? null,
  };
}

/** Diagnostic argumenté v4. */
export function clientDiagnostic(transport: Transport): ApiDiagnostic {
  const enregistrer = async (usager: Usager, operation: string, corps: unknown): Promise<void> => {
    const appel = { api: "diagnostic", operation, methode: "POST", chemin: `/${operation}`, usager, corps, ecriture: true } as const;
    await transport.appeler({ ...appel, schema: peuImporte });
  };
  return {
    lire: async (usager) => {
      const lu = await transport.appeler({
        api: "diagnostic",
        operation: "dossiers",
        methode: "GET",
        chemin: "/dossiers",
        usager,
        schema: DOSSIER,
      });
      return lu && dossierDe(lu);
    },
    enregistrerContraintes: (usager, contraintes) => enregistrer(usager, "contraintes", contraintes),
    enregistrerAutonomieNumerique: (usager, autonomie) => enregistrer(usager, "autonomienumerique", autonomie),
  };
}
