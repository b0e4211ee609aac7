import { Ctx, Directive, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { ErreurEchange } from "../echange/echange.graphql";
import { type CodeFranceTravail, SENS_DES_ERREURS } from "../france-travail/erreur-france-travail";
import { etatsDesLectures } from "./etat-lectures.repository";

@ObjectType({ simpleResolvers: true, description: "Où en est une lecture chez France Travail : activités, statuts, orientations…" })
export class LecturePartenaire {
  @Field(() => String, { description: "Code du département." })
  departement: string;
  @Field(() => String, { description: "Nom de la lecture." })
  nom: string;
  @Field(() => HorodatageScalar, { nullable: true, description: "Fin de la dernière lecture, réussie ou non." })
  derniereLe: Date | null;
  @Field(() => HorodatageScalar, { nullable: true, description: "Fin de la dernière lecture réussie." })
  derniereReussiteLe: Date | null;
  @Field(() => Int, { description: "Échecs à la suite ; 0 quand la dernière lecture a réussi." })
  echecs: number;
  @Field(() => ErreurEchange, { nullable: true, description: "Ce qui a interrompu la dernière lecture, s’il y a lieu." })
  erreur: ErreurEchange | null;
}

/** What an agent reads of a reading that failed. */
function erreurDe(code: string | null): ErreurEchange | null {
  if (code === null) return null;
  const connue = SENS_DES_ERREURS[code as CodeFranceTravail];
  return {
    code,
    message: connue?.message ?? "La lecture s’est interrompue dans le hub.",
    reessayable: connue?.reessayable ?? true,
    actionAgent: connue?.actionAgent ?? "Rien à faire : le hub réessaie. Si cela dure, signalez-le à l’exploitant du hub.",
  };
}

@Resolver()
export class LecturesPartenairesResolver {
  @Query(() => [LecturePartenaire], {
    nullable: true,
    description: "Où en est chaque lecture chez France Travail, dans les départements de l’appelant.",
  })
  @Directive('@requiresScopes(scopes: [["echanges.lire"]])')
  @Directive("@listSize(assumedSize: 50)")
  async lecturesPartenaires(@Ctx() ctx: RequestContext): Promise<LecturePartenaire[]> {
    const etats = await etatsDesLectures(await ctx.read());
    return etats.map(({ derniereErreur, ...etat }) =>
      Object.assign(new LecturePartenaire(), { ...etat, erreur: erreurDe(derniereErreur) }),
    );
  }
}
