import { Arg, Ctx, Field, FieldResolver, ID, InputType, Int, ObjectType, Query, Resolver, Root } from "type-graphql";
import { HorodatageScalar } from "../../subgraphs/shared/contrat/scalars";
import { DEPARTEMENT } from "../demande";
import type { Contexte } from "./contexte";
import * as lots from "./lots";

@ObjectType({ simpleResolvers: true })
export class Dates {
  @Field(() => String, { nullable: true })
  ouvertureDroits: string | null;
  @Field(() => String, { nullable: true })
  decisionOrientation: string | null;
}

@ObjectType({ simpleResolvers: true })
export class Parcours {
  @Field(() => String)
  libelle: string;
  @Field(() => String)
  categorie: string;
}

@ObjectType({ simpleResolvers: true })
export class Nomme {
  @Field(() => String)
  nom: string;
}

@ObjectType()
export class Orientation {}

@ObjectType({ simpleResolvers: true })
export class Participation {
  @Field(() => String)
  statut: string;
}

@ObjectType({ simpleResolvers: true })
export class RendezVous {
  @Field(() => HorodatageScalar)
  debut: Date;
  @Field(() => String)
  famille: string;
}

@ObjectType({ simpleResolvers: true })
export class Offre {
  @Field(() => String)
  nom: string;
}

@ObjectType({ simpleResolvers: true })
export class OffreProposee {
  @Field(() => Offre)
  offre: Offre;
  @Field(() => [String])
  pourquoi: string[];
}

@ObjectType({ simpleResolvers: true })
export class Contrat {
  @Field(() => String)
  statut: string;
}

@ObjectType({ simpleResolvers: true })
export class Heures {
  @Field(() => Int)
  realiseesMinutes: number;
  @Field(() => Int, { nullable: true })
  objectifMinutes: number | null;
}

@ObjectType({ simpleResolvers: true })
export class Consultations {
  @Field(() => Int)
  totalCount: number;
}

@ObjectType({ simpleResolvers: true })
export class Allocataire {
  @Field(() => ID)
  id: string;
  @Field(() => String)
  nom: string;
}

@ObjectType({ simpleResolvers: true })
export class Allocataires {
  @Field(() => [Allocataire])
  nodes: Allocataire[];
  commune: string;
}

@ObjectType({ simpleResolvers: true })
export class Indicateur {
  @Field(() => Int, { nullable: true })
  valeur: number;
  @Field(() => Int, { nullable: true })
  numerateur: number;
}

@InputType()
export class Filtre {
  @Field(() => [String])
  communes: string[];
}

const DU_FILTRE = `from allocataires.allocataire a where a.departement = '${DEPARTEMENT}' and a.code_insee = $1 and a.canonique is null`;

@Resolver(() => Allocataires)
export class AllocatairesResolver {
  @Query(() => Allocataires)
  async allocataires(
    @Arg("first", () => Int) first: number,
    @Arg("filtre", () => Filtre) { communes }: Filtre,
    @Ctx() contexte: Contexte,
  ): Promise<Allocataires> {
    const nodes = await contexte.lignes<Allocataire>("page", `select a.id, a.nom ${DU_FILTRE} order by a.nom_tri, a.id limit $2`, [
      communes[0],
      first,
    ]);
    return { nodes, commune: communes[0]! };
  }

  @FieldResolver(() => Int)
  async totalCount(@Root() { commune }: Allocataires, @Ctx() contexte: Contexte): Promise<number> {
    return (await contexte.lignes<{ n: number }>("total", `select count(*)::int as n ${DU_FILTRE}`, [commune]))[0]!.n;
  }

