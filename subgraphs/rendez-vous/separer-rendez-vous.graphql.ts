import { Arg, Ctx, Directive, ID, Mutation, Resolver } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../shared/context";
import { SystemeSource } from "../shared/contrat/enums";
import { Refus } from "../shared/contrat/refus";
import { isUuid } from "../shared/page";
import { appelant } from "./auteur";
import { IdentiteExterneRepository } from "./identite-externe.repository";
import { ReceptionRepository } from "./reception.repository";
import { ReceptionEcritureRepository } from "./reception-ecriture.repository";
import { RendezVous } from "./rendez-vous.graphql";
import { appliquer, CLE, relire, union } from "./rendez-vous-mutations.graphql";
import { refusRendezVousInconnu } from "./renseigner-presence";
import { type Separables, separerRendezVous } from "./separer-rendez-vous";

const SeparerRendezVousResultat = union("SeparerRendezVousResultat", "Le rendez-vous séparé, ou le refus.");

@Resolver()
export class SeparerRendezVousMutation {
  @Mutation(() => SeparerRendezVousResultat, {
    description:
      "Sépare ce que le hub avait pris pour un seul rendez-vous : le lien de cet outil redevient un rendez-vous à part, et n’est plus jamais réuni de lui-même à celui-ci. Réservé au Département.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  separerRendezVous(
    @Ctx() ctx: RequestContext,
    @Arg("rendezVous", () => ID, { description: "Le rendez-vous." }) rendezVous: string,
    @Arg("systeme", () => SystemeSource, { description: "L’outil dont le lien est à séparer." }) systeme: SystemeSource,
    @Arg("identifiant", () => String, { description: "Identifiant du rendez-vous dans cet outil." }) identifiant: string,
    @Arg("cleIdempotence", () => String, CLE) cle: string | null,
  ): Promise<RendezVous | Refus> {
    const demande = { rendezVous, systeme, identifiant };
    return appliquer(ctx, "separerRendezVous", cle, demande, async (writing) => {
      if (!isUuid(rendezVous)) return refusRendezVousInconnu();
      const separe = await separerRendezVous(demande, separables(ctx, writing), ctx.now());
      if (separe instanceof Refus) return separe;
      await writing.trace(separe.personnes, ["RendezVous.liens"]);
      return relire(writing, separe.id);
    });
  }
}

function separables(ctx: RequestContext, { tx }: WritingTransaction): Separables {
  return {
    typeOrganisme: async () => (await appelant(ctx, tx)).type,
    charger: async (id, systeme, identifiant) => {
      const row = await tx.row<{ id: string }>("select id from rendez_vous.rendez_vous where id = $1", [id]);
      if (!row) return null;
      const monde = await new ReceptionRepository(tx, new IdentiteExterneRepository(tx)).chargerLien(systeme, identifiant);
      return { id: row.id, monde };
    },
    separer: async (departement, paires) => {
      await tx.execute(
        `insert into rendez_vous.distinction (departement, un, autre, le, client)
         select $1, un, autre, $3, $4 from jsonb_to_recordset($2::jsonb) d (un text, autre text) on conflict do nothing`,
        [departement, JSON.stringify(paires), ctx.now(), ctx.requireCaller().client],
      );
    },
    ecrire: (monde) => new ReceptionEcritureRepository(tx, ctx.now()).ecrire(monde),
  };
}
