import { Directive, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { enumOf } from "../../shared/contrat/enums";
import { DateScalar } from "../../shared/contrat/scalars";
import { CATALOGUE } from "../mesure/catalogue";
import type { DefinitionDuContrat } from "../mesure/fiche";
import { MesureIndicateur } from "../mesure/mesure.graphql";
import { lireCibles, lireValeur, periodeDe } from "./cible";
import { EcartContrat, ValeurEcrite } from "./ecart.graphql";
import { ORIGINES, type Origine, origineAttendue } from "./origine";
import { ResultatOfficiel } from "./recu/resultat-officiel.graphql";
import { ResultatSaisi } from "./resultat/resultat.graphql";
import type { ResultatRow } from "./resultat/validation.repository";
import type { LigneContratRow } from "./suivi.repository";

export const OrigineResultatEnum = enumOf(ORIGINES);
registerEnumType(OrigineResultatEnum, {
  name: "OrigineResultat",
  description: "D’où vient le chiffre d’une ligne : calculé par le hub, saisi avec sa preuve, reçu de France Travail, ou absent.",
});

@ObjectType({ simpleResolvers: true, description: "Cible d’une année au contrat, et résultat saisi pour le territoire suivi." })
export class CibleAnnuelle {
  @Field(() => Int, { description: "Année." })
  annee: number;
  @Field(() => String, { nullable: true, description: "Cible, telle qu’écrite au contrat." })
  cible: string | null;
  @Field(() => Float, { nullable: true, description: "Dernier résultat saisi, dans l’unité de l’indicateur." })
  resultat: number | null;
  @Field(() => String, { nullable: true, description: "Dernier résultat saisi en toutes lettres." })
  resultatTexte: string | null;
  @Field(() => ValeurEcrite, { description: "La cible lue : nombre, mots, et ce que « Idem » reprend." })
  lue: ValeurEcrite;
  @Field(() => ResultatSaisi, { nullable: true, description: "Le résultat saisi qui compte, avec son état, son auteur et sa preuve." })
  saisie: ResultatSaisi | null;
}

@ObjectType({ description: "Une ligne du tableau de suivi du contrat." })
export class LigneContrat {
  /** Not in the API: what the resolver of `mesure` needs. */
  departement: string;
  annee: number;
  ficheDefinition: DefinitionDuContrat;

  @Field(() => String, { description: "Territoire suivi : le département, ou celui qui est demandé." })
  territoire: string;
  @Field(() => String, { description: "Code de l’indicateur au contrat." })
  code: string;
  @Field(() => String, { nullable: true, description: "Fiche action." })
  fiche: string | null;
  @Field(() => String, { description: "Libellé de l’indicateur." })
  indicateur: string;
  @Field(() => String, { description: "Qui produit le chiffre officiel : DEPARTEMENT, FRANCE_TRAVAIL ou PARTAGE." })
  producteur: string;
  @Field(() => String, { description: "Portée : local, national ou feuille de route." })
  portee: string;
  @Field(() => String, { description: "Bloc du tableau de suivi." })
  bloc: string;
  @Field(() => String, { description: "Thématique." })
  thematique: string;
  @Field(() => String, { nullable: true, description: "Situation en 2023, telle qu’écrite au contrat." })
  situation2023: string | null;
  @Field(() => ValeurEcrite, { description: "La situation lue." })
  situation: ValeurEcrite;
  @Field(() => DateScalar, { description: "Premier jour de la période que la situation couvre." })
  situationDebut: string;
  @Field(() => DateScalar, { description: "Dernier jour de la période que la situation couvre." })
  situationFin: string;
  @Directive("@listSize(assumedSize: 4)")
  @Field(() => [CibleAnnuelle], { description: "Cibles et résultats, par année." })
  cibles: CibleAnnuelle[];
  @Field(() => MesureIndicateur, {
    name: "mesure",
    nullable: true,
    description: "Chiffre du hub pour l’année et le département entier, ou résultat saisi. Absente quand rien n’est connu.",
  })
  mesure?: MesureIndicateur | null;

  @Field(() => OrigineResultatEnum, { description: "D’où le chiffre de cette ligne doit venir." })
  origineAttendue: Origine;
  @Field(() => OrigineResultatEnum, {
    name: "origine",
    description: "D’où vient `mesure` ; RECUE quand seul le chiffre officiel est connu.",
  })
  origine?: Origine;
  @Field(() => ResultatSaisi, { nullable: true, description: "Ce qui a été saisi pour l’année, même à côté d’un chiffre calculé." })
  saisie: ResultatSaisi | null;
  @Field(() => ResultatOfficiel, {
    name: "officiel",
    nullable: true,
    description: "Chiffre officiel de France Travail pour l’année, à côté de celui du hub.",
  })
  officiel?: ResultatOfficiel | null;
  @Field(() => EcartContrat, { name: "ecart", description: "Du résultat de l’année à sa cible." })
  ecart?: EcartContrat;
  @Field(() => EcartContrat, { name: "evolution", description: "Du résultat de l’année à la situation de 2023." })
  evolution?: EcartContrat;
}

/** JSON says instants as text. */
const dater = (saisie: ResultatRow | null): ResultatRow | null =>
  saisie && { ...saisie, le: new Date(saisie.le), statueLe: saisie.statueLe && new Date(saisie.statueLe) };

/** A line of the contract as it is followed in a year. */
export function ligneContrat(
  { definition, periodeSituation, cibles, ...row }: LigneContratRow,
  annee: number,
  territoire: string = row.departement,
): LigneContrat {
  const situation = lireValeur(row.situation2023);
  const { debut, fin } = periodeDe(periodeSituation);
  const lues = lireCibles(situation, cibles).map((cible) => ({ ...cible, saisie: dater(cible.saisie) }));
  return Object.assign(new LigneContrat(), row, {
    annee,
    territoire,
    ficheDefinition: definition,
    situation,
    situationDebut: debut,
    situationFin: fin,
    cibles: lues,
    saisie: lues.find((cible) => cible.annee === annee)?.saisie ?? null,
    origineAttendue: origineAttendue(CATALOGUE.has(row.code), row.producteur),
  });
}
