import { definir } from "../../mesure/definir";
import { avecClasse, enClasses, ligneDeStock, partDeStock, sansCalcul, stock, texte } from "./ligne";
import { estHorsSpe, estSpe } from "./situation";

/** Table 1: people with rights and duties, by orientation. « Orientée »: has an organisme référent unique. */
const ORIENTEE = "o.organisme is not null";
const dansOrganisme = (nom: string) => `Personnes du stock dont l’organisme référent unique est ${nom}.`;
const TOUT = definir(
  texte("T1", 1, "Personnes soumises aux droits et devoirs", { numerateur: "Personnes du stock." }),
  avecClasse(stock("true"), `case when not (${ORIENTEE}) then 'NON_ORIENTEE' else coalesce(g.type, 'INCONNU') end`),
);
const SPE_HORS_FT = ["MISSION_LOCALE", "CAP_EMPLOI"];
const SPE = ["FRANCE_TRAVAIL", ...SPE_HORS_FT];
const HORS_SPE = ["DEPARTEMENT", "CAF", "MSA", "CCAS", "DELEGATAIRE"];
const ORIENTEES = [...SPE, ...HORS_SPE, "INCONNU"];
const CLASSES = ["NON_ORIENTEE", ...ORIENTEES];

const t1 = (rang: number, libelle: string, numerateur: string, ou: string, cles: readonly string[]) =>
  enClasses(ligneDeStock("T1", rang, libelle, numerateur, ou), { de: TOUT, classes: CLASSES, cles });
const type = (rang: number, libelle: string, nom: string, code: string) =>
  t1(rang, libelle, dansOrganisme(nom), `g.type = '${code}'`, [code]);

export const T1 = [
  TOUT,
  t1(2, "Non orientées", "Personnes du stock sans organisme référent unique.", `not (${ORIENTEE})`, ["NON_ORIENTEE"]),
  t1(3, "Orientées", "Personnes du stock qui ont un organisme référent unique.", ORIENTEE, ORIENTEES),
  type(4, "Orientées vers France Travail", "France Travail", "FRANCE_TRAVAIL"),
  t1(
    5,
    "Orientées vers le service public de l’emploi, hors France Travail",
    dansOrganisme("une mission locale ou un Cap emploi, les seuls du service public de l’emploi que le hub distingue"),
    `${estSpe()} and g.type <> 'FRANCE_TRAVAIL'`,
    SPE_HORS_FT,
  ),
  type(6, "… mission locale", "une mission locale", "MISSION_LOCALE"),
  type(7, "… Cap emploi", "un Cap emploi", "CAP_EMPLOI"),
  t1(
    12,
    "Orientées hors du service public de l’emploi",
    dansOrganisme("le Département, un délégataire, un CCAS ou CIAS, une CAF ou une MSA"),
    estHorsSpe(),
    HORS_SPE,
  ),
  type(13, "… Département", "le Département", "DEPARTEMENT"),
  type(14, "… CAF", "une CAF", "CAF"),
  type(15, "… MSA", "une MSA", "MSA"),
  type(16, "… CCAS ou CIAS", "un CCAS ou un CIAS", "CCAS"),
  type(17, "… autre organisme", "un délégataire du Département, quelle que soit sa nature", "DELEGATAIRE"),
  t1(
    18,
    "Orientées vers un organisme que le hub ne connaît pas",
    "Personnes du stock dont l’organisme référent n’est pas au référentiel du hub : ni du service public de l’emploi, ni en dehors.",
    `${ORIENTEE} and g.type is null`,
    ["INCONNU"],
  ),
  enClasses(
    partDeStock(
      "T1",
      19,
      "Part des personnes orientées",
      { numerateur: "Personnes du stock qui ont un organisme référent unique.", denominateur: "Personnes du stock." },
      { numerateur: ORIENTEE, denominateur: "true" },
    ),
    { de: TOUT, classes: CLASSES, cles: ORIENTEES, sur: CLASSES },
  ),
  enClasses(
    partDeStock(
      "T1",
      20,
      "Part des personnes orientées vers le service public de l’emploi",
      {
        numerateur: "Personnes orientées vers France Travail, une mission locale ou un Cap emploi.",
        denominateur: "Personnes du stock qui ont un organisme référent unique.",
      },
      { numerateur: `coalesce(${estSpe()}, false)`, denominateur: ORIENTEE },
    ),
    { de: TOUT, classes: CLASSES, cles: SPE, sur: ORIENTEES },
  ),
];

/** Kinds of organisme that the table names and that the hub does not: `publie.organisme.type` has none of them. */
export const INDISTINCTS = [
  [
    "maison de l’emploi (MDE, MDEF) ou PLIE",
    "Une maison de l’emploi ou un PLIE est au référentiel comme « délégataire » ; ses personnes sont comptées dans « autre organisme ».",
  ],
  [
    "appui à la création d’entreprise",
    "Le référentiel des organismes ne dit pas qui accompagne la création d’entreprise : un tel organisme y est « délégataire ».",
  ],
  [
    "insertion par l’activité économique (IAE)",
    "Une structure d’IAE n’est pas un type d’organisme référent du hub : ses personnes sont suivies par leur organisme référent.",
  ],
  ["autre organisme du service public de l’emploi", "Le référentiel ne dit pas si un délégataire relève du service public de l’emploi."],
] as const;

export const T1_SANS_CALCUL = INDISTINCTS.map(([quoi, pourquoi], i) =>
  sansCalcul(texte("T1", 8 + i, `… ${quoi}`, { numerateur: dansOrganisme(`« ${quoi} »`) }), pourquoi),
);
