import { Arg, Ctx, Directive, Field, ID, Int, ObjectType, Query, Resolver } from "type-graphql";
import { daysBetween } from "../../shared/civil-date";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext } from "../../shared/context";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import { isUuid, pageSize } from "../../shared/page";
import type { FamilleMotif, Modalite } from "../correspondances-rdv";
import { FamilleMotifEnum, ModaliteEnum } from "../enums.graphql";
import { Organisme, organisme as organismeRef } from "../organisme.ref";
import { LIMITES_CRENEAUX } from "./creneau";
import { creneauParId } from "./creneau.repository";
import { bornesDesJours, type CreneauRow, creneauxLibres } from "./lecture-creneaux.repository";

const CRENEAUX_PAR_DEFAUT = 50;

@ObjectType({ simpleResolvers: true, description: "Place libre dans un agenda, sans nom." })
export class Creneau {
  @Field(() => ID, { description: "Identifiant ; il reste le même tant que l’organisme offre ce créneau." })
  id: string;
  @Field(() => HorodatageScalar, { description: "Début." })
  debut: Date;
  @Field(() => HorodatageScalar, { description: "Fin." })
  fin: Date;
  @Field(() => Organisme, { nullable: true, description: "Organisme qui reçoit." })
  organisme: Organisme | null;
  @Field(() => FamilleMotifEnum, { description: "À quoi sert le créneau." })
  famille: FamilleMotif;
  @Field(() => ModaliteEnum, { description: "Sur place, par téléphone ou en visioconférence." })
  modalite: Modalite;
  @Field(() => Int, { description: "Places encore libres." })
  placesRestantes: number;
  @Field(() => String, { nullable: true, description: "Code INSEE de la commune du lieu d’accueil." })
  codeInsee: string | null;
  @Field(() => String, { nullable: true, description: "Lieu d’accueil." })
  lieu: string | null;
}

@Resolver()
export class CreneauxResolver {
  @Query(() => [Creneau], {
    nullable: true,
    description:
      "Créneaux libres d’un département, à venir, du premier au dernier jour compris (92 jours au plus), par heure. Ce sont ceux que les organismes publient, France Travail compris, et ceux que donnent leurs plages d’ouverture, moins les rendez-vous qui les occupent. Liste vide quand aucune disponibilité n’est connue du hub.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.lire"]])')
  @Directive('@listSize(slicingArguments: ["first"], requireOneSlicingArgument: false)')
  async creneaux(
    @Ctx() ctx: RequestContext,
    @Arg("departement", () => String, { description: "Code du département." }) departement: string,
    @Arg("famille", () => FamilleMotifEnum, { description: "À quoi sert le créneau." }) famille: FamilleMotif,
    @Arg("du", () => DateScalar, { description: "Premier jour." }) du: string,
    @Arg("au", () => DateScalar, { description: "Dernier jour, compris." }) au: string,
    @Arg("codeInsee", () => String, { nullable: true, description: "Commune du lieu d’accueil." }) codeInsee: string | null,
    @Arg("organisme", () => ID, { nullable: true, description: "Organisme qui reçoit." }) organisme: string | null,
    @Arg("first", () => Int, { nullable: true, defaultValue: CRENEAUX_PAR_DEFAUT, description: "De 1 à 200." }) first: number | null,
    @Arg("after", () => ID, { nullable: true, description: "Identifiant du dernier créneau déjà lu, pour lire la suite." }) after:
      | string
      | null,
    @Arg("modalite", () => ModaliteEnum, { nullable: true, description: "Sur place, par téléphone ou en visioconférence." })
    modalite: Modalite | null,
  ): Promise<Creneau[]> {
    const limite = pageSize(first, CRENEAUX_PAR_DEFAUT);
    refuserPeriode(du, au);
    const tx = await ctx.read();
    const dernier = after && isUuid(after) ? await creneauParId(tx, departement, after) : null;
    if (after && !dernier) throw new CodedError("CURSEUR_INVALIDE", "Ce créneau n’est plus publié : relisez la liste sans « after ».");
    const { debut, fin } = bornesDesJours(departement, du, au);
    const filtre = { organisme: organisme ?? null, codeInsee: codeInsee ?? null, modalite: modalite ?? null };
    const apres = dernier && { id: after!.toLowerCase(), debut: dernier.debut };
    return (await creneauxLibres(tx, { departement, famille, du: debut, au: fin, ...filtre, apres, maintenant: ctx.now(), limite })).map(
      creneau,
    );
  }
}

function refuserPeriode(du: string, au: string): void {
  if (au < du) throw new CodedError("ARGUMENT_INVALIDE", "« au » vient avant « du » : inversez les deux dates.");
  if (daysBetween(du, au) >= LIMITES_CRENEAUX.jours)
    throw new CodedError("ARGUMENT_INVALIDE", `Les créneaux se lisent sur ${LIMITES_CRENEAUX.jours} jours au plus.`);
}

/** Neither the agenda nor whose time it takes. */
const creneau = ({ id, debut, fin, famille, modalite, codeInsee, lieu, organisme, restantes }: CreneauRow): Creneau =>
  Object.assign(new Creneau(), {
    id,
    debut,
    fin,
    famille,
    modalite,
    codeInsee,
    lieu,
    organisme: organismeRef(organisme),
    placesRestantes: restantes,
  });
