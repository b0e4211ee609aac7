import { Field, ID, Int, ObjectType } from "type-graphql";
import { HorodatageScalar } from "../../shared/contrat/scalars";

@ObjectType({ simpleResolvers: true, description: "Session datée d’une offre." })
export class SessionOffre {
  @Field(() => ID, { description: "Identifiant de la session." })
  id: string;
  @Field(() => HorodatageScalar, { description: "Début." })
  debut: Date;
  @Field(() => HorodatageScalar, { nullable: true, description: "Fin." })
  fin: Date | null;
  @Field(() => String, { nullable: true, description: "Lieu." })
  lieu: string | null;
  @Field(() => Int, { nullable: true, description: "Nombre de places ; null si elles ne sont pas limitées." })
  capacite: number | null;
  @Field(() => Int, { description: "Places prises." })
  inscrits: number;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand elle a été annulée ; null si elle a lieu." })
  annuleeLe: Date | null;
}
