import { Ctx, Directive, Field, FieldResolver, Float, Int, ObjectType, Resolver, Root } from "type-graphql";
import { defineLoader, type RequestContext } from "../../../shared/context";
import { HorodatageScalar } from "../../../shared/contrat/scalars";
import { MesureIndicateur } from "../../mesure/mesure.graphql";
import { EcartContrat } from "../ecart.graphql";
import { officielDe, type RecuRow } from "./resultat-recu";
import { type CleRecue, cleRecue, resultatsRecus } from "./resultat-recu.repository";

@ObjectType({ simpleResolvers: true, description: "Une part d’un chiffre officiel : un parcours, un type de contrat." })
export class PartOfficielle {
  @Field(() => String, { description: "Clé de la part, telle que reçue." })
  cle: string;
  @Field(() => Float, { nullable: true, description: "Valeur de la part, dans l’unité de l’indicateur." })
  valeur: number | null;
  @Field(() => String, { nullable: true, description: "Valeur en toutes lettres." })
  texte: string | null;
}

@ObjectType({ simpleResolvers: true, description: "Une version d’un chiffre officiel." })
export class VersionOfficielle {
  @Field(() => Int, { description: "Rang de la version, de 1 à la dernière." })
  version: number;
  @Field(() => Float, { nullable: true, description: "Valeur, dans l’unité de l’indicateur." })
  valeur: number | null;
  @Field(() => String, { nullable: true, description: "Valeur en toutes lettres." })
  texte: string | null;
  @Field(() => String, { description: "Document d’où vient le chiffre." })
  source: string;
  @Field(() => HorodatageScalar, { description: "Quand le hub l’a reçu." })
  recuLe: Date;
}

@ObjectType({
  simpleResolvers: true,
  description: "Chiffre officiel de France Travail, à côté de celui du hub : aucun des deux ne remplace l’autre.",
})
export class ResultatOfficiel extends VersionOfficielle {
  @Field(() => EcartContrat, { nullable: true, description: "Chiffre du hub moins chiffre officiel ; absent quand l’un des deux manque." })
  ecart: EcartContrat | null;
  @Directive("@listSize(assumedSize: 10)")
  @Field(() => [PartOfficielle], { description: "Parts reçues." })
  parts: PartOfficielle[];
  @Directive("@listSize(assumedSize: 5)")
  @Field(() => [VersionOfficielle], { description: "Versions précédentes, de la plus récente à la plus ancienne." })
  precedents: VersionOfficielle[];
}

/** The official figures of a request, in one statement. */
export const recusDe = defineLoader<CleRecue, RecuRow[]>(async (cles, tx) => {
  const recus = await resultatsRecus(tx, cles);
  return cles.map((cle) => recus.get(cleRecue(cle)) ?? []);
}, cleRecue as never);

@Resolver(() => MesureIndicateur)
export class OfficielResolver {
  @FieldResolver(() => ResultatOfficiel, {
    nullable: true,
    description: "Chiffre officiel de France Travail pour le même territoire et la même période, quand il est reçu.",
  })
  async officiel(@Root() mesure: MesureIndicateur, @Ctx() ctx: RequestContext): Promise<ResultatOfficiel | null> {
    const { definition, territoire, debut, fin, valeur } = mesure;
    return officielDe(await ctx.loader(recusDe).load({ code: definition.code, territoire, debut, fin }), valeur);
  }
}
