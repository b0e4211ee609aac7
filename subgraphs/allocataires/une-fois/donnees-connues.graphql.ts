import { Arg, Ctx, Directive, Field, FieldResolver, Float, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { Provenance } from "../../shared/contrat/provenance";
import { DateScalar } from "../../shared/contrat/scalars";
import type { SubgraphDependencies } from "../../shared/module";
import { contratCourantParAllocataire } from "../contrat/contrat.repository";
import { contraintesParDiagnostic, diagnosticsParAllocataire } from "../diagnostic/diagnostic.repository";
import { Formulaire } from "../enums.graphql";
import { organismeParId, parcoursParCode, referentParId } from "../organisme/organisme.repository";
import type { Orientation } from "../orientation/orientation";
import { orientationCouranteParAllocataire } from "../orientation/orientation.repository";
import type { Allocataire } from "../personne/allocataire";
import { AllocataireType } from "../personne/allocataire.graphql";
import { avecFenetres } from "../personne/dates";
import { type DossierStocke, dossiersParAllocataire, membresParDossier } from "../personne/dossier.repository";
import { entreesParAllocataire, inscriptionParAllocataire } from "../personne/entree.repository";
import { lireIdentifiant } from "../personne/identifiant.graphql";
import { identifiantsParAllocataire } from "../personne/identifiant.repository";
import { donneesDitesParAllocataire } from "../provenance/declaration.repository";
import { type ValeurConnue, valeursDeLaPersonne } from "../provenance/donnee-dite";
import type { Formulaire as NomFormulaire } from "../vocabulaire";
import { formulaireServi } from "./compteur.repository";
import { compte, type DonneesConnues, donneesConnues } from "./donnees-connues";
import { type Dossier, faitsConnus } from "./faits";
import { derniereMentionParDossier, prestationsParAllocataire, rendezVousConnusParAllocataire } from "./faits.repository";
import { versionDuFormulaire } from "./formulaire.repository";

@ObjectType("DonneeConnue", { simpleResolvers: true, description: "Donnée que le réseau détient déjà : ne pas la redemander." })
export class DonneeConnueType {
  @Field(() => String, { description: "Code de la donnée dans le formulaire." })
  code: string;
  @Field(() => String, { description: "Nom de la donnée, en clair." })
  libelle: string;
  @Field(() => String, { nullable: true, description: "Valeur, en clair ; nulle si elle est masquée." })
  valeur: string | null;
  @Field(() => Boolean, { description: "Vrai si la valeur existe mais que l’appelant ne peut pas la lire." })
  masquee: boolean;
  @Field(() => Provenance, { description: "De qui elle vient, et de quand." })
  provenance: Provenance;
  @Field(() => Boolean, { description: "Vrai si la donnée a vieilli : à confirmer." })
  perimee: boolean;
  @Field(() => Boolean, {
    description: "Vrai si la personne la dit fausse et que sa source ne l’a pas encore corrigée : à vérifier avec elle.",
  })
  contestee: boolean;
  @Field(() => Boolean, {
    description: "Vrai si la personne l’a fait limiter : elle est gardée, sa valeur ne se lit pas (RGPD, article 18).",
  })
  limitee: boolean;
}

@ObjectType("DonneesConnues", {
  simpleResolvers: true,
  description: "Ce qui est déjà connu pour un formulaire, et ce qui reste à demander.",
})
export class DonneesConnuesType {
  @Field(() => Formulaire, { description: "Le formulaire." })
  formulaire: NomFormulaire;
  @Field(() => DateScalar, { nullable: true, description: "Jour depuis lequel le département utilise cette liste de données." })
  version: string | null;
  @Directive("@listSize(assumedSize: 15)")
  @Field(() => [DonneeConnueType], { description: "Données connues." })
  connues: DonneeConnueType[];
  @Directive("@listSize(assumedSize: 15)")
  @Field(() => [String], { description: "Codes des données que ce sous-graphe ne détient pas." })
  aDemander: string[];
  @Directive("@listSize(assumedSize: 15)")
  @Field(() => [String], { description: "Noms, en clair, des données à demander, dans le même ordre." })
  libellesADemander: string[];
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
    const [version, dossier] = await Promise.all([
      ctx.loader(versionDuFormulaire).load({ departement: personne.departement, formulaire: pour }),
      this.dossier(personne, ctx),
    ]);
    const connues = donneesConnues(pour, version, faitsConnus(dossier), ctx.today());
    const { departement, id: allocataire } = personne;
    await ctx.loader(formulaireServi).load({ departement, allocataire, formulaire: pour, ...compte(connues) });
    return connues;
  }

  private async dossier(personne: Allocataire, ctx: RequestContext): Promise<Dossier> {
    const { id } = personne;
    const [identifiants, dossiers, dites, entrees, orientation, diagnostics, contrat, inscription, rendezVous, prestations] =
      await Promise.all([
        ctx.loader(identifiantsParAllocataire).load(id),
        ctx.loader(dossiersParAllocataire).load(id),
        ctx.loader(donneesDitesParAllocataire).load(id),
        ctx.loader(entreesParAllocataire).load(id),
        ctx.loader(orientationCouranteParAllocataire).load(id),
        ctx.loader(diagnosticsParAllocataire).load(id),
        ctx.loader(contratCourantParAllocataire).load(id),
        ctx.loader(inscriptionParAllocataire).load(id),
        ctx.loader(rendezVousConnusParAllocataire).load(id),
        ctx.loader(prestationsParAllocataire).load(id),
      ]);
    const valeurs = valeursDeLaPersonne(personne, dites).filter((valeur) => valeur.remplaceeLe === null);
    return {
      personne,
      valeurs,
      identifiants: identifiants.filter((i) => i.valideAu === null).map((i) => lireIdentifiant(ctx, this.dependances.nirCipher, i)),
      entree: avecFenetres(entrees).at(-1) ?? null,
      diagnostic: diagnostics[0] ?? null,
      contraintes: diagnostics[0] ? await ctx.loader(contraintesParDiagnostic).load(diagnostics[0].id) : [],
      contrat,
      inscription,
      rendezVous,
      prestations,
      ...(await foyer(dossiers[0] ?? null, valeurs, ctx)),
      ...(await suivi(orientation, ctx)),
    };
  }
}

