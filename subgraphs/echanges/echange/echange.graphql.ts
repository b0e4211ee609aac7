import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { enumOf, SystemeSource } from "../../shared/contrat/enums";
import { PageInfo } from "../../shared/contrat/page-info";
import { HorodatageScalar } from "../../shared/contrat/scalars";
import { Allocataire, allocataire } from "../allocataire.ref";
import { CANAUX, type Canal } from "./a-dire";
import { SENS, type Sens, STATUTS, type Statut } from "./echange";
import type { EchangeRow, FiltreEchanges, LigneDeFile } from "./echange.repository";

export const SensEchange = enumOf(SENS);
registerEnumType(SensEchange, { name: "SensEchange", description: "Vers le hub (ENTRANT) ou vers un partenaire (SORTANT)." });

export const StatutEchange = enumOf(STATUTS);
registerEnumType(StatutEchange, {
  name: "StatutEchange",
  description:
    "Où en est un échange. Entrant : TRAITE, REJETE ou IGNORE. Sortant : A_ENVOYER, puis ENVOYE, A_CONFIRMER (accepté, pas encore relu chez le partenaire), CONFIRME ; REJETE ou ABANDONNE après des essais.",
});

export const CanalEchange = enumOf(CANAUX);
registerEnumType(CanalEchange, {
  name: "CanalEchange",
  description:
    "Par où passe un échange. HUB : rien à envoyer. API : SI Plateforme France Travail. DEPOT : fichier signé. ABONNEMENT : webhook signé.",
});

@ObjectType({ simpleResolvers: true, description: "Pourquoi un échange n’a pas abouti, et que faire." })
export class ErreurEchange {
  @Field(() => String, { description: "Code stable de l’erreur." })
  code: string;
  @Field(() => String, { description: "Ce qui a été refusé, en français, sans donnée de la personne." })
  message: string;
  @Field(() => Boolean, { description: "Vrai si le même enregistrement peut passer à un prochain essai." })
  reessayable: boolean;
  @Field(() => String, { description: "Ce que l’agent peut faire." })
  actionAgent: string;
}

@ObjectType({
  simpleResolvers: true,
  description:
    "Un message reçu d’un partenaire ou à lui envoyer. L’original d’un rejet reste chez son propriétaire ; l’échange n’en porte que la référence.",
})
export class Echange {
  @Field(() => ID, { description: "Identifiant de l’échange." })
  id: string;
  @Field(() => SensEchange, { description: "Entrant ou sortant." })
  sens: Sens;
  @Field(() => SystemeSource, { description: "Le partenaire." })
  partenaire: SystemeSource;
  @Field(() => String, {
    description:
      "Ce qui est échangé : CAF_BENEFICIAIRE, CAF_INSTRUCTION, CAF_CONTACT, WEBHOOK_RDV, DATA_INCLUSION, DECISION, EVENEMENT (livré à un abonné), ou un code de l’annexe 5 du contrat (interoperabilite.csv).",
  })
  objet: string;
  @Field(() => Allocataire, { nullable: true, description: "La personne concernée, s’il y en a une." })
  allocataire: Allocataire | null;
  @Field(() => StatutEchange, { description: "Où en est l’échange." })
  statut: Statut;
  @Field(() => Int, { description: "Nombre d’essais faits." })
  tentatives: number;
  @Field(() => HorodatageScalar, { nullable: true, description: "Prochain essai prévu, s’il y en a un ; celui d’un rejeu demandé." })
  prochainEssai: Date | null;
  @Field(() => ErreurEchange, { nullable: true, description: "Dernière erreur, s’il y en a une." })
  erreur: ErreurEchange | null;
  @Field(() => HorodatageScalar, { description: "Quand le message a été reçu, ou le fait à dire est survenu." })
  creeLe: Date;
  @Field(() => HorodatageScalar, { nullable: true, description: "Quand l’échange a abouti." })
  traiteLe: Date | null;
  @Field(() => CanalEchange, { description: "Par où il passe." })
  canal: Canal;
  @Field(() => ID, { nullable: true, description: "Le fait, chez son propriétaire : orientation, contrat, rendez-vous, sanction…" })
  fait: string | null;
  @Field(() => String, { nullable: true, description: "Identifiant que le partenaire a donné à ce fait." })
  identifiantPartenaire: string | null;
  @Field(() => String, { nullable: true, description: "Pourquoi l’échange est IGNORE, ou abandonné avant de partir." })
  raison: string | null;
  @Field(() => HorodatageScalar, { nullable: true, description: "Dernier envoi." })
  envoyeLe: Date | null;
  @Field(() => ID, { nullable: true, description: "Abonnement auquel l’événement est livré." })
  abonnement: string | null;
}

