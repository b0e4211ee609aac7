import { Arg, Ctx, Directive, FieldResolver, Int, Resolver, Root } from "type-graphql";
import { isoWeek } from "../shared/civil-date";
import { CodedError } from "../shared/coded-error";
import type { RequestContext } from "../shared/context";
import { DateScalar } from "../shared/contrat/scalars";
import { pageSize } from "../shared/page";
import type { Activite } from "./activite/activite";
import { ActiviteType } from "./activite/activite.graphql";
import { activitesParPersonne } from "./activite/activite.repository";
import { HeuresActivite } from "./activite/heures.graphql";
import { heuresParPersonne } from "./activite/heures.repository";
import { motifDExemption, SEMAINES_MAX, semainesEntre } from "./activite/semaine";
import { AllocataireRef } from "./allocataire.ref";
import type { Prescription } from "./prescription/prescription";
import { PrescriptionType } from "./prescription/prescription.graphql";
import { prescriptionsParPersonne } from "./prescription/prescription.repository";
import { type OffreProposee as Proposee, pourquoi, pourquoiDiagnostic } from "./proposition/proposition";
import { OffreProposee } from "./proposition/proposition.graphql";
import { propositionsParPersonne } from "./proposition/proposition.repository";

/** Notes in the register that the person's data leave; nothing was read of a person who is out of the perimeter. */
function vu<T>(personne: string, lu: T | null, ctx: RequestContext): T | null {
  if (lu !== null) ctx.saw([personne]);
  return lu;
}

/** What this subgraph adds to a person. Rights: every loader joins publie.perimetre; out of the perimeter, null. */
@Resolver(() => AllocataireRef)
export class AllocataireResolver {
  @Directive('@requires(fields: "criteresOffre { codeInsee parcours age freins contraintes { frein impact prioritaire } }")')
  @Directive('@requiresScopes(scopes: [["allocataires.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  @FieldResolver(() => [OffreProposee], {
    nullable: true,
    description:
      "Offres qui répondent aux freins repérés, selon ce que chacun pèse, là où vit la personne, les plus utiles d’abord ; sans frein connu, selon le parcours. Celles qui sont en cours n’y sont pas ; celles qui ont déjà été essayées, ou qui demandent un français qu’elle n’a pas encore, viennent après les autres et le disent.",
  })
  async offresProposees(
    @Root() { id, criteresOffre }: AllocataireRef,
    @Arg("first", () => Int, { nullable: true, defaultValue: 10, description: "De 1 à 200 offres." }) first: number | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Proposee[] | null> {
    const nombre = pageSize(first, 10);
    if (!criteresOffre) return null;
    const { codeInsee = null, parcours = null, age = null, freins, contraintes } = criteresOffre;
    const contraintesDites = contraintes ?? [];
    const criteres = { codeInsee, parcours, age, freins: freins ?? [], contraintes: contraintesDites };
    const cle = { personne: id, nombre, criteres, maintenant: ctx.now(), aujourdhui: ctx.today() };
    const trouvees = await ctx.loader(propositionsParPersonne).load(cle);
    const proposees =
      trouvees === null
        ? null
        : trouvees.map((t) => ({ ...t, pourquoi: pourquoi(t), pourquoiDiagnostic: pourquoiDiagnostic(t, contraintesDites) }));
    return vu(id, proposees, ctx);
  }

  @Directive('@requiresScopes(scopes: [["allocataires.lire"]])')
  @Directive("@listSize(assumedSize: 10)")
  @FieldResolver(() => [PrescriptionType], {
    nullable: true,
    description: "Offres prescrites à la personne, de la plus récente à la plus ancienne.",
  })
  async prescriptions(@Root() { id }: AllocataireRef, @Ctx() ctx: RequestContext): Promise<Prescription[] | null> {
    return vu(id, await ctx.loader(prescriptionsParPersonne).load(id), ctx);
  }

  @Directive('@requiresScopes(scopes: [["allocataires.lire"]])')
  @Directive("@listSize(assumedSize: 20)")
  @FieldResolver(() => [ActiviteType], { nullable: true, description: "Activités de la personne, par date." })
  async activites(
    @Root() { id }: AllocataireRef,
    @Arg("depuis", () => DateScalar, { nullable: true, description: "Premier jour, compris." }) depuis: string | null,
    @Arg("jusque", () => DateScalar, { nullable: true, description: "Dernier jour, compris." }) jusque: string | null,
    @Ctx() ctx: RequestContext,
  ): Promise<Activite[] | null> {
    return vu(id, await ctx.loader(activitesParPersonne).load({ personne: id, depuis: depuis ?? null, jusque: jusque ?? null }), ctx);
  }

  @Directive('@requires(fields: "exemptionsActivite { du au motif }")')
  @Directive('@requiresScopes(scopes: [["allocataires.lire"]])')
  @FieldResolver(() => HeuresActivite, { nullable: true, description: "Heures d’activité d’une semaine, du lundi au dimanche." })
  async heuresActivite(
    @Root() personne: AllocataireRef,
    @Arg("semaine", () => String, { description: "Semaine ISO, 2026-W07." }) semaine: string,
    @Ctx() ctx: RequestContext,
  ): Promise<HeuresActivite | null> {
    const jours = isoWeek(semaine);
    if (!jours) {
      const message = `« ${semaine.slice(0, 20)} » n’est pas une semaine ISO : écrivez l’année et la semaine, comme 2026-W07.`;
      throw new CodedError("ARGUMENT_INVALIDE", message, { champ: "semaine" });
    }
    return vu(personne.id, await heuresDe(personne, { semaine, ...jours }, ctx), ctx);
  }

  @Directive('@requires(fields: "exemptionsActivite { du au motif }")')
  @Directive('@requiresScopes(scopes: [["allocataires.lire"]])')
  @Directive("@listSize(assumedSize: 12)")
  @FieldResolver(() => [HeuresActivite], {
    nullable: true,
    description: "Heures d’activité de semaines qui se suivent, 53 au plus, de la plus ancienne à la plus récente.",
  })
  async semainesActivite(
    @Root() personne: AllocataireRef,
    @Arg("depuis", () => String, { description: "Première semaine ISO, comprise." }) depuis: string,
    @Arg("jusque", () => String, { description: "Dernière semaine ISO, comprise." }) jusque: string,
    @Ctx() ctx: RequestContext,
  ): Promise<HeuresActivite[] | null> {
    const semaines = semainesEntre(depuis, jusque);
    if (!semaines) {
      const message = `Donnez deux semaines ISO dans l’ordre, comme 2026-W07 et 2026-W10, à ${SEMAINES_MAX} semaines d’écart au plus.`;
      throw new CodedError("ARGUMENT_INVALIDE", message, { champ: "depuis" });
    }
    const heures = await Promise.all(semaines.map((semaine) => heuresDe(personne, semaine, ctx)));
    return vu(personne.id, heures[0] === null ? null : (heures as HeuresActivite[]), ctx);
  }
}

async function heuresDe(
  { id, exemptionsActivite }: AllocataireRef,
  semaine: { semaine: string; debut: string; fin: string },
  ctx: RequestContext,
): Promise<HeuresActivite | null> {
  const heures = await ctx.loader(heuresParPersonne).load({ personne: id, ...semaine, aujourdhui: ctx.today() });
  return heures && { ...heures, motifExemption: heures.exempte ? motifDExemption(exemptionsActivite ?? [], semaine.debut) : null };
}