/** Her RSA file, its members, and when each dossier that speaks of her was last told. */
async function foyer(rsa: DossierStocke | null, valeurs: readonly ValeurConnue[], ctx: RequestContext) {
  const dossiers = [...new Set([rsa?.id ?? null, ...valeurs.map((valeur) => valeur.dossier)])].filter((id) => id !== null);
  const [membres, ...dates] = await Promise.all([
    rsa ? ctx.loader(membresParDossier).load(rsa.id) : [],
    ...dossiers.map((id) => ctx.loader(derniereMentionParDossier).load(id)),
  ]);
  const mentions = new Map(dossiers.flatMap((id, i): [string, Date][] => (dates[i] ? [[id, dates[i]]] : [])));
  const { id, numeroDemande, provenance } = rsa ?? {};
  return {
    mentions,
    dossierRsa: rsa && { id: id!, numeroDemande: numeroDemande!, provenance: provenance!, membres: membres.map((m) => m.role) },
  };
}

/** Her orientation, in words. */
async function suivi(orientation: Orientation | null, ctx: RequestContext) {
  const [organisme, referent, local] = await Promise.all([
    orientation?.organisme ? ctx.loader(organismeParId).load(orientation.organisme) : null,
    orientation?.referent ? ctx.loader(referentParId).load(orientation.referent) : null,
    orientation?.parcours ? ctx.loader(parcoursParCode).load({ departement: orientation.departement, code: orientation.parcours }) : null,
  ]);
  return { orientation, organisme, referent, parcours: local?.libelle ?? null };
}
