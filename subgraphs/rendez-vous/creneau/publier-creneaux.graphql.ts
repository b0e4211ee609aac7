import { Arg, Ctx, createUnionType, Directive, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { CodedError } from "../../shared/coded-error";
import type { RequestContext, WritingTransaction } from "../../shared/context";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import { once } from "../../shared/idempotence";
import { appelant, auteur, organismeDuPerimetre } from "../auteur";
import type { FamilleMotif, Modalite } from "../correspondances-rdv";
import { FamilleMotifEnum, ModaliteEnum } from "../enums.graphql";
import { Organisme, organisme as organismeRef } from "../organisme.ref";
import { verrouiller } from "../reception.repository";
import { noterPublication, type Publication, publicationParId, remplacerCreneaux, verrouCreneaux } from "./creneau.repository";
import { bornesDesJours } from "./lecture-creneaux.repository";
import { type Agendas, type DemandePublication, publierCreneaux } from "./publier-creneaux";

@InputType("CreneauInput", { description: "Place qu’un organisme offre dans un agenda." })
export class CreneauInput {
  @Field(() => HorodatageScalar, { description: "Début." })
  debut: Date;
  @Field(() => HorodatageScalar, { description: "Fin, 5 minutes à 12 heures après." })
  fin: Date;
  @Field(() => ModaliteEnum, { description: "Sur place, par téléphone ou en visioconférence." })
  modalite: Modalite;
  @Field(() => Int, { nullable: true, description: "Personnes qui peuvent être reçues en même temps, de 1 à 500 ; 1 par défaut." })
  places?: number | null;
  @Field(() => String, { nullable: true, description: "Code INSEE de la commune du lieu d’accueil." })
  codeInsee?: string | null;
  @Field(() => String, {
    nullable: true,
    description: "Lieu d’accueil, 200 caractères au plus. Deux lieux d’un organisme ont chacun leurs places.",
  })
  lieu?: string | null;
}

@ObjectType({ simpleResolvers: true, description: "Ce qu’une publication de créneaux a changé." })
export class PublicationCreneaux {
  @Field(() => ID, { description: "Identifiant de la publication." })
  id: string;
  @Field(() => Organisme, { nullable: true, description: "Organisme qui reçoit." })
  organisme: Organisme | null;
  @Field(() => FamilleMotifEnum, { description: "À quoi servent les créneaux." })
  famille: FamilleMotif;
  @Field(() => DateScalar, { description: "Premier jour." })
  du: string;
  @Field(() => DateScalar, { description: "Dernier jour, compris." })
  au: string;
  @Field(() => Int, { description: "Créneaux offerts après cette publication." })
  publies: number;
  @Field(() => Int, { description: "Créneaux retirés. Les rendez-vous qui y sont pris restent pris." })
  retires: number;
  @Field(() => HorodatageScalar, { description: "Quand." })
  publieLe: Date;
}

const PublierCreneauxResultat = createUnionType({
  name: "PublierCreneauxResultat",
  description: "La publication, ou le refus.",
  types: () => [PublicationCreneaux, Refus] as const,
});

@Resolver()
export class PublierCreneauxMutation {
  @Mutation(() => PublierCreneauxResultat, {
    description:
      "Offre des créneaux : ceux qu’un organisme avait publiés pour cette famille et ces jours sont remplacés. C’est par ici que France Travail donne ses plages libres, que son API ne donne pas ; chaque organisme publie les siennes, et le Département celles de ses délégataires.",
  })
  @Directive('@requiresScopes(scopes: [["rendez-vous.gerer"]])')
  async publierCreneaux(
    @Ctx() ctx: RequestContext,
    @Arg("organisme", () => ID, { description: "Organisme qui reçoit, `<département>-<code>`." }) organisme: string,
    @Arg("famille", () => FamilleMotifEnum, { description: "À quoi servent les créneaux." }) famille: FamilleMotif,
    @Arg("du", () => DateScalar, { description: "Premier jour remplacé." }) du: string,
    @Arg("au", () => DateScalar, { description: "Dernier jour remplacé, compris ; 92 jours au plus en tout." }) au: string,
    @Arg("creneaux", () => [CreneauInput], { description: "Au plus 2 000. Une liste vide retire tout." }) creneaux: CreneauInput[],
    @Arg("cleIdempotence", () => String, {
      nullable: true,
      description: "La même clé donne la même réponse, appliquée une fois ; elle vit 24 heures.",
    })
    cle: string | null,
  ): Promise<PublicationCreneaux | Refus> {
    const proposes = creneaux.map((c) => ({ ...c, places: c.places ?? 1, codeInsee: c.codeInsee ?? null, lieu: c.lieu?.trim() ?? null }));
    const demande: DemandePublication = { organisme, famille, du, au, creneaux: proposes };
    const publie = await once<Publication>(ctx, {
      schema: "rendez_vous",
      mutation: "publierCreneaux",
      cle,
      payload: demande,
      apply: (writing) => publierCreneaux(demande, agendas(ctx, writing), ctx.today()),
      idOf: ({ id }) => id,
      reload: (id, { tx }) => relire(id, tx),
    });
    if (publie instanceof Refus) return publie;
    return Object.assign(new PublicationCreneaux(), publie, { organisme: organismeRef(publie.organisme) });
  }
}

async function relire(id: string, tx: WritingTransaction["tx"]): Promise<Publication> {
  const publie = await publicationParId(tx, id);
  if (!publie) throw new CodedError("FORBIDDEN", "Cette publication n’est plus dans votre périmètre.");
  return publie;
}

/** The agendas, under the rights of the caller: fact and event in the transaction of the mutation. */
function agendas(ctx: RequestContext, { tx, publish }: WritingTransaction): Agendas {
  return {
    organisme: (id) => organismeDuPerimetre(ctx, tx, id),
    appelant: () => appelant(ctx, tx),
    remplacer: async (departement, { organisme, famille, du, au, creneaux }) => {
      const { source, client } = await auteur(ctx, tx);
      await verrouiller(tx, [verrouCreneaux(organisme)]);
      const le = ctx.now();
      const { debut, fin } = bornesDesJours(departement, du, au);
      const compte = (await remplacerCreneaux(tx, { departement, organisme, famille, debut, fin, source, le }, creneaux))!;
      const publication = await noterPublication(tx, { departement, organisme, famille, du, au, ...compte, source, client, publieLe: le });
      const donnees = { publication: publication.id, organisme, famille, du, au, ...compte, source };
      await publish({ type: "CreneauxPublies", departement, allocataire: null, donnees });
      return publication;
    },
  };
}
