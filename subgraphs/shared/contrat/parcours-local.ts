import { Directive, Field, Float, Int, ObjectType } from "type-graphql";
import { CategorieParcours, ModeIntervention } from "./enums";

@Directive("@shareable")
@ObjectType({ simpleResolvers: true, description: "Parcours propre à un département, rattaché à l’une des trois catégories légales." })
export class ParcoursLocal {
  @Field(() => String, { description: "Code du parcours dans son département." })
  code: string;
  @Field(() => String, { description: "Nom du parcours." })
  libelle: string;
  @Field(() => CategorieParcours, { description: "Catégorie légale." })
  categorie: CategorieParcours;
  @Field(() => Int, { nullable: true, description: "Durée minimale, en mois." })
  dureeMoisMin: number | null;
  @Field(() => Int, { nullable: true, description: "Durée maximale, en mois." })
  dureeMoisMax: number | null;
  @Field(() => Int, { nullable: true, description: "Nombre de renouvellements possibles." })
  renouvellements: number | null;
  @Field(() => String, { nullable: true, description: "Contenu de l’offre de service." })
  contenu: string | null;
  @Field(() => ModeIntervention, { nullable: true, description: "Individuel, collectif ou mixte." })
  mode: ModeIntervention | null;
  @Field(() => Float, { nullable: true, description: "Volume horaire, en heures." })
  volumeHoraire: number | null;
  @Field(() => String, { nullable: true, description: "Public visé." })
  publicCible: string | null;
  @Field(() => Int, { nullable: true, description: "Coût unitaire, en centimes d’euro (prix du marché)." })
  coutUnitaireCentimes: number | null;
  @Field(() => Int, { nullable: true, description: "Places financées par an." })
  placesFinancees: number | null;
  @Field(() => Boolean, { description: "Vrai pour un accompagnement intensif." })
  intensif: boolean;
}

/** The table of local parcours that a subgraph keeps for itself; `import contrat` fills each copy. */
export const parcoursLocalTable = (schema: string) => `create table ${schema}.parcours_local (
  departement text not null, code text not null, libelle text not null, categorie text not null,
  duree_mois_min int, duree_mois_max int, renouvellements int, contenu text, mode text, volume_horaire double precision,
  public_cible text, cout_unitaire_centimes int, places_financees int, intensif boolean not null default false,
  porteur text, primary key (departement, code))`;

export interface ParcoursLocalRow {
  departement: string;
  code: string;
  libelle: string;
  categorie: CategorieParcours;
  duree_mois_min: number | null;
  duree_mois_max: number | null;
  renouvellements: number | null;
  contenu: string | null;
  mode: ModeIntervention | null;
  volume_horaire: number | null;
  public_cible: string | null;
  cout_unitaire_centimes: number | null;
  places_financees: number | null;
  intensif: boolean;
}

export function parcoursLocal(row: ParcoursLocalRow): ParcoursLocal {
  return {
    code: row.code,
    libelle: row.libelle,
    categorie: row.categorie,
    dureeMoisMin: row.duree_mois_min,
    dureeMoisMax: row.duree_mois_max,
    renouvellements: row.renouvellements,
    contenu: row.contenu,
    mode: row.mode,
    volumeHoraire: row.volume_horaire,
    publicCible: row.public_cible,
    coutUnitaireCentimes: row.cout_unitaire_centimes,
    placesFinancees: row.places_financees,
    intensif: row.intensif,
  };
}
