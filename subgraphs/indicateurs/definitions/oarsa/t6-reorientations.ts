import type { Calcul, Indicateur } from "../../mesure/calcul";
import { definir } from "../../mesure/definir";
import { avecClasse, enClasses, NIVEAU, sansCalcul, texte } from "./ligne";
import { DONNE, estHorsSpe, estSpe, SECTEUR, typeDe } from "./situation";

/** Table 6: réorientations of the period, between the service public de l’emploi and the others. */
const DECIDEES =
  "Réorientations décidées dans la période, chacune comparée à l’orientation précédente de la personne. L’organisme est celui qui suit la personne : un portefeuille transféré n’est pas une réorientation.";

/** The réorientations of the period as `o`: `a` the type of the organisme before, `g` of the new one, `r` the file. */
const reorientations =
  (ou: string): Calcul["lignes"] =>
  (f) =>
    `
  select o.allocataire, o.decidee_le as le, 1 as numerateur, null::int as denominateur, nullif(o.organisme, '') as organisme, nullif(o.referent, '') as referent,
    o.parcours, o.categorie, p.niveau_etude, ${SECTEUR}
  from (
    select o.*, lag(nullif(o.organisme, '')) over (partition by o.allocataire order by o.decidee_le, o.rang, o.id) as d_organisme
    from ${f.orientation} o where o.departement = $1 and o.decidee_le <= $3::date
  ) o
  ${typeDe("nullif(o.organisme, '')")}
  ${typeDe("o.d_organisme", "a")}
  left join ${f.reorientation} r on r.departement = $1 and r.orientation = o.id
  left join ${f.profil} p on p.departement = $1 and p.allocataire = o.allocataire
  where o.origine = 'REORIENTATION' and o.decidee_le between $2::date and $3::date and ${ou}`;

/** The files of réorientation as `r`, on the day `le`. */
const dossiers =
  (le: string, ou: string, jours = "null::int"): Calcul["lignes"] =>
  (f) =>
    `
  select r.allocataire, ${le} as le, ${jours === "null::int" ? "1" : jours} as numerateur, ${jours === "null::int" ? "null::int" : "1"} as denominateur, ${jours} as delai,
    p.niveau_etude, ${SECTEUR}
  from ${f.reorientation} r
  ${typeDe("nullif(r.organisme, '')")}
  left join ${f.profil} p on p.departement = $1 and p.allocataire = r.allocataire
  where r.departement = $1 and ${le} between $2::date and $3::date and ${ou}`;

const base: Omit<Calcul, "lignes"> = { compte: "sommes", valeur: "nombre", parts: "nombre", additif: true, coupes: NIVEAU, coupe: null };
const mots = (rang: number, libelle: string, numerateur: string, regleCohorte = DECIDEES) =>
  texte("T6", rang, libelle, { unite: "réorientations", numerateur, regleCohorte, regleSuspendus: "SANS_OBJET" });

const decidees = (rang: number, libelle: string, quoi: string, ou: string) =>
  definir(mots(rang, libelle, `Réorientations ${quoi}.`), { ...base, donne: DONNE, lignes: reorientations(ou) });

/** From where to where: the cut by which the lines are read. */
const cote = (alias: string) =>
  `case when ${alias}.type = 'FRANCE_TRAVAIL' then 'FT' when ${estSpe(alias)} then 'SPE' when ${estHorsSpe(alias)} then 'HORS' else 'INCONNU' end`;
const toutes = decidees(1, "Réorientations", "décidées", "true");
const TOUTES: Indicateur = { ...toutes, calcul: avecClasse(toutes.calcul, `${cote("a")} || '_' || ${cote("g")}`, "sens") };
const COTES = ["FT", "SPE", "HORS", "INCONNU"];
const CLASSES = COTES.flatMap((avant) => COTES.map((apres) => `${avant}_${apres}`));
const entre = (avant: readonly string[], apres: readonly string[], ligne: Indicateur) =>
  enClasses(ligne, { de: TOUTES, coupe: "sens", classes: CLASSES, cles: avant.flatMap((a) => apres.map((b) => `${a}_${b}`)) });
const SPE = ["FT", "SPE"];
const HORS = ["HORS"];

const DEMANDE = "Date de la demande de réorientation dans la période.";
const STATUEE = "Date de la décision sur la demande, acceptée ou refusée, dans la période.";

export const T6 = [
  TOUTES,
  entre(
    SPE,
    HORS,
    decidees(
      2,
      "… du service public de l’emploi vers un autre organisme",
      "d’un organisme du service public de l’emploi vers un organisme qui n’en est pas",
      `${estSpe("a")} and ${estHorsSpe()}`,
    ),
  ),
  entre(
    HORS,
    SPE,
    decidees(
      3,
      "… d’un autre organisme vers le service public de l’emploi",
      "d’un organisme hors du service public de l’emploi vers un organisme qui en est",
      `${estHorsSpe("a")} and ${estSpe()}`,
    ),
  ),
  entre(
    ["FT"],
    HORS,
    decidees(
      4,
      "… de France Travail vers un autre organisme hors du service public de l’emploi",
      "de France Travail vers un organisme hors du service public de l’emploi",
      `a.type = 'FRANCE_TRAVAIL' and ${estHorsSpe()}`,
    ),
  ),
  entre(
    HORS,
    ["FT"],
    decidees(
      5,
      "… vers France Travail, d’un organisme hors du service public de l’emploi",
      "vers France Travail, d’un organisme hors du service public de l’emploi",
      `${estHorsSpe("a")} and g.type = 'FRANCE_TRAVAIL'`,
    ),
  ),
  entre(
    SPE,
    SPE,
    decidees(
      6,
      "… au sein du service public de l’emploi",
      "entre deux organismes du service public de l’emploi, ou au sein d’un même",
      `${estSpe("a")} and ${estSpe()}`,
    ),
  ),
  entre(
    HORS,
    HORS,
    decidees(
      7,
      "… hors du service public de l’emploi",
      "entre deux organismes hors du service public de l’emploi, ou au sein d’un même",
      `${estHorsSpe("a")} and ${estHorsSpe()}`,
    ),
  ),
  decidees(
    8,
    "… après passage devant l’instance",
    "dont le dossier est passé devant l’instance ou l’équipe pluridisciplinaire",
    "coalesce(r.instance, false)",
  ),
  definir(mots(9, "Réorientations demandées", "Demandes de réorientation.", DEMANDE), {
    ...base,
    lignes: dossiers("r.demandee_le", "true"),
  }),
  definir(mots(10, "Réorientations refusées", "Demandes de réorientation refusées.", STATUEE), {
    ...base,
    lignes: dossiers("r.statuee_le", "not coalesce(r.acceptee, true)"),
  }),
  definir(
    {
      ...mots(
        11,
        "Délai moyen de la demande de réorientation à la décision",
        "Somme, en jours, des délais de la demande à la décision.",
        STATUEE,
      ),
      unite: "jours",
      denominateur: "Demandes de réorientation sur lesquelles il a été statué dans la période.",
      origineDelai: "Date de la demande de réorientation.",
    },
    {
      ...base,
      donne: ["delai"],
      valeur: "moyenne",
      parts: "moyenne",
      arrondi: 0,
      lignes: dossiers("r.statuee_le", "r.statuee_le >= r.demandee_le", "r.statuee_le - r.demandee_le"),
    },
  ),
];

export const T6_SANS_CALCUL = [
  sansCalcul(
    mots(12, "Réorientations par motif", "Réorientations, par motif."),
    "Le motif d’une réorientation est un texte libre, qui n’est ni dans un événement ni dans une liste : le hub ne le compte pas.",
  ),
];
