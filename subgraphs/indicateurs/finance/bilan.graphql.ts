import { Directive, Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { enumOf } from "../../shared/contrat/enums";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import { CODES_CONTROLE, type CodeControle } from "./controle";
import { ETATS_ECHEANCE, type EtatEcheance } from "./echeance";
import { LigneFinanciere } from "./ligne-financiere.graphql";
import { BilanProgramme, ProgrammeEnum } from "./montants.graphql";
import { type Nature, NOMS_NATURES, type Programme } from "./nature";

export const NatureFinanciereEnum = enumOf(NOMS_NATURES);
registerEnumType(NatureFinanciereEnum, {
  name: "NatureFinanciere",
  description:
    "Ce qui est saisi. Dates du contrat : SIGNATURE, AVENANT, RAPPORT_INSERTION, RAPPORT_SOLIDARITES. Montants qui s’additionnent : VERSEMENT_ETAT, RESTITUTION. Totaux à leur date, dont le dernier compte : REALISE_ETAT, REALISE_DEPARTEMENT, REALISE_AUTRES, REPORT_ETAT, REPORT_DEPARTEMENT.",
});
export const EtatEcheanceEnum = enumOf(ETATS_ECHEANCE);
registerEnumType(EtatEcheanceEnum, {
  name: "EtatEcheanceContrat",
  description: "Où en est une échéance du contrat. PASSEE : le jour est passé, et rien ne dit au hub si c’est fait.",
});
export const CodeControleFinancierEnum = enumOf(CODES_CONTROLE);
registerEnumType(CodeControleFinancierEnum, { name: "CodeControleFinancier", description: "Ce qu’un contrôle financier a trouvé." });

@ObjectType({ simpleResolvers: true, description: "Une échéance du contrat : versement, rapport, suivi." })
export class EcheanceContrat {
  @Field(() => String, { description: "Code stable de l’échéance." })
  code: string;
  @Field(() => ProgrammeEnum, { description: "Insertion ou solidarités." })
  programme: Programme;
  @Field(() => String, { description: "Ce qui est attendu." })
  libelle: string;
  @Field(() => DateScalar, {
    nullable: true,
    description: "Dernier jour, en jours civils ; absent quand le contrat n’en donne pas, ou que son point de départ n’est pas saisi.",
  })
  date: string | null;
  @Field(() => DateScalar, {
    nullable: true,
    description: "Le jour même, ou le jour ouvré qui suit un samedi, un dimanche ou un jour férié.",
  })
  jourOuvre: string | null;
  @Field(() => Float, { nullable: true, description: "Montant attendu, en centimes." })
  montantCentimes: number | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour où c’est fait." })
  faiteLe: string | null;
  @Field(() => EtatEcheanceEnum, { description: "À venir, faite, en retard, passée ou sans date." })
  etat: EtatEcheance;
  @Field(() => Int, { nullable: true, description: "Jours de l’échéance à ce qui est fait, sinon à aujourd’hui ; négatif avant elle." })
  ecartJours: number | null;
  @Field(() => String, { description: "La règle du contrat." })
  regle: string;
}

@ObjectType({ simpleResolvers: true, description: "Ce qu’une règle ou une somme dit du financement. Les montants restent tels qu’écrits." })
export class ControleFinancier {
  @Field(() => CodeControleFinancierEnum, { description: "Code stable du contrôle." })
  code: CodeControle;
  @Field(() => String, { description: "Fiche, programme, total ou document en cause." })
  objet: string;
  @Field(() => Boolean, { description: "Vrai si quelqu’un doit agir ; faux si c’est à savoir." })
  alerte: boolean;
  @Field(() => String, { description: "Ce qui est trouvé, en une phrase." })
  message: string;
  @Field(() => Float, { nullable: true, description: "Montant écrit ou saisi." })
  ecritCentimes: number | null;
  @Field(() => Float, { nullable: true, description: "Montant que la règle ou la somme donne." })
  attenduCentimes: number | null;
}

@ObjectType({ simpleResolvers: true, description: "Un montant ou une date que quelqu’un a saisi, avec sa preuve." })
export class SaisieFinanciere {
  @Field(() => ID, { description: "Identifiant de la saisie." })
  id: string;
  @Field(() => NatureFinanciereEnum, { description: "Ce qui est saisi." })
  nature: Nature;
  @Field(() => String, { description: "Fiche action, programme, ou CONTRAT." })
  objet: string;
  @Field(() => Float, { nullable: true, description: "Montant, en centimes ; absent pour une date." })
  montantCentimes: number | null;
  @Field(() => DateScalar, { description: "Jour du versement, du total ou de l’acte." })
  le: string;
  @Field(() => String, { description: "D’où cela vient : titre, mandat, courrier, lien." })
  preuve: string;
  @Field(() => String, { nullable: true, description: "Imputation comptable." })
  imputation: string | null;
  @Field(() => String, { description: "Qui l’a saisi." })
  par: string;
  @Field(() => HorodatageScalar, { description: "Quand." })
  saisiLe: Date;
  @Field(() => ID, { nullable: true, description: "La saisie qu’elle corrige." })
  remplace: string | null;
  @Field(() => Boolean, { description: "Vrai si une autre l’a corrigée : elle ne compte plus, et reste à lire." })
  remplacee: boolean;
}

@ObjectType({
  simpleResolvers: true,
  description: "Où en est l’argent d’un contrat : programmes, échéances, contrôles, et tout ce qui est saisi.",
})
export class BilanFinancier {
  @Field(() => String, { description: "Département." })
  departement: string;
  @Field(() => Int, { description: "Année du contrat." })
  annee: number;
  @Field(() => DateScalar, { nullable: true, description: "Date de signature." })
  signeLe: string | null;
  @Directive("@listSize(assumedSize: 20)")
  @Field(() => [LigneFinanciere], { description: "Les lignes, sans les totaux." })
  lignes: LigneFinanciere[];
  @Directive("@listSize(assumedSize: 2)")
  @Field(() => [BilanProgramme], { description: "Insertion et solidarités." })
  programmes: BilanProgramme[];
  @Directive("@listSize(assumedSize: 12)")
  @Field(() => [EcheanceContrat], { description: "Les échéances, versements d’abord." })
  echeances: EcheanceContrat[];
  @Directive("@listSize(assumedSize: 20)")
  @Field(() => [ControleFinancier], { description: "Ce que les règles et les sommes disent." })
  controles: ControleFinancier[];
  @Directive("@listSize(assumedSize: 100)")
  @Field(() => [SaisieFinanciere], { description: "Tout ce qui est saisi pour ce contrat, corrections comprises, du dernier au premier." })
  saisies: SaisieFinanciere[];
}
