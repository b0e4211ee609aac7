import { Args, ArgsType, Ctx, Directive, Field, FieldResolver, ID, Int, Mutation, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar } from "../../shared/contrat/scalars";
import { isUuid } from "../../shared/page";
import { acte } from "../acte.graphql";
import { RoleIntervenant } from "../enums.graphql";
import type { Organisme } from "../organisme/organisme";
import { OrganismeType } from "../organisme/organisme.graphql";
import { organismeParId } from "../organisme/organisme.repository";
import { premierRefus, refus, refusDeMotif } from "../refus";
import { resultatOuRefus } from "../resultat.graphql";
import { lireActeur, situationVerrouillee } from "../situation.repository";
import type { RoleIntervenant as NomRole } from "../vocabulaire";
import { refusDAffectation } from "./affecterReferent";
import type { Orientation } from "./orientation";
import { OrientationType } from "./orientation.graphql";
import { orientationParId } from "./orientation.repository";
import { PortefeuilleRepository } from "./portefeuille.repository";

@ObjectType("Transfert", { simpleResolvers: true, description: "Transfert d’un portefeuille d’un organisme à un autre." })
export class TransfertType {
  @Field(() => Int, { description: "Personnes transférées." })
  nombre: number;
}
interface Transfert {
  nombre: number;
  vers: string;
}

const AffecterReferentResultat = resultatOuRefus("AffecterReferentResultat", OrientationType, "Orientation");
const TransfererPortefeuilleResultat = resultatOuRefus("TransfererPortefeuilleResultat", TransfertType, "Transfert");
const CLE = { nullable: true, description: "Clé d’idempotence : la même clé donne la même réponse, appliquée une fois." } as const;

@ArgsType()
export class AffecterReferentArgs {
  @Field(() => ID, { description: "Orientation en cours." })
  orientation: string;
  @Field(() => ID, { description: "Professionnel." })
  referent: string;
  @Field(() => RoleIntervenant, { description: "Son rôle." })
  role: NomRole;
  @Field(() => DateScalar, { description: "Premier jour." })
  du: string;
  @Field(() => DateScalar, { nullable: true, description: "Dernier jour, inclus." })
  au?: string | null;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@ArgsType()
export class TransfererPortefeuilleArgs {
  @Field(() => ID, { description: "Organisme de départ." })
  deOrganisme: string;
  @Field(() => ID, { description: "Organisme d’arrivée, du même département." })
  versOrganisme: string;
  @Field(() => String, { description: "Motif." })
  motif: string;
  @Field(() => String, CLE)
  cleIdempotence?: string | null;
}

@Resolver(() => TransfertType)
export class Portefeuilles {
  @Directive('@requiresScopes(scopes: [["orientation.decider"]])')
  @Mutation(() => AffecterReferentResultat, {
    description: "Affecte un professionnel à une orientation en cours. Un nouveau référent unique remplace le précédent.",
  })
  affecterReferent(
    @Args(() => AffecterReferentArgs) demande: AffecterReferentArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Orientation | Refus> {
    return acte<Orientation>(ctx, {
      mutation: "affecterReferent",
      demande,
      apply: (ecriture) => affecter(demande, ecriture),
      idOf: (orientation) => orientation.id,
      reload: async (id, { tx }) => (await orientationParId(tx, id)) ?? refus("ORIENTATION_INTROUVABLE", "orientation"),
    });
  }

  @Directive('@requiresScopes(scopes: [["portefeuille.transferer"]])')
  @Mutation(() => TransfererPortefeuilleResultat, {
    description: "Transfère toutes les personnes suivies aujourd’hui par un organisme ; l’historique est gardé.",
  })
  transfererPortefeuille(
    @Args(() => TransfererPortefeuilleArgs) demande: TransfererPortefeuilleArgs,
    @Ctx() ctx: RequestContext,
  ): Promise<Transfert | Refus> {
    return acte<Transfert>(ctx, {
      mutation: "transfererPortefeuille",
      demande,
      apply: (ecriture) => transferer(demande, ecriture, ctx.today()),
      idOf: ({ nombre, vers }) => `${nombre} ${vers}`,
      reload: async (garde) => {
        const [nombre, vers] = garde.split(" ");
        return { nombre: Number(nombre), vers: vers! };
      },
    });
  }

  @FieldResolver(() => OrganismeType, { description: "Organisme d’arrivée." })
  versOrganisme(@Root() transfert: Transfert, @Ctx() ctx: RequestContext): Promise<Organisme | null> {
    return ctx.loader(organismeParId).load(transfert.vers);
  }
}

async function affecter(demande: AffecterReferentArgs, { tx, publish, trace }: WritingTransaction): Promise<Orientation | Refus> {
  const lue = isUuid(demande.orientation) ? await orientationParId(tx, demande.orientation) : null;
  const situation = lue && (await situationVerrouillee(tx, lue.allocataire));
  if (!lue || !situation) return refus("ORIENTATION_INTROUVABLE", "orientation");
  const portefeuille = new PortefeuilleRepository(tx);
  const orientation = (await orientationParId(tx, lue.id))!;
  const referent = await portefeuille.referent(demande.referent);
  const refusee = refusDAffectation(situation.acteur, orientation, referent, await portefeuille.intervenants(lue.id), demande);
  if (refusee) return refusee;
  await portefeuille.affecter(orientation, referent!, demande);
  const { departement, allocataire } = orientation;
  const donnees = { orientation: lue.id, referent: demande.referent, role: demande.role, du: demande.du, au: demande.au ?? null };
  await publish({ type: "ReferentAffecte", departement, allocataire, donnees });
  await trace([allocataire], ["Orientation.referent", "Orientation.intervenants"]);
  return (await orientationParId(tx, lue.id))!;
}

async function transferer(
  demande: TransfererPortefeuilleArgs,
  { tx, publish, trace }: WritingTransaction,
  aujourdhui: string,
): Promise<Transfert | Refus> {
  const portefeuille = new PortefeuilleRepository(tx);
  const [acteur, de, vers] = [
    await lireActeur(tx),
    await portefeuille.organisme(demande.deOrganisme),
    await portefeuille.organisme(demande.versOrganisme),
  ];
  const refusee = premierRefus(
    () => (acteur.type === "DEPARTEMENT" ? null : refus("NON_HABILITE")),
    () => refusDeMotif(demande.motif),
    () => (de ? null : refus("ORGANISME_INCONNU", "deOrganisme")),
    () => (vers && vers.departement === de!.departement ? null : refus("ORGANISME_INCONNU", "versOrganisme")),
    () => (vers!.id === de!.id ? refus("MEME_ORGANISME", "versOrganisme") : null),
    () => (vers!.type === "CAF" || vers!.type === "MSA" ? refus("ORGANISME_INADAPTE", "versOrganisme") : null),
  );
  if (refusee) return refusee;
  const personnes = await portefeuille.personnesSuivies(de!.departement, de!.id, aujourdhui);
  const { departement } = de!;
  const transferees = await portefeuille.transferer(departement, de!.id, vers!.id, aujourdhui, personnes);
  const donnees = { deOrganisme: de!.id, versOrganisme: vers!.id, le: aujourdhui };
  await publish(
    ...transferees.map(({ allocataire, orientation }) => ({
      type: "PortefeuilleTransfere",
      departement,
      allocataire,
      donnees: { orientation, ...donnees },
    })),
  );
  await trace(personnes, ["Orientation.organisme", "Orientation.referent", "Orientation.intervenants"]);
  return { nombre: personnes.length, vers: vers!.id };
}