  @Query(() => Indicateur)
  async indicateur(
    @Arg("code", () => String) _code: string,
    @Arg("territoire", () => String) territoire: string,
    @Arg("debut", () => String) debut: string,
    @Arg("fin", () => String) fin: string,
    @Ctx() contexte: Contexte,
  ): Promise<Indicateur> {
    const [ligne] = await contexte.lignes<{ n: number }>(
      "indicateur",
      `select count(distinct e.allocataire)::int as n from indicateurs.entree e where e.departement = '${DEPARTEMENT}' and e.code_insee = $1
         and e.decision_orientation between $2 and $3 and e.decision_orientation < e.notification + interval '1 month'`,
      [territoire, debut, fin],
    );
    return { valeur: ligne!.n, numerateur: ligne!.n };
  }
}

@Resolver(() => Allocataire)
export class AllocataireResolver {
  @FieldResolver(() => Dates)
  async dates(@Root() { id }: Allocataire, @Ctx() contexte: Contexte): Promise<Dates> {
    return (await contexte.charger(lots.entrees, id))[0] ?? { ouvertureDroits: null, decisionOrientation: null };
  }

  @FieldResolver(() => Orientation, { nullable: true })
  async orientation(@Root() { id }: Allocataire, @Ctx() contexte: Contexte): Promise<lots.OrientationLue | null> {
    return (await contexte.charger(lots.orientations, id))[0] ?? null;
  }

  @FieldResolver(() => [RendezVous])
  rendezVous(@Root() { id }: Allocataire, @Ctx() contexte: Contexte): Promise<lots.RendezVousLu[]> {
    return contexte.charger(lots.rendezVous, id);
  }

  @FieldResolver(() => [OffreProposee])
  offresProposees(
    @Root() { id }: Allocataire,
    @Arg("first", () => Int) _first: number,
    @Ctx() contexte: Contexte,
  ): Promise<lots.Proposee[]> {
    return contexte.charger(lots.propositions, id);
  }

  @FieldResolver(() => Contrat, { nullable: true })
  async contratEngagement(@Root() { id }: Allocataire, @Ctx() contexte: Contexte): Promise<Contrat | null> {
    return (await contexte.charger(lots.contrats, id))[0] ?? null;
  }

  @FieldResolver(() => Heures)
  async heuresActivite(
    @Root() { id }: Allocataire,
    @Arg("semaine", () => String) _semaine: string,
    @Ctx() contexte: Contexte,
  ): Promise<Heures> {
    return (await contexte.charger(lots.heures, id))[0]!;
  }

  @FieldResolver(() => Consultations)
  async consultations(
    @Root() { id }: Allocataire,
    @Arg("first", () => Int) _first: number,
    @Ctx() contexte: Contexte,
  ): Promise<Consultations> {
    return { totalCount: (await contexte.charger(lots.consultations, id))[0]?.nombre ?? 0 };
  }
}

@Resolver(() => Orientation)
export class OrientationResolver {
  @FieldResolver(() => Parcours, { nullable: true })
  parcours(@Root() o: lots.OrientationLue, @Ctx() contexte: Contexte): Promise<Parcours | null> | null {
    return o.parcours === null ? null : contexte.charger(lots.parcours, o.parcours);
  }

  @FieldResolver(() => Nomme, { nullable: true })
  organisme(@Root() o: lots.OrientationLue, @Ctx() contexte: Contexte): Promise<Nomme | null> | null {
    return o.organisme === null ? null : contexte.charger(lots.organismes, o.organisme);
  }
}

@Resolver(() => RendezVous)
export class RendezVousResolver {
  @FieldResolver(() => [Participation])
  participations(@Root() { id }: lots.RendezVousLu, @Ctx() contexte: Contexte): Promise<Participation[]> {
    return contexte.charger(lots.participations, id);
  }
}

@Resolver(() => Offre)
export class OffreResolver {
  @FieldResolver(() => Nomme)
  structure(@Root() { structure }: lots.Proposee["offre"], @Ctx() contexte: Contexte): Promise<Nomme | null> {
    return contexte.charger(lots.structures, structure);
  }
}

export const RESOLVERS = [AllocatairesResolver, AllocataireResolver, OrientationResolver, RendezVousResolver, OffreResolver] as const;
