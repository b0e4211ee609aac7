import { createUnionType, Field, ID, Int, ObjectType } from "type-graphql";
import { Refus } from "../../shared/contrat/refus";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { etatAbonnement } from "./abonnement";
import type { AbonnementRow } from "./abonnement.repository";

@ObjectType({
  simpleResolvers: true,
  description:
    "Demande d’un client d’être prévenu d’événements à son adresse. Chaque événement part seul, dans l’ordre, signé (Standard Webhooks), et se relit dans « evenements ».",
})
export class Abonnement {
  @Field(() => ID, { description: "Identifiant de l’abonnement." })
  id: string;
  @Field(() => String, { description: "Adresse https du client." })
  url: string;
  @Field(() => [String], { description: "Types d’événements demandés." })
  types: string[];
  @Field(() => String, {
    description:
      "ACTIF : les événements partent. EN_ATTENTE : sans secret, demandez-le par renouvelerSecretAbonnement. DESACTIVE : « raison » dit pourquoi. RESILIE : terminé par le client.",
  })
  etat: string;
  @Field(() => HorodatageScalar, { description: "Quand il a été demandé." })
  creeLe: Date;
  @Field(() => String, {
    nullable: true,
    description:
      "Secret des signatures (whsec_…). Seules abonner et renouvelerSecretAbonnement le donnent, et de nouveau à la même clé d’idempotence : le hub ne l’écrit nulle part.",
  })
  secret: string | null;
  @Field(() => String, { nullable: true, description: "Pourquoi les livraisons sont arrêtées." })
  raison: string | null;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand les livraisons ont été arrêtées." })
  desactiveLe: Date | null;
  @Field(() => Int, { description: "Échecs de suite ; 0 quand la dernière livraison a été reçue." })
  echecs: number;
  @Field(() => HorodatageScalar, { nullable: true, description: "Prochain essai, après un échec." })
  prochainEssai: Date | null;
  @Field(() => String, { nullable: true, description: "Position du dernier événement reçu : celle d’où reprendre par rejouerLivraisons." })
  dernierePosition: string | null;
}

export const abonnement = (row: AbonnementRow, secret: string | null = null): Abonnement =>
  Object.assign(new Abonnement(), {
    id: row.id,
    url: row.url,
    types: row.types,
    etat: etatAbonnement(row),
    creeLe: row.cree_le,
    secret,
    raison: row.raison,
    desactiveLe: row.desactive_le,
    echecs: row.echecs,
    prochainEssai: row.prochain_essai,
    dernierePosition: row.derniere_position === null ? null : String(row.derniere_position),
  });

const resultat = (name: string, description: string) => createUnionType({ name, description, types: () => [Abonnement, Refus] as const });

export const AbonnerResultat = resultat("AbonnerResultat", "L’abonnement, ou le refus.");
export const DesabonnerResultat = resultat("DesabonnerResultat", "L’abonnement terminé, ou le refus.");
export const RenouvelerSecretAbonnementResultat = resultat(
  "RenouvelerSecretAbonnementResultat",
  "L’abonnement et son nouveau secret, ou le refus.",
);
export const ReactiverAbonnementResultat = resultat("ReactiverAbonnementResultat", "L’abonnement qui livre de nouveau, ou le refus.");

@ObjectType({ simpleResolvers: true, description: "Ce qu’un rejeu remet dans la file d’un abonnement." })
export class RejeuLivraisons {
  @Field(() => Abonnement, { description: "L’abonnement." })
  abonnement: Abonnement;
  @Field(() => Int, { description: "Nombre d’événements qui repartent, dans l’ordre." })
  nombre: number;
}
export const RejouerLivraisonsResultat = createUnionType({
  name: "RejouerLivraisonsResultat",
  description: "Ce qui repart, ou le refus.",
  types: () => [RejeuLivraisons, Refus] as const,
});
