import type { Calcul } from "../../mesure/calcul";
import { interne, sansPersonne } from "./ligne";

/** « Dites-le-nous une fois »: what forms ask, and what the hub serves of it. */
const FORMULAIRES =
  "Formulaires lus dans le hub (donneesConnues) dans la période, comptés le jour où ils sont lus. Un compteur par jour et formulaire : aucune personne n’y est nommée ; une donnée comptée ne change plus.";

const compter = (numerateur: string, denominateur: string | null): Calcul => ({
  ...sansPersonne,
  ...(denominateur === null && { valeur: "nombre", parts: "nombre" }),
  coupes: { formulaire: "formulaire" },
  lignes:
    () => `select null::uuid as allocataire, s.le, ${numerateur} as numerateur, ${denominateur ?? "null::int"} as denominateur, s.formulaire
    from publie.donnee_servie s where s.departement = $1 and s.le between $2::date and $3::date`,
});
const DEMANDEES = "Données que ces formulaires demandent.";
const SOURCE = "Principe « dites-le-nous une fois » : code des relations entre le public et l’administration, L. 114-8 ; mesure du hub.";

export const UNE_FOIS = [
  interne(
    "UF.1.01",
    {
      libelle: "Taux « dites-le-nous une fois »",
      numerateur: "Données servies par le hub : connues, et lisibles par qui remplit le formulaire. Une donnée à confirmer est servie.",
      denominateur: DEMANDEES,
      regleCohorte: FORMULAIRES,
      source: SOURCE,
    },
    { ...compter("s.servies", "s.demandees"), coupe: "formulaire" },
  ),
  interne(
    "UF.1.02",
    {
      libelle: "Part des données servies sans rien avoir à confirmer",
      numerateur: "Données servies par le hub et encore fraîches, selon la durée de fraîcheur du formulaire.",
      denominateur: DEMANDEES,
      regleCohorte: FORMULAIRES,
      source: SOURCE,
    },
    compter("s.servies - s.perimees", "s.demandees"),
  ),
  interne(
    "UF.1.03",
    {
      libelle: "Part des données que le hub connaît mais que l’appelant ne peut pas lire",
      numerateur: "Données connues et masquées (NIR sans le droit de le lire).",
      denominateur: DEMANDEES,
      regleCohorte: FORMULAIRES,
      source: SOURCE,
    },
    compter("s.masquees", "s.demandees"),
  ),
  interne(
    "UF.1.04",
    {
      libelle: "Formulaires remplis avec le hub",
      unite: "formulaires",
      numerateur: "Formulaires lus dans la période : une personne et un formulaire, une fois par requête.",
      denominateur: null,
      regleCohorte: FORMULAIRES,
      source: SOURCE,
    },
    compter("s.formulaires", null),
  ),
];