@ObjectType({ simpleResolvers: true, description: "Un échange et sa place dans la liste." })
export class EchangeEdge {
  @Field(() => String, { description: "Curseur à donner en « after » pour lire la suite." })
  cursor: string;
  @Field(() => Echange, { description: "L’échange." })
  node: Echange;
}

@ObjectType({ simpleResolvers: true, description: "Échanges, du plus récent au plus ancien." })
export class EchangeConnection {
  @Field(() => [EchangeEdge], { description: "Les échanges et leurs curseurs." })
  edges: EchangeEdge[];
  @Field(() => [Echange], { description: "Les échanges." })
  nodes: Echange[];
  @Field(() => PageInfo, { description: "Position de la page." })
  pageInfo: PageInfo;
  /** Not a field: what the count is asked for, when it is. */
  filtre: FiltreEchanges;
}

export function echange(row: EchangeRow): Echange {
  return Object.assign(new Echange(), {
    id: row.id,
    sens: row.sens,
    partenaire: row.partenaire,
    objet: row.objet,
    allocataire: allocataire(row.allocataire),
    statut: row.statut,
    tentatives: row.tentatives,
    prochainEssai: row.prochain_essai,
    erreur: erreur(row),
    creeLe: row.cree_le,
    traiteLe: row.traite_le,
    canal: row.canal,
    fait: row.fait,
    identifiantPartenaire: row.identifiant_partenaire,
    raison: row.raison,
    envoyeLe: row.envoye_le,
    abonnement: row.abonnement,
  });
}

function erreur(row: EchangeRow): ErreurEchange | null {
  if (row.erreur_code === null) return null;
  return { code: row.erreur_code, message: row.erreur_message!, reessayable: row.erreur_reessayable!, actionAgent: row.erreur_action! };
}

@ObjectType({ simpleResolvers: true, description: "Échanges qui attendent quelqu’un, comptés par sens, partenaire, objet et statut." })
export class FileEchanges {
  @Field(() => SensEchange, { description: "Entrant ou sortant." })
  sens: Sens;
  @Field(() => SystemeSource, { description: "Le partenaire." })
  partenaire: SystemeSource;
  @Field(() => String, { description: "Ce qui est échangé." })
  objet: string;
  @Field(() => StatutEchange, { description: "A_ENVOYER, ENVOYE, A_CONFIRMER, REJETE ou ABANDONNE." })
  statut: Statut;
  @Field(() => Int, { description: "Nombre d’échanges." })
  nombre: number;
  @Field(() => HorodatageScalar, { description: "Quand le plus ancien a été reçu, ou son fait est survenu." })
  plusAncien: Date;
  @Field(() => Int, { description: "Âge du plus ancien, en secondes." })
  plusAncienSecondes: number;
}

export const fileEchanges = (ligne: LigneDeFile, maintenant: Date): FileEchanges =>
  Object.assign(new FileEchanges(), {
    ...ligne,
    plusAncienSecondes: Math.max(0, Math.floor((maintenant.getTime() - ligne.plusAncien.getTime()) / 1000)),
  });
