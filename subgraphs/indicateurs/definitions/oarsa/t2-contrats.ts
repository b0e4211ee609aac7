import { definir } from "../../mesure/definir";
import { AVEC_CER, AVEC_INSCRIPTION, avecClasse, enClasses, FIN, ligneDeStock, partDeStock, sansCalcul, stock, texte } from "./ligne";
import { contratsLe, estSpe } from "./situation";
import { INDISTINCTS } from "./t1-orientation";

/** Table 2: registered at France Travail, and with a valid CER, by organisme. */
const FT = "g.type = 'FRANCE_TRAVAIL'";
export const HORS_FT = "g.type <> 'FRANCE_TRAVAIL'";
const INSCRITE = "i.statut = 'INSCRIT'";
export const AVEC_UN_CER = "c.allocataire is not null";
const CER_VALIDE = "un CER ou un contrat d’engagement signé, commencé, ni fini ni clos ce jour-là";

const SECTEUR_COURT = `case when ${estSpe()} then 'SPE_' else 'HORS_SPE_' end`;
/** Duration written, from the first to the last day, both counted, in calendar months. */
const DUREE = `case when c.fin is null then 'INCONNUE' when c.fin + 1 < c.debut + interval '6 months' then 'MOINS_6_MOIS'
  when c.fin + 1 < c.debut + interval '12 months' then '6_MOIS_1_AN' else '1_AN_ET_PLUS' end`;

/** The whole of the lines by organisme, and of table 3. */
export const HORS_FT_AVEC_CER = definir(
  texte("T2", 5, "Orientées hors de France Travail, avec un CER valide", {
    numerateur: `Personnes orientées vers un autre organisme que France Travail, avec ${CER_VALIDE}.`,
  }),
  avecClasse(avecClasse(stock(`${HORS_FT} and ${AVEC_UN_CER}`, null, AVEC_CER), "g.type"), `${SECTEUR_COURT} || ${DUREE}`, "duree"),
);
const TYPES = ["MISSION_LOCALE", "CAP_EMPLOI", "DEPARTEMENT", "CAF", "MSA", "CCAS", "DELEGATAIRE"];

const cer = (rang: number, libelle: string, nom: string, code: string) =>
  enClasses(
    ligneDeStock(
      "T2",
      rang,
      libelle,
      `Personnes orientées vers ${nom}, avec ${CER_VALIDE}.`,
      `g.type = '${code}' and ${AVEC_UN_CER}`,
      AVEC_CER,
    ),
    { de: HORS_FT_AVEC_CER, classes: TYPES, cles: [code] },
  );

export const T2 = [
  ligneDeStock(
    "T2",
    1,
    "Orientées vers France Travail et inscrites",
    "Personnes orientées vers France Travail dont le dernier statut d’inscription connu est « inscrit ».",
    `${FT} and ${INSCRITE}`,
    AVEC_INSCRIPTION,
  ),
  partDeStock(
    "T2",
    2,
    "Part des personnes orientées vers France Travail qui y sont inscrites",
    {
      numerateur: "Personnes orientées vers France Travail dont le dernier statut d’inscription connu est « inscrit ».",
      denominateur: "Personnes orientées vers France Travail.",
    },
    { numerateur: `coalesce(${INSCRITE}, false)`, denominateur: FT },
    AVEC_INSCRIPTION,
  ),
  ligneDeStock(
    "T2",
    3,
    "Inscrites à France Travail, quel que soit l’organisme référent",
    "Personnes du stock dont le dernier statut d’inscription connu est « inscrit ».",
    INSCRITE,
    AVEC_INSCRIPTION,
  ),
  ligneDeStock(
    "T2",
    4,
    "Orientées vers France Travail, avec un PPAE ou un contrat d’engagement",
    "Personnes orientées vers France Travail, avec un PPAE ou un contrat d’engagement signé, commencé, ni fini ni clos ce jour-là.",
    `${FT} and ${AVEC_UN_CER}`,
    (f) => `left join ${contratsLe(f, FIN, "('PPAE', 'CONTRAT_ENGAGEMENT')")} on c.allocataire = d.allocataire`,
  ),
  HORS_FT_AVEC_CER,
  partDeStock(
    "T2",
    6,
    "Part des personnes orientées hors de France Travail qui ont un CER valide",
    {
      numerateur: `Personnes orientées vers un autre organisme que France Travail, avec ${CER_VALIDE}.`,
      denominateur: "Personnes orientées vers un autre organisme que France Travail.",
    },
    { numerateur: AVEC_UN_CER, denominateur: HORS_FT },
    AVEC_CER,
  ),
  cer(7, "CER valides : mission locale", "une mission locale", "MISSION_LOCALE"),
  cer(8, "CER valides : Cap emploi", "un Cap emploi", "CAP_EMPLOI"),
  cer(9, "CER valides : Département", "le Département", "DEPARTEMENT"),
  cer(10, "CER valides : CAF", "une CAF", "CAF"),
  cer(11, "CER valides : MSA", "une MSA", "MSA"),
  cer(12, "CER valides : CCAS ou CIAS", "un CCAS ou un CIAS", "CCAS"),
  cer(13, "CER valides : autre organisme", "un délégataire du Département", "DELEGATAIRE"),
];

export const T2_SANS_CALCUL = INDISTINCTS.map(([quoi, pourquoi], i) =>
  sansCalcul(
    texte("T2", 14 + i, `CER valides : ${quoi}`, { numerateur: `Personnes suivies par « ${quoi} », avec ${CER_VALIDE}.` }),
    pourquoi,
  ),
);
