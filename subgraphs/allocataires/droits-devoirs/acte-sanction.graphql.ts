import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { acte } from "../acte.graphql";
import { refus } from "../refus";
import type { Etape } from "./etape-sanction";
import { ProceduresRepository, procedureVerrouillee } from "./procedure.repository";
import type { Procedure, Sanction } from "./sanction";
import { sanctionDeLaTransaction } from "./sanction.repository";

export const relireSanction = async (id: string, { tx }: WritingTransaction): Promise<Sanction | Refus> =>
  (await sanctionDeLaTransaction(tx, id)) ?? refus("SANCTION_INTROUVABLE", "sanction");

/** A step of a procedure: its person is locked, the rule decides on what is true at that moment, then fact, event and trace. Refus: SANCTION_INTROUVABLE. */
export function acteSurSanction(
  ctx: RequestContext,
  mutation: string,
  demande: { sanction: string; cleIdempotence?: string | null },
  regle: (procedure: Procedure, aujourdhui: string) => Etape | Refus,
): Promise<Sanction | Refus> {
  const aujourdhui = ctx.today();
  return acte<Sanction>(ctx, {
    mutation,
    demande,
    apply: async ({ tx, publish, trace }) => {
      const procedure = await procedureVerrouillee(tx, demande.sanction);
      if (!procedure) return refus("SANCTION_INTROUVABLE", "sanction");
      const etape = regle(procedure, aujourdhui);
      if (etape instanceof Refus) return etape;
      const { departement, allocataire } = procedure.sanction;
      const [sanction] = await Promise.all([
        new ProceduresRepository(tx).enregistrer(etape.sanction, aujourdhui),
        publish({ type: etape.evenement, departement, allocataire, donnees: etape.donnees }),
        trace(
          [allocataire],
          etape.champs.map((champ) => `Sanction.${champ}`),
        ),
      ]);
      return sanction;
    },
    idOf: (sanction) => sanction.id,
    reload: relireSanction,
  });
}
