import { Ctx, Directive, Field, Int, ObjectType, Query, Resolver } from "type-graphql";
import type { RequestContext } from "../../shared/context";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { ErreurEchange } from "../echange/echange.graphql";
import { erreurDeLecture } from "./erreur-lecture";
import { etatsDesLectures } from "./etat-lectures.repository";
import { echecsParCode } from "./personne/echecs.repository";

@ObjectType({ simpleResolvers: true, description: "Combien de personnes une lecture n’a pas pu lire, pour une même raison." })
export class EchecsDeLecture {
  @Field(() => String, { description: "Code de l’erreur : NON_RATTACHE, USAGER_INTROUVABLE…" })
  code: string;
  @Field(() => Int, { description: "Nombre de personnes." })
  nombre: number;
}

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
  @Field(() => [EchecsDeLecture], {
    description: "Personnes qu’elle n’a pas pu lire la dernière fois, par code d’erreur ; lecturesEnEchec dit lesquelles.",
  })
  @Directive("@listSize(assumedSize: 12)")
  personnesEnEchec: EchecsDeLecture[];
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
    const tx = await ctx.read();
    const [etats, echecs] = [await etatsDesLectures(tx), await echecsParCode(tx)];
    return etats.map(({ derniereErreur, ...etat }) =>
      Object.assign(new LecturePartenaire(), {
        ...etat,
        erreur: derniereErreur === null ? null : erreurDeLecture(derniereErreur),
        personnesEnEchec: echecs
          .filter(({ departement, lecture }) => departement === etat.departement && lecture === etat.nom)
          .map(({ code, nombre }) => Object.assign(new EchecsDeLecture(), { code, nombre })),
      }),
    );
  }
}
