import { lignesDe } from "./cohorte";
import { ORIENTATION, premierRendezVous } from "./orientees";

/** Table B4: first appointment of accompaniment after the first orientation, by category (social, socio-professionnel, professionnel). */
const { nombre, part, delai } = lignesDe("B4", premierRendezVous, "categorie");
const RDV = "Premier rendez-vous d’accompagnement fixé après la première orientation, non annulé";

export const B4 = [
  nombre(1, "Premiers rendez-vous d’accompagnement fixés", `Personnes de la cohorte qui en ont un. ${RDV}.`, "r.le is not null"),
  nombre(2, "… fixés à 15 jours et moins", `${RDV}, dont la date est au plus tard 15 jours après l’orientation.`, "r.le <= x.le + 15"),
  nombre(3, "… personne venue", `${RDV}, honoré.`, "r.statut = 'HONORE'"),
  nombre(4, "… personne non venue, excuse recevable", `${RDV}, où l’absence est justifiée.`, "r.statut = 'ABSENT_JUSTIFIE'"),
  nombre(5, "… personne non venue, sans excuse recevable", `${RDV}, où l’absence n’est pas justifiée.`, "r.statut = 'ABSENT'"),
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
