import { Arg, Ctx, Directive, Field, FieldResolver, Float, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Provenance } from "../../shared/contrat/provenance";
import type { SubgraphDependencies } from "../../shared/module";
import { contraintesParDiagnostic, diagnosticsParAllocataire } from "../diagnostic/diagnostic.repository";
import { Formulaire } from "../enums.graphql";
import { organismeParId, referentParId } from "../organisme/organisme.repository";
import { orientationCouranteParAllocataire } from "../orientation/orientation.repository";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { dossiersParAllocataire, membresParDossier } from "../personne/dossier.repository";
import { entreesParAllocataire } from "../personne/entree.repository";
import { lireIdentifiant } from "../personne/identifiant.graphql";
import { identifiantsParAllocataire } from "../personne/identifiant.repository";
import type { Formulaire as NomFormulaire } from "../vocabulaire";
import { type DonneesConnues, donneesConnues } from "./donnees-connues";
import { type Dossier, faitsConnus } from "./faits";

@ObjectType("DonneeConnue", { simpleResolvers: true, description: "Donnée que le réseau détient déjà : ne pas la redemander." })
export class DonneeConnueType {
  @Field(() => String, { description: "Code de la donnée dans le formulaire." })
  code: string;
  @Field(() => String, { nullable: true, description: "Valeur, en clair ; nulle si elle est masquée." })
  valeur: string | null;
  @Field(() => Boolean, { description: "Vrai si la valeur existe mais que l’appelant ne peut pas la lire." })
  masquee: boolean;
  @Field(() => Provenance, { description: "De qui elle vient, et de quand." })
  provenance: Provenance;
  @Field(() => Boolean, { description: "Vrai si la donnée a vieilli : à confirmer." })
  perimee: boolean;
}

@ObjectType("DonneesConnues", {
  simpleResolvers: true,
  description: "Ce qui est déjà connu pour un formulaire, et ce qui reste à demander.",
})
export class DonneesConnuesType {
  @Field(() => Formulaire, { description: "Le formulaire." })
  formulaire: NomFormulaire;
  @Directive("@listSize(assumedSize: 15)")
  @Field(() => [DonneeConnueType], { description: "Données connues." })
  connues: DonneeConnueType[];
  @Directive("@listSize(assumedSize: 15)")
  @Field(() => [String], { description: "Codes des données que ce sous-graphe ne détient pas." })
  aDemander: string[];
  @Field(() => Float, { description: "connues / (connues + aDemander), de 0 à 1." })
  taux: number;
}

@Resolver(() => AllocataireType)
export class DonneesDeLAllocataire {
  constructor(private readonly dependances: SubgraphDependencies) {}

  @FieldResolver(() => DonneesConnuesType, { description: "« Dites-le-nous une fois » : ce qu’un formulaire n’a pas à redemander." })
  async donneesConnues(
    @Root() personne: Allocataire,
    @Arg("pour", () => Formulaire, { description: "Le formulaire à remplir." }) pour: NomFormulaire,
    @Ctx() ctx: RequestContext,
  ): Promise<DonneesConnues> {
    return donneesConnues(pour, faitsConnus(await this.dossier(personne, ctx)), ctx.today());
  }

  private async dossier(personne: Allocataire, ctx: RequestContext): Promise<Dossier> {
    const [identifiants, dossiers, entrees, orientation, diagnostics] = await Promise.all([
      ctx.loader(identifiantsParAllocataire).load(personne.id),
      ctx.loader(dossiersParAllocataire).load(personne.id),
      ctx.loader(entreesParAllocataire).load(personne.id),
      ctx.loader(orientationCouranteParAllocataire).load(personne.id),
      ctx.loader(diagnosticsParAllocataire).load(personne.id),
    ]);
    const rsa = dossiers[0] ?? null;
    const [membres, organisme, referent, contraintes] = await Promise.all([
      rsa ? ctx.loader(membresParDossier).load(rsa.id) : [],
      orientation?.organisme ? ctx.loader(organismeParId).load(orientation.organisme) : null,
      orientation?.referent ? ctx.loader(referentParId).load(orientation.referent) : null,
      diagnostics[0] ? ctx.loader(contraintesParDiagnostic).load(diagnostics[0].id) : [],
    ]);
    return {
      personne,
      identifiants: identifiants.filter((i) => i.valideAu === null).map((i) => lireIdentifiant(ctx, this.dependances.nirCipher, i)),
      dossierRsa: rsa && { numeroDemande: rsa.numeroDemande, provenance: rsa.provenance, membres: membres.map((m) => m.role) },
      entree: entrees.at(-1) ?? null,
      orientation,
      organisme,
      referent,
      diagnostic: diagnostics[0] ?? null,
      contraintes,
    };
  }
}
