import { Args, ArgsType, Ctx, Directive, Field, ID, InputType, Mutation, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Frein } from "../../shared/contrat/enums";
import type { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { acteSur } from "../acte.graphql";
import { Impact } from "../enums.graphql";
import { resultatOuRefus } from "../resultat.graphql";
import type * as mots from "../vocabulaire";
import type { Diagnostic } from "./diagnostic";
import { DiagnosticType } from "./diagnostic.graphql";
import { diagnosticParId } from "./diagnostic.repository";
import { DiagnosticsRepository } from "./enregistrement.repository";
import { enregistrerDiagnostic } from "./enregistrerDiagnostic";

const EnregistrerDiagnosticResultat = resultatOuRefus("EnregistrerDiagnosticResultat", DiagnosticType, "Diagnostic");

@InputType("ContrainteInput", { description: "Frein repéré." })
export class ContrainteInput {
  @Field(() => Frein, { description: "Le frein." })
  frein: Frein;
  @Field(() => Impact, { description: "Son poids." })
  impact: mots.Impact;
  @Field(() => Boolean, { nullable: true, defaultValue: false, description: "Vrai s’il est à lever d’abord." })
  prioritaire?: boolean | null;
}

@ArgsType()
export class EnregistrerDiagnosticArgs {
  @Field(() => ID, { description: "La personne." })
  allocataire: string;
  @Field(() => DateScalar, { description: "Jour du diagnostic." })
  etabliLe: string;
  @Field(() => [ContrainteInput], { description: "Freins repérés, une ligne par frein." })
  contraintes: ContrainteInput[];
  @Field(() => String, { nullable: true, description: "Niveau de qualification." })
  niveauQualification?: string | null;
  @Field(() => String, { nullable: true, description: "Situation au regard de l’emploi." })
  situationEmploi?: string | null;
  @Field(() => String, { nullable: true, description: "Projet professionnel." })
  projetProfessionnel?: string | null;
  @Field(() => [String], { nullable: true, description: "Métiers recherchés." })
  metiersRecherches?: string[] | null;
  @Field(() => Boolean, { nullable: true, description: "Vrai si la personne aide un proche." })
  procheAidant?: boolean | null;
  @Field(() => String, { nullable: true, description: "Référentiel suivi." })
  referentiel?: string | null;
  @Field(() => Boolean, { nullable: true, description: "Vrai si le diagnostic suit la norme nationale." })
  conformeNormeNationale?: boolean | null;
  @Field(() => String, { nullable: true, description: "Clé d’idempotence : la même clé donne la même réponse, appliquée une fois." })
  cleIdempotence?: string | null;
}

@Resolver()
export class EnregistrementsDeDiagnostic {
  @Directive('@requiresScopes(scopes: [["contrat.signer"]])')
  @Mutation(() => EnregistrerDiagnosticResultat, {
    description: "Enregistre un diagnostic et les freins repérés. Une correction est un nouveau diagnostic : l’ancien reste lisible.",
  })
  enregistrerDiagnostic(
    @Args(() => EnregistrerDiagnosticArgs) demande: EnregistrerDiagnosticArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Diagnostic | Refus> {
    const horloge = { aujourdhui: ctx.today(), maintenant: ctx.now() };
    return acteSur<Diagnostic>(ctx, {
      mutation: "enregistrerDiagnostic",
      demande,
      apply: (situation, ecriture) => enregistrerDiagnostic(situation, demande, new DiagnosticsRepository(ecriture.tx), ecriture, horloge),
      reload: ({ tx }, id) => diagnosticParId(tx, id),
    });
  }
}
