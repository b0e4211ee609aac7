import { lignesDe } from "./cohorte";
import { premierCer, premierRendezVous } from "./orientees";

/** Tables A2a (rendez-vous) and A2b (CER): people first oriented to the Département itself in the month. */
const CD = "g.type = 'DEPARTEMENT'";
const UN_MOIS = "x.le < x.notifiee + interval '1 month'";
const rdv = lignesDe("A2", premierRendezVous);
const cer = lignesDe("A2", premierCer);
const ORIENTEES = "Personnes dont la première orientation, vers le Département, est décidée dans la période";
const DONT = (rang: number, condition: string) =>
  [
    ["", "true"],
    [", parcours socio-professionnel", "x.categorie = 'EQUILIBRE'"],
    [", parcours social", "x.categorie = 'REMOBILISATION'"],
  ].map(([quoi, parcours], i) => ({ rang: rang + i, quoi: quoi!, ou: `${CD} and ${condition} and ${parcours}` }));

export const A2_COHORTES = [
  rdv.nombre(21, "Orientées vers le Département dans la période", `${ORIENTEES}.`, CD),
  ...DONT(22, "r.le is not null").map(({ rang, quoi, ou }) =>
    rdv.nombre(
      rang,
      `… avec un premier rendez-vous fixé${quoi}`,
      `${ORIENTEES}, avec un premier rendez-vous d’accompagnement fixé${quoi}.`,
      ou,
    ),
  ),
  rdv.nombre(25, "… orientées en moins d’un mois", `${ORIENTEES}, avant la notification plus un mois calendaire.`, `${CD} and ${UN_MOIS}`),
  ...DONT(26, "r.le <= x.le + 15").map(({ rang, quoi, ou }) =>
    rdv.nombre(
      rang,
      `… avec un premier rendez-vous à 15 jours et moins${quoi}`,
      `${ORIENTEES}, avec un premier rendez-vous d’accompagnement au plus tard 15 jours après${quoi}.`,
      ou,
    ),
  ),
  rdv.part(
    29,
    "Taux de premiers rendez-vous à 15 jours et moins",
    { numerateur: `${ORIENTEES}, avec un premier rendez-vous au plus tard 15 jours après.`, denominateur: `${ORIENTEES}.` },
    "r.le <= x.le + 15",
    CD,
  ),
  ...DONT(31, "c.le is not null").map(({ rang, quoi, ou }) =>
    cer.nombre(
      rang,
      `Orientées vers le Département, avec un premier CER${quoi}`,
      `${ORIENTEES}, avec un premier CER ou contrat d’engagement signé${quoi}.`,
      ou,
    ),
  ),
  ...DONT(34, "c.le <= x.le + interval '2 months'").map(({ rang, quoi, ou }) =>
    cer.nombre(
      rang,
      `… signé en deux mois et moins${quoi}`,
      `${ORIENTEES}, avec un premier CER ou contrat d’engagement signé au plus tard deux mois calendaires après${quoi}.`,
      ou,
    ),
  ),
  cer.part(
    37,
    "Taux de contractualisation en deux mois et moins, Département",
    { numerateur: `${ORIENTEES}, avec un premier CER signé au plus tard deux mois calendaires après.`, denominateur: `${ORIENTEES}.` },
    "c.le <= x.le + interval '2 months'",
    CD,
  ),
].flat();
