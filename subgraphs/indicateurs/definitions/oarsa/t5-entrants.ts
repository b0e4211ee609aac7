import type { Calcul, Indicateur } from "../../mesure/calcul";
import { definir } from "../../mesure/definir";
import { enClasses, NIVEAU, texte } from "./ligne";
import { CER, DONNE, estHorsSpe, estSpe, SECTEUR, typeDe } from "./situation";

/** Table 5: who entered in the period, her first orientation and her first CER by its last day, and both delays. */
const ENTRANTS =
  "Entrées notifiées au Département dans la période ; la première orientation et le premier CER depuis cette entrée, avant la suivante et au plus tard le dernier jour de la période.";
const ENTREE_AU_RSA = "Date d’ouverture du droit au RSA ; à défaut, date de notification au Département.";
const ORIENTEE = "e.decision_orientation <= $3::date";
const HORS_FT = `${ORIENTEE} and g.type <> 'FRANCE_TRAVAIL'`;
const AVEC_CER = `${HORS_FT} and c.signe_le <= $3::date`;
const DEPUIS = "coalesce(e.ouverture_droits, e.notification)";

/** What the first orientation says, once it is decided: who is oriented later is in no part of it yet. */
const decidee = (quoi: string) => `case when ${ORIENTEE} then ${quoi} end`;

/** The entries of the period, as `e`, with the first CER signed since the orientation, as `c`. */
const entrants =
  (numerateur: string, denominateur: string | null, ou: string, delai = "null::int"): Calcul["lignes"] =>
  (f) =>
    `
  select e.allocataire, e.notification as le, ${numerateur} as numerateur, ${denominateur ?? "null::int"} as denominateur, ${delai} as delai,
    ${decidee("nullif(e.organisme, '')")} as organisme, ${decidee("nullif(e.referent, '')")} as referent, ${decidee("e.parcours")} as parcours,
    ${decidee("e.categorie")} as categorie, coalesce(e.flux, true) as flux, p.niveau_etude, ${SECTEUR}
  from (
    select e.*, coalesce(lead(coalesce(e.notification, e.entree_dispositif, e.ouverture_droits)) over (partition by e.allocataire order by e.rang), 'infinity') as avant
    from ${f.entree} e where e.departement = $1
  ) e
  ${typeDe(decidee("nullif(e.organisme, '')"))}
  left join (
    select e.allocataire, e.rang, min(c.date_signature) as signe_le
    from ${f.entree} e join ${f.contrat} c on c.departement = $1 and c.allocataire = e.allocataire and c.nature in ${CER} and c.date_signature >= e.decision_orientation
    where e.departement = $1 and e.notification between $2::date and $3::date group by 1, 2
  ) c on c.allocataire = e.allocataire and c.rang = e.rang and c.signe_le < e.avant
  left join ${f.profil} p on p.departement = $1 and p.allocataire = e.allocataire
  where e.notification between $2::date and $3::date and ${ou}`;

const DONNE_T5 = [...DONNE, "flux"] as const;
const base: Omit<Calcul, "lignes"> = {
  donne: DONNE_T5,
  compte: "personnes",
  valeur: "nombre",
  parts: "nombre",
  additif: false,
  coupes: NIVEAU,
  coupe: null,
};

const compte = (rang: number, libelle: string, numerateur: string, ou: string) =>
  definir(texte("T5", rang, libelle, { numerateur, regleCohorte: ENTRANTS, regleSuspendus: "SANS_OBJET" }), {
    ...base,
    lignes: entrants("1", null, ou),
  });

const part = (
  rang: number,
  libelle: string,
  mots: { numerateur: string; denominateur: string },
  ou: { numerateur: string; denominateur: string },
) =>
  definir(texte("T5", rang, libelle, { ...mots, unite: "%", regleCohorte: ENTRANTS, regleSuspendus: "SANS_OBJET" }), {
    ...base,
    valeur: "pourcentage",
    parts: "pourcentage",
    lignes: entrants(`coalesce((${ou.numerateur})::int, 0)`, "1", ou.denominateur),
  });

