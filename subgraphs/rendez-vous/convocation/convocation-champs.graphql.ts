import { FieldResolver, Resolver, Root } from "type-graphql";
import { civilDateOf } from "../../shared/civil-date";
import { DateScalar } from "../../shared/contrat/scalars";
import type { SubgraphDependencies } from "../../shared/module";
import { Convocation } from "../rendez-vous.graphql";
import { preavisRespecte, presumeeRecueLe, REGLES_PAR_DEFAUT, type ReglesConvocation } from "./regles-convocation";

/** What the rules of the département say of a convocation. */
@Resolver(() => Convocation)
export class ConvocationChampsResolver {
  private readonly regles: ReglesConvocation;
  constructor({ convocation }: SubgraphDependencies) {
    this.regles = convocation ?? REGLES_PAR_DEFAUT;
  }

  @FieldResolver(() => DateScalar, {
    description:
      "Jour où elle est présumée arrivée : celui de l’envoi, ou après le délai postal (à confirmer par le département). Une présomption n’est pas une preuve.",
  })
  presumeeRecueLe(@Root() { canal, envoyeeLe, departement }: Convocation): string {
    return presumeeRecueLe(canal, envoyeeLe, departement, this.regles);
  }

  @FieldResolver(() => Boolean, { description: "Vrai si elle laisse le préavis du département avant le rendez-vous." })
  preavisRespecte(@Root() { canal, envoyeeLe, remiseLe, departement, debut }: Convocation): boolean {
    const recue = remiseLe ? civilDateOf(remiseLe) : presumeeRecueLe(canal, envoyeeLe, departement, this.regles);
    return preavisRespecte(recue, civilDateOf(debut), this.regles);
  }
}
