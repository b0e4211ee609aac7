import type { GraphQLResolveInfo, SelectionSetNode } from "graphql";
import { Ctx, Directive, Field, FieldResolver, ID, Info, Int, ObjectType, Resolver, Root } from "type-graphql";
import type { RequestContext } from "../shared/context";
import { SystemeSource } from "../shared/contrat/enums";
import { Provenance, provenance } from "../shared/contrat/provenance";
import { HorodatageScalar } from "../shared/contrat/scalars";
import { Allocataire, allocataire } from "./allocataire.ref";
import type { FamilleMotif, Modalite } from "./correspondances-rdv";
import { FamilleMotifEnum, ModaliteEnum, StatutParticipationEnum } from "./enums.graphql";
import { Organisme, organisme } from "./organisme.ref";
import {
  liensDe,
  nombreParticipantsDe,
  type ParticipationRow,
  participationsDe,
  type RendezVousRow,
  type StatutRow,
  statutsDe,
} from "./rendez-vous.repository";
import { type StatutParticipation, statutAffiche } from "./statut-participation";

@ObjectType({ simpleResolvers: true, description: "Convocation envoyée à une personne pour un rendez-vous." })
export class Convocation {
  @Field(() => Int, {
    description: "1, ou 2 après une absence injustifiée à une convocation pour le même motif depuis le dernier rendez-vous honoré.",
  })
  rang: number;
  @Field(() => HorodatageScalar, { description: "Quand elle a été envoyée." })
  envoyeeLe: Date;
  @Field(() => String, { description: "SMS, EMAIL, POSTAL, REMISE_EN_MAIN ou NON_RENSEIGNE (CanalConvocation)." })
  canal: string;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand elle a été remise, si la source le dit." })
  remiseLe: Date | null;
  @Field(() => String, { nullable: true, description: "Pourquoi elle n’a pas pu être remise." })
  echecRemise: string | null;
  @Field(() => String, { nullable: true, description: "Référence de la lettre, du lot ou du bordereau ; jamais le contenu." })
  preuve: string | null;
  /** Not given: what the day of arrival is computed from. */
  departement: string;
  debut: Date;
}

@ObjectType({ simpleResolvers: true, description: "Une personne attendue à un rendez-vous." })
export class Participation {
  @Field(() => Allocataire, { nullable: true, description: "La personne." })
  allocataire: Allocataire | null;
  @Field(() => StatutParticipationEnum, { description: "Où elle en est ; A_RENSEIGNER quand l’heure est passée et que rien n’est saisi." })
  statut: StatutParticipation;
  @Field(() => Convocation, { nullable: true, description: "La convocation, si la personne a été convoquée." })
  convocation: Convocation | null;
  /** Not in the graph: what its other fields are read by. */
  rendezVous: string;
  canonique: string;
  porteur: string;
}

@ObjectType({ simpleResolvers: true, description: "Le même rendez-vous dans un autre outil." })
export class LienExterne {
  @Field(() => SystemeSource, { description: "L’outil." })
  systeme: SystemeSource;
  @Field(() => String, { description: "Identifiant du rendez-vous dans cet outil." })
  identifiant: string;
  @Field(() => HorodatageScalar, { description: "Dernier message appliqué." })
  majLe: Date;
}

