import { createUnionType, Directive, Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { enumOf, ModeIntervention } from "../../shared/contrat/enums";
import { Refus } from "../../shared/contrat/refus";
import { DateScalar, HorodatageScalar } from "../../shared/contrat/scalars";
import { ACTEURS, type Acteur, ISSUES, type Issue, STATUTS, type Statut } from "./cycle";
import { MOTIF_REFUS, MOTIFS_REFUS, type MotifRefus } from "./motif-refus";
import { PREFERENCES_CONTACT, type PreferenceContact } from "./prescription";

export const StatutPrescription = enumOf(STATUTS);
registerEnumType(StatutPrescription, { name: "StatutPrescription", description: "Où en est une prescription." });

export const ActeurPrescription = enumOf(ACTEURS);
registerEnumType(ActeurPrescription, {
  name: "ActeurPrescription",
  description: "Qui fait avancer une prescription.",
  valuesConfig: {
    PRESCRIPTEUR: { description: "L’organisme qui prescrit ou accompagne." },
    STRUCTURE: { description: "La structure qui propose l’offre." },
    DELAI: { description: "Personne : un délai est passé, ou une place s’est libérée." },
  },
});

export const IssuePrescription = enumOf(ISSUES);
registerEnumType(IssuePrescription, {
  name: "IssuePrescription",
  description: "Comment une action commencée s’est terminée.",
  valuesConfig: { ABOUTIE: { description: "Menée à son terme." }, ABANDON: { description: "Arrêtée avant son terme." } },
});

export const MotifRefusPrescription = enumOf(MOTIFS_REFUS);
registerEnumType(MotifRefusPrescription, {
  name: "MotifRefusPrescription",
  description: "Pourquoi une structure refuse : les onze motifs de DORA, et le manque de places.",
  valuesConfig: Object.fromEntries(MOTIFS_REFUS.map((motif) => [motif, { description: `${MOTIF_REFUS[motif].libelle}.` }])),
});

export const PreferenceContactPrescription = enumOf(PREFERENCES_CONTACT);
registerEnumType(PreferenceContactPrescription, {
  name: "PreferenceContactPrescription",
  description: "Comment la personne accepte d’être jointe par la structure.",
  valuesConfig: {
    TELEPHONE: { description: "Par téléphone." },
    COURRIEL: { description: "Par courriel." },
    REFERENT: { description: "Par qui l’accompagne." },
    AUTRE: { description: "Autrement : les disponibilités le disent." },
  },
});

@ObjectType({ simpleResolvers: true, description: "Étape de la vie d’une prescription." })
export class EtapePrescription {
  @Field(() => StatutPrescription, { description: "État atteint." })
  statut: Statut;
  @Field(() => HorodatageScalar, { description: "Quand." })
  le: Date;
  @Field(() => ActeurPrescription, { description: "Qui a fait passer cette étape : qui prescrit, la structure, ou le délai." })
  acteur: Acteur;
  @Field(() => String, {
    description:
      "Organisme ou structure qui l’a décidée, « délai » ou « liste d’attente », ou système quand il n’en porte pas ; jamais une personne.",
  })
  par: string;
  @Field(() => String, { nullable: true, description: "Pourquoi." })
  motif: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType("Prescription", { simpleResolvers: true, description: "Offre d’insertion prescrite à un allocataire." })
export class PrescriptionType {
  @Field(() => ID, { description: "Identifiant." })
  id: string;
  @Field(() => StatutPrescription, { description: "Où elle en est." })
  statut: Statut;
  @Field(() => String, { nullable: true, description: "Motif de la prescription." })
  motif: string | null;
  @Field(() => HorodatageScalar, { description: "Quand elle a été faite." })
  prescriteLe: Date;
  @Field(() => DateScalar, {
    nullable: true,
    description: "Jour où l’action commence : celui que la structure a prévu, puis celui où elle a commencé.",
  })
  debut: string | null;
  @Field(() => DateScalar, { nullable: true, description: "Jour où elle a fini." })
  fin: string | null;
  @Field(() => Int, {
    nullable: true,
    description: "Durée prévue, en minutes : celle de la session, sinon heures par semaine × semaines de l’offre.",
  })
  dureeMinutes: number | null;
  @Field(() => ModeIntervention, { nullable: true, description: "Individuel, collectif ou mixte." })
  mode: ModeIntervention | null;
  @Field(() => String, { nullable: true, description: "Comment elle s’est terminée, en clair." })
  resultat: string | null;
  @Field(() => IssuePrescription, { nullable: true, description: "Aboutie ou abandonnée, quand elle est terminée." })
  issue: Issue | null;
  @Field(() => MotifRefusPrescription, {
    nullable: true,
    description: "Pourquoi la structure l’a refusée ; null si elle ne l’a dit qu’en clair.",
  })
  motifRefus: MotifRefus | null;
  @Directive("@listSize(assumedSize: 4)")
  @Field(() => [PreferenceContactPrescription], { description: "Comment la personne accepte d’être jointe par la structure." })
  preferencesContact: PreferenceContact[];
  @Field(() => HorodatageScalar, {
    nullable: true,
    description: "Dernière relance de la structure ; null si elle n’a pas été relancée depuis la dernière étape.",
  })
  relanceeLe: Date | null;
}

const resolveType = (valeur: object) => (valeur instanceof Refus ? Refus : PrescriptionType);

export const PrescrireResultat = createUnionType({
  name: "PrescrireResultat",
  description: "La prescription, ou la raison pour laquelle elle n’a pas été faite.",
  types: () => [PrescriptionType, Refus] as const,
  resolveType,
});

export const AvancerPrescriptionResultat = createUnionType({
  name: "AvancerPrescriptionResultat",
  description: "La prescription avancée, ou la raison pour laquelle elle ne l’a pas été.",
  types: () => [PrescriptionType, Refus] as const,
  resolveType,
});