const delai = (rang: number, libelle: string, quoi: string, origineDelai: string, jours: string, ou: string) =>
  definir(
    texte("T5", rang, libelle, {
      unite: "jours",
      numerateur: `Somme, en jours, des délais ${quoi}.`,
      denominateur: `Entrées dont le délai ${quoi} est connu et n’est pas négatif.`,
      regleCohorte: `${ENTRANTS} Moyenne simple ; le tableau publié l’arrondit au jour.`,
      regleSuspendus: "SANS_OBJET",
      origineDelai,
    }),
    {
      ...base,
      donne: [...DONNE_T5, "delai"],
      compte: "sommes",
      valeur: "moyenne",
      parts: "moyenne",
      arrondi: 0,
      lignes: entrants(jours, "1", `${ou} and ${jours} >= 0`, jours),
    },
  );

const PRIMO_ORIENTEES = compte(
  2,
  "… dont primo-orientées",
  "Entrantes dont la première orientation est décidée au plus tard le dernier jour de la période.",
  ORIENTEE,
);
const duSecteur = (secteur: string, ligne: Indicateur) =>
  enClasses(ligne, { de: PRIMO_ORIENTEES, coupe: "secteur", classes: ["SPE", "HORS_SPE", "INCONNU"], cles: [secteur] });

export const T5 = [
  compte(1, "Personnes entrées dans la période", "Personnes dont une entrée a été notifiée dans la période.", "true"),
  PRIMO_ORIENTEES,
  duSecteur(
    "SPE",
    compte(
      3,
      "… dont primo-orientées vers le service public de l’emploi",
      "Entrantes primo-orientées vers France Travail, une mission locale ou un Cap emploi.",
      `${ORIENTEE} and ${estSpe()}`,
    ),
  ),
  duSecteur(
    "HORS_SPE",
    compte(
      4,
      "… dont primo-orientées hors du service public de l’emploi",
      "Entrantes primo-orientées vers le Département, un délégataire, un CCAS, une CAF ou une MSA.",
      `${ORIENTEE} and ${estHorsSpe()}`,
    ),
  ),
  compte(
    5,
    "… dont primo-orientées hors de France Travail",
    "Entrantes primo-orientées vers un autre organisme que France Travail.",
    HORS_FT,
  ),
  compte(
    6,
    "… dont primo-orientées hors de France Travail, avec un premier CER",
    "Entrantes primo-orientées hors de France Travail, qui ont ensuite signé un CER ou un contrat d’engagement.",
    AVEC_CER,
  ),
  part(
    7,
    "Part des entrantes primo-orientées",
    { numerateur: "Entrantes primo-orientées.", denominateur: "Entrantes." },
    { numerateur: ORIENTEE, denominateur: "true" },
  ),
  part(
    8,
    "Part des entrantes primo-orientées en moins de trois mois",
    {
      numerateur: "Entrantes dont la première orientation est décidée avant l’ouverture du droit plus trois mois calendaires.",
      denominateur: "Entrantes.",
    },
    { numerateur: `${ORIENTEE} and e.decision_orientation < ${DEPUIS} + interval '3 months'`, denominateur: "true" },
  ),
  part(
    9,
    "Part des primo-orientées hors de France Travail qui ont un premier CER",
    {
      numerateur: "Entrantes primo-orientées hors de France Travail, avec un premier CER.",
      denominateur: "Entrantes primo-orientées hors de France Travail.",
    },
    { numerateur: AVEC_CER, denominateur: HORS_FT },
  ),
  delai(
    10,
    "Délai moyen de l’entrée au RSA à la primo-orientation",
    "de l’entrée au RSA à la primo-orientation",
    ENTREE_AU_RSA,
    `e.decision_orientation - ${DEPUIS}`,
    ORIENTEE,
  ),
  delai(
    11,
    "Délai moyen de la primo-orientation hors de France Travail à la signature du premier CER",
    "de la primo-orientation hors de France Travail à la signature du premier CER",
    "Date de décision de la première orientation.",
    "c.signe_le - e.decision_orientation",
    AVEC_CER,
  ),
];
