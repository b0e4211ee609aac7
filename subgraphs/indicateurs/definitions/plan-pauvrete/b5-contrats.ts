import type { Indicateur } from "../../mesure/calcul";
import { lignesDe } from "./cohorte";
import { NOTIFICATION, ORIENTATION, premierCer } from "./orientees";
import { enClassesDe } from "./variante";

/** Table B5: first CER after the first orientation, from the orientation and from the notification of the CAF or MSA. */
const { nombre, part, delai } = lignesDe("B5", premierCer);
const SIGNE = "c.le is not null";
const SOCIAL = "x.categorie = 'REMOBILISATION'";
const PREPRO = "x.categorie = 'EQUILIBRE'";
const DEUX_MOIS = (depuis: string) => `c.le <= ${depuis} + interval '2 months'`;
const CER = "Personnes de la cohorte qui ont signé un premier CER ou contrat d’engagement";
const DE_LA_COHORTE = "Premières orientations de la période.";

const SIGNES = nombre(4, "CER signés", `${CER}, quel que soit le parcours.`, SIGNE, "coalesce(x.categorie, 'INCONNU')");
const CATEGORIES = ["EMPLOI", "EQUILIBRE", "REMOBILISATION", "INCONNU"];
const dans = (categorie: string, lignes: readonly Indicateur[]) => enClassesDe(SIGNES, CATEGORIES, [categorie], lignes);

export const B5 = [
  nombre(1, "Premières orientations validées", "Personnes dont la première orientation est décidée dans la période.", "true"),
  dans("REMOBILISATION", nombre(2, "CER signés, parcours social", `${CER}, parcours social.`, `${SIGNE} and ${SOCIAL}`)),
  dans(
    "EQUILIBRE",
    nombre(3, "CER signés, parcours socio-professionnel", `${CER}, parcours socio-professionnel.`, `${SIGNE} and ${PREPRO}`),
  ),
  SIGNES,
  delai(5, "Délai moyen de signature", "de la première orientation à la signature", ORIENTATION, "c.le - x.le"),
  delai(
    6,
    "Délai moyen de signature, parcours social",
    "de la première orientation à la signature, parcours social",
    ORIENTATION,
    "c.le - x.le",
    SOCIAL,
  ),
  delai(
    7,
    "Délai moyen de signature, parcours socio-professionnel",
    "de la première orientation à la signature, parcours socio-professionnel",
    ORIENTATION,
    "c.le - x.le",
    PREPRO,
  ),
  delai(
    8,
    "Délai moyen de signature, parcours professionnel",
    "de la première orientation à la signature, parcours emploi",
    ORIENTATION,
    "c.le - x.le",
    "x.categorie = 'EMPLOI'",
  ),
  nombre(9, "CER signés en 15 jours et moins", `${CER} au plus tard 15 jours après l’orientation.`, "c.le <= x.le + 15"),
  nombre(10, "CER signés en deux mois et moins", `${CER} au plus tard deux mois calendaires après l’orientation.`, DEUX_MOIS("x.le")),
  part(
    11,
    "Taux de contractualisation en deux mois et moins",
    { numerateur: `${CER} au plus tard deux mois calendaires après l’orientation.`, denominateur: DE_LA_COHORTE },
    DEUX_MOIS("x.le"),
  ),
  part(12, "Taux de contractualisation", { numerateur: `${CER}.`, denominateur: DE_LA_COHORTE }, SIGNE),
  delai(13, "Délai moyen de la notification à la signature", "de la notification à la signature", NOTIFICATION, "c.le - x.notifiee"),
  nombre(
    14,
    "CER signés en 15 jours et moins après la notification",
    `${CER} au plus tard 15 jours après la notification.`,
    "c.le <= x.notifiee + 15",
  ),
  nombre(
    15,
    "CER signés en deux mois et moins après la notification",
    `${CER} au plus tard deux mois calendaires après la notification.`,
    DEUX_MOIS("x.notifiee"),
  ),
].flat();