@Directive('@key(fields: "id")')
@ObjectType({
  simpleResolvers: true,
  description: "Rendez-vous d’un ou de plusieurs allocataires, quel que soit l’outil où il a été pris.",
})
export class RendezVous {
  @Field(() => ID, { description: "Identifiant dans le hub." })
  id: string;
  @Field(() => HorodatageScalar, { description: "Début." })
  debut: Date;
  @Field(() => Int, { description: "Durée, en minutes." })
  dureeMinutes: number;
  @Field(() => ModaliteEnum, { description: "Sur place, par téléphone ou en visioconférence." })
  modalite: Modalite;
  @Field(() => FamilleMotifEnum, { description: "À quoi sert le rendez-vous dans le parcours." })
  famille: FamilleMotif;
  @Field(() => String, { description: "Motif, tel que l’outil le nomme." })
  motif: string;
  @Field(() => String, { nullable: true, description: "Lieu d’accueil ; jamais l’adresse de la personne." })
  lieu: string | null;
  @Field(() => Organisme, { nullable: true, description: "Organisme qui tient le rendez-vous." })
  organisme: Organisme | null;
  @Field(() => Boolean, { description: "Vrai pour un rendez-vous à plusieurs." })
  collectif: boolean;
  @Field(() => Int, { nullable: true, description: "Nombre de places, si la source le dit." })
  capacite: number | null;
  @Field(() => Boolean, {
    description: "Vrai quand les outils, ou l’outil et une saisie dans le hub, se contredisent sur l’heure ou la présence.",
  })
  enConflit: boolean;
  @Field(() => Provenance, { description: "D’où vient le rendez-vous." })
  provenance: Provenance;

  static de({ departement: _, organisme: id, ...row }: RendezVousRow): RendezVous {
    return Object.assign(new RendezVous(), { ...row, organisme: organisme(id), provenance: provenance(row) });
  }
}

const participation = (row: ParticipationRow | StatutRow, debut: Date, maintenant: Date): Participation => ({
  allocataire: "allocataire" in row ? allocataire(row.allocataire) : null,
  rendezVous: row.rendezVous,
  canonique: "allocataire" in row ? row.allocataire : "",
  porteur: "porteur" in row ? row.porteur : "",
  statut: statutAffiche(row.statut, debut, maintenant),
  convocation:
    !("rang" in row) || row.rang === null
      ? null
      : {
          rang: row.rang,
          envoyeeLe: row.envoyeeLe!,
          canal: row.canal!,
          remiseLe: row.remiseLe,
          echecRemise: row.echecRemise,
          preuve: row.preuve,
          departement: row.departement,
          debut,
        },
});

/** Is one of these fields asked of the participations? Their states alone name nobody: no register is written for them. */
function demande(info: GraphQLResolveInfo, champs: readonly string[]): boolean {
  const dans = (set: SelectionSetNode | undefined): boolean =>
    (set?.selections ?? []).some((node) => {
      if (node.kind === "Field") return champs.includes(node.name.value);
      return dans(node.kind === "InlineFragment" ? node.selectionSet : info.fragments[node.name.value]!.selectionSet);
    });
  return info.fieldNodes.some((node) => dans(node.selectionSet));
}

@Resolver(() => RendezVous)
export class RendezVousChampsResolver {
  @FieldResolver(() => [Participation], { description: "Participants que le jeton permet de lire, et eux seuls." })
  @Directive("@listSize(assumedSize: 2)")
  async participations(
    @Root() { id, debut }: RendezVous,
    @Ctx() ctx: RequestContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<Participation[]> {
    if (!demande(info, ["allocataire", "convocation", "statutSource", "conflits", "historique"]))
      return (await ctx.loader(statutsDe).load(id)).map((row) => participation(row, debut, ctx.now()));
    const rows = await ctx.loader(participationsDe).load(id);
    ctx.saw(rows.map((row) => row.allocataire));
    return rows.map((row) => participation(row, debut, ctx.now()));
  }

  @FieldResolver(() => Int, {
    description: "Nombre de personnes attendues ou venues, celles que le jeton ne permet pas de lire comprises.",
  })
  nombreParticipants(@Root() { id }: RendezVous, @Ctx() ctx: RequestContext): Promise<number> {
    return ctx.loader(nombreParticipantsDe).load(id);
  }

  @FieldResolver(() => [LienExterne], { description: "Le même rendez-vous dans les autres outils." })
  @Directive("@listSize(assumedSize: 2)")
  liens(@Root() { id }: RendezVous, @Ctx() ctx: RequestContext): Promise<LienExterne[]> {
    return ctx.loader(liensDe).load(id);
  }
}
