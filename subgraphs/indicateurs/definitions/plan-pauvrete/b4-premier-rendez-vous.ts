import { lignesDe } from "./cohorte";
import { ORIENTATION, premierRendezVous } from "./orientees";
import { enClassesDe } from "./variante";

/** Table B4: first appointment of accompaniment after the first orientation, by category (social, socio-professionnel, professionnel). */
const { nombre, part, delai } = lignesDe("B4", premierRendezVous, "categorie");
const RDV = "Premier rendez-vous d’accompagnement fixé après la première orientation, non annulé";

const FIXES = nombre(
  1,
  "Premiers rendez-vous d’accompagnement fixés",
  `Personnes de la cohorte qui en ont un. ${RDV}.`,
  "r.le is not null",
  "r.statut",
);
const STATUTS = ["PREVU", "HONORE", "ABSENT", "ABSENT_JUSTIFIE"];
const issue = (rang: number, libelle: string, quoi: string, statut: string) =>
  enClassesDe(FIXES, STATUTS, [statut], nombre(rang, libelle, `${RDV}, ${quoi}.`, `r.statut = '${statut}'`));

export const B4 = [
  FIXES,
  nombre(2, "… fixés à 15 jours et moins", `${RDV}, dont la date est au plus tard 15 jours après l’orientation.`, "r.le <= x.le + 15"),
  issue(3, "… personne venue", "honoré", "HONORE"),
  issue(4, "… personne non venue, excuse recevable", "où l’absence est justifiée", "ABSENT_JUSTIFIE"),
  issue(5, "… personne non venue, sans excuse recevable", "où l’absence n’est pas justifiée", "ABSENT"),
  part(
    6,
    "Taux de présence au premier rendez-vous",
    {
      numerateur: "Personnes venues au premier rendez-vous d’accompagnement.",
      denominateur: "Personnes de la cohorte dont le premier rendez-vous a une issue connue (venue, ou absente).",
    },
    "r.statut = 'HONORE'",
    "r.statut in ('HONORE', 'ABSENT', 'ABSENT_JUSTIFIE')",
  ),
  part(
    7,
    "Part des personnes orientées dont le premier rendez-vous est fixé à 15 jours et moins",
    {
      numerateur: "Personnes dont le premier rendez-vous d’accompagnement est au plus tard 15 jours après l’orientation.",
      denominateur: "Premières orientations de la période.",
    },
    "r.le <= x.le + 15",
  ),
  delai(
    8,
    "Délai moyen du premier rendez-vous",
    "de la première orientation au premier rendez-vous d’accompagnement",
    ORIENTATION,
    "r.le - x.le",
  ),
].flat();
