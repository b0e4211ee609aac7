import type { Calcul, Indicateur } from "../../mesure/calcul";
import type { Faits } from "../../projection/faits";
import { lignesDe } from "./cohorte";
import { NOTIFICATION } from "./orientees";
import {
  autreOrganisme,
  base,
  CLASSES_ORIENTATION,
  classeOrientation,
  enClassesDe,
  enDroit,
  enVariantes,
  ORIENTEES,
  type Regle,
} from "./variante";

/** Table B1: first orientation, how soon, and who still waits. */
const { nombre, part, delai } = lignesDe("B1", () => "");
const JOURS = "x.le - x.notifiee";
const CONNUE = "x.notifiee is not null";

/** Who entered in the period and was not oriented by its last day, or was first oriented in it, as `x`. */
const attendues = (f: Faits, regle: Regle) =>
  enDroit(
    f,
    regle,
    `(
      select e.allocataire, case when e.decision_orientation <= $3::date then e.decision_orientation else e.notification end as le,
        coalesce(e.decision_orientation <= $3::date, false) as orientee, e.notification, nullif(e.organisme, '') as organisme, nullif(e.referent, '') as referent,
        e.parcours, e.categorie
      from ${f.entree} e
      where e.departement = $1 and (e.decision_orientation between $2::date and $3::date
        or (e.notification between $2::date and $3::date and coalesce(e.decision_orientation, 'infinity') > $3::date))
    )`,
    "le",
  );
const COHORTE =
  "Personnes dont la première orientation est décidée dans la période (comptées à cette date), et personnes entrées dans la période que personne n’avait orientées le dernier jour (comptées à leur notification).";
const CONVOQUEE = (
  f: Faits,
) => `exists (select from ${f.presence} r where r.departement = $1 and r.allocataire = x.allocataire and r.famille = 'ORIENTATION'
  and r.le + 0 > $3::date and coalesce(r.planifie_le, r.le) <= $3::date and r.statut not like 'ANNULE%')`;

const compter =
  (numerateur: (f: Faits) => string, pourcentage = false) =>
  (regle: Regle): Calcul => ({
    ...base,
    donne: [],
    additif: false,
    ...(pourcentage && { valeur: "pourcentage", parts: "pourcentage" }),
    lignes: (
      f,
    ) => `select x.allocataire, x.le, (${numerateur(f)})::int as numerateur, ${pourcentage ? "1" : "null::int"} as denominateur, x.suspension
      from ${attendues(f, regle)}`,
  });
const ligne = (rang: number, libelle: string, numerateur: string, condition: (f: Faits) => string, denominateur: string | null = null) =>
  enVariantes(
    { tableau: "B1", rang, libelle, texte: { numerateur, regleCohorte: COHORTE, ...(denominateur && { unite: "%", denominateur }) } },
    compter(condition, denominateur !== null),
  );

const PREMIERES = nombre(
  5,
  "Premières orientations",
  "Personnes dont la première orientation est décidée dans la période.",
  "true",
  classeOrientation("true", "x"),
);
const dont = (voulue: Parameters<typeof ORIENTEES>[0], lignes: readonly Indicateur[]) =>
  enClassesDe(PREMIERES, CLASSES_ORIENTATION, ORIENTEES(voulue), lignes);

export const B1 = [
  ligne(1, "Personnes à orienter ou orientées", "Personnes de la cohorte.", () => "true"),
  ligne(2, "Personnes non orientées", "Personnes de la cohorte que personne n’avait orientées le dernier jour.", () => "not x.orientee"),
  ligne(
    3,
    "… dont une convocation est prévue",
    "Personnes non orientées, convoquées à un rendez-vous d’orientation après le dernier jour.",
    (f) => `not x.orientee and ${CONVOQUEE(f)}`,
  ),
  ligne(
    4,
    "Taux de première orientation",
    "Personnes de la cohorte dont la première orientation est décidée.",
    () => "x.orientee",
    "Personnes de la cohorte.",
  ),
  PREMIERES,
  dont(
    { categorie: "EMPLOI" },
    nombre(
      6,
      "… vers l’emploi",
      "Personnes dont la première orientation, vers l’emploi, est décidée dans la période.",
      "x.categorie = 'EMPLOI'",
    ),
  ),
  dont(
    { categorie: "EQUILIBRE" },
    nombre(
      7,
      "… vers le parcours socio-professionnel",
      "Personnes dont la première orientation, vers le parcours socio-professionnel, est décidée dans la période.",
      "x.categorie = 'EQUILIBRE'",
    ),
  ),
  dont(
    { categorie: "REMOBILISATION" },
    nombre(
      8,
      "… vers le parcours social",
      "Personnes dont la première orientation, vers le parcours social, est décidée dans la période.",
      "x.categorie = 'REMOBILISATION'",
    ),
  ),
  dont(
    { organisme: "FT" },
    nombre(
      9,
      "… vers France Travail",
      "Personnes dont la première orientation, vers France Travail, est décidée dans la période.",
      "g.type = 'FRANCE_TRAVAIL'",
    ),
  ),
  dont(
    { organisme: "CD" },
    nombre(
      10,
      "… vers le Département",
      "Personnes dont la première orientation, vers le Département, est décidée dans la période.",
      "g.type = 'DEPARTEMENT'",
    ),
  ),
  dont(
    { organisme: "AUTRE" },
    nombre(
      11,
      "… vers un autre organisme",
      "Personnes dont la première orientation, vers un autre organisme, est décidée dans la période.",
      autreOrganisme("x.organisme"),
    ),
  ),
  delai(12, "Délai moyen de première orientation", "de la notification à la première orientation", NOTIFICATION, JOURS),
  nombre(
    13,
    "Orientées en 31 jours et moins",
    "Personnes dont la première orientation est décidée au plus tard 31 jours après la notification.",
    `${JOURS} <= 31`,
  ),
  part(
    14,
    "Part des premières orientations en 31 jours et moins",
    {
      numerateur: "Premières orientations décidées au plus tard 31 jours après la notification.",
      denominateur: "Premières orientations décidées dans la période, dont la notification est connue.",
    },
    `${JOURS} <= 31`,
    CONNUE,
  ),
  nombre(
    15,
    "Orientées en six semaines et moins",
    "Personnes dont la première orientation est décidée au plus tard 42 jours après la notification, délai du Département (D. 262-65-2 CASF).",
    `${JOURS} <= 42`,
  ),
  part(
    16,
    "Part des premières orientations en six semaines et moins",
    {
      numerateur: "Premières orientations décidées au plus tard 42 jours après la notification.",
      denominateur: "Premières orientations décidées dans la période, dont la notification est connue.",
    },
    `${JOURS} <= 42`,
    CONNUE,
  ),
].flat();
