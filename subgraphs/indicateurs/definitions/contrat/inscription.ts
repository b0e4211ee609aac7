import type { Calcul, Indicateur } from "../../mesure/calcul";
import { definir } from "../../mesure/definir";
import type { Faits } from "../../projection/faits";
import { FEUILLE_DE_ROUTE, LOCALE_VOLET_3, NATIONALE_VOLET_3 } from "../cadres";
import { soumiseLe } from "../soumission";
import { inscriptionDuJour, presenteALaFin, presentes } from "./pieces";

/** Registration at France Travail, from the statuses that the hub read there (InscriptionConstatee). */

const INSCRITE = "i.statut = 'INSCRIT'";
const CONNUE = "i.statut in ('INSCRIT', 'IDENTIFIE')";
const STATUT = "coalesce(i.statut, 'NON_CONSTATE') as statut";

/** A rate that nobody can make is not 0: France Travail has told the hub of no one yet. */
const LUE = (f: Faits) => `exists (select from ${f.inscription} z where z.departement = $1 and z.date_effet <= $3::date)`;
const SANS_LECTURE = "Tant qu’aucun statut n’est lu de France Travail dans le département, le taux est absent.";

const ALA_FIN = "Dernier statut constaté au plus tard le dernier jour de la période.";
const PRESENTE =
  "Est présente à la fin de la période la personne dont la dernière entrée n’est pas suivie d’une sortie déclarée, et qui est ce jour-là soumise aux droits et devoirs ; un droit suspendu ne l’ôte pas.";
const statuts: Pick<Calcul, "coupes" | "compte"> = { coupes: { statut: "statut" }, compte: "personnes" };

export const INSCRIPTION: Indicateur[] = [
  definir(
    LOCALE_VOLET_3("L.I.V3.3", "Part de personnes inscrites à FT (après orientation)", {
      unite: "%",
      numerateur: "Parmi elles, personnes inscrites à France Travail à la fin de la période.",
      denominateur: "Personnes dont la première orientation depuis l’entrée est décidée dans la période.",
      regleCohorte: `Date de décision dans la période ; soumises aux droits et devoirs ce jour-là. ${ALA_FIN} Parts : INSCRIT, IDENTIFIE, CESSE, RADIE, NON_CONSTATE. ${SANS_LECTURE}`,
    }),
    {
      ...statuts,
      donne: ["organisme", "referent", "parcours", "categorie", "flux"],
      lignes: (
        f,
      ) => `select e.allocataire, e.decision_orientation as le, (coalesce(i.statut, '') = 'INSCRIT')::int as numerateur, 1 as denominateur,
          e.organisme, e.referent, e.parcours, e.categorie, coalesce(e.flux, true) as flux, ${STATUT}
        from ${f.entree} e ${inscriptionDuJour(f, "e", "$3::date")}
        where e.departement = $1 and e.decision_orientation between $2::date and $3::date and ${soumiseLe(f, "e", "e.decision_orientation")}
          and ${LUE(f)}`,
      valeur: "pourcentage",
      parts: "part-du-total",
      additif: false,
      coupe: "statut",
    },
  ),
  definir(
    NATIONALE_VOLET_3("N.I.V3.3", 'Nombre d\'inscrits/enregistrés "déploiements France Travail"', {
      unite: "personnes",
      numerateur: "Personnes présentes à la fin de la période que France Travail connaît : inscrites, ou identifiées dans son système.",
      denominateur: null,
      regleCohorte: `${ALA_FIN} ${PRESENTE} Une part par statut.`,
      regleSuspendus: "AVEC",
    }),
    {
      ...statuts,
      donne: ["flux"],
      lignes: (
        f,
      ) => `select e.allocataire, $3::date as le, 1 as numerateur, null::int as denominateur, coalesce(e.flux, true) as flux, i.statut
        from ${presentes(f)} ${inscriptionDuJour(f, "e", "$3::date")} where ${CONNUE} and ${presenteALaFin(f)}`,
      valeur: "nombre",
      parts: "nombre",
      additif: false,
      coupe: "statut",
    },
  ),
  definir(
    NATIONALE_VOLET_3("N.I.V3.4", "dont nombre de nouveaux entrants", {
      unite: "personnes",
      numerateur: "Nouveaux entrants (flux) notifiés dans la période, inscrits ou identifiés à France Travail à la fin de la période.",
      denominateur: null,
      regleCohorte: `Date de notification dans la période ; soumises aux droits et devoirs ce jour-là. ${ALA_FIN}`,
    }),
    {
      ...statuts,
      donne: ["flux"],
      lignes: (
        f,
      ) => `select e.allocataire, e.notification as le, 1 as numerateur, null::int as denominateur, coalesce(e.flux, true) as flux, i.statut
        from ${f.entree} e ${inscriptionDuJour(f, "e", "$3::date")}
        where e.departement = $1 and ${soumiseLe(f, "e", "e.notification")} and coalesce(e.flux, true)
          and e.notification between $2::date and $3::date and ${CONNUE}`,
      valeur: "nombre",
      parts: "nombre",
      additif: false,
      coupe: null,
    },
  ),
  definir(
    NATIONALE_VOLET_3("N.I.V3.5", "dont nombre de sortants", {
      unite: "personnes",
      numerateur: "Personnes sorties du dispositif dans la période, inscrites ou identifiées à France Travail la veille de leur sortie.",
      denominateur: null,
      regleCohorte:
        "Date de sortie dans la période ; dernier statut constaté, et droits et devoirs, la veille. Une part par nature de sortie.",
    }),
    {
      lignes: (f) => `select s.allocataire, s.date as le, 1 as numerateur, null::int as denominateur, s.nature, i.statut
        from ${f.sortie} s ${inscriptionDuJour(f, "s", "s.date - 1")}
        where s.departement = $1 and s.date between $2::date and $3::date and ${CONNUE} and ${soumiseLe(f, "s", "s.date - 1")}`,
      compte: "personnes",
      coupes: { nature: "nature", statut: "statut" },
      valeur: "nombre",
      parts: "nombre",
      additif: true,
      coupe: "nature",
    },
  ),
  definir(
    FEUILLE_DE_ROUTE("F.1", "% du flux inscrit / identifié à FT", {
      unite: "%",
      numerateur: "Parmi elles, personnes inscrites ou identifiées à France Travail à la fin de la période.",
      denominateur: "Nouveaux entrants (flux) notifiés dans la période.",
      regleCohorte: `Date de notification dans la période ; soumises aux droits et devoirs ce jour-là. ${ALA_FIN} Parts : INSCRIT, IDENTIFIE, CESSE, RADIE, NON_CONSTATE. ${SANS_LECTURE}`,
    }),
    {
      ...statuts,
      donne: ["flux"],
      lignes: (
        f,
      ) => `select e.allocataire, e.notification as le, (${CONNUE})::int as numerateur, 1 as denominateur, coalesce(e.flux, true) as flux,
          ${STATUT}
        from ${f.entree} e ${inscriptionDuJour(f, "e", "$3::date")}
        where e.departement = $1 and ${soumiseLe(f, "e", "e.notification")} and coalesce(e.flux, true) and e.notification between $2::date and $3::date
          and ${LUE(f)}`,
      valeur: "pourcentage",
      parts: "part-du-total",
      additif: false,
      coupe: "statut",
    },
  ),
  definir(
    FEUILLE_DE_ROUTE("F.2", "% du stock inscrit", {
      unite: "%",
      numerateur: "Parmi elles, personnes inscrites à France Travail à la fin de la période.",
      denominateur: "Personnes du premier stock, présentes à la fin de la période.",
      regleCohorte: `${ALA_FIN} ${PRESENTE} Parts : INSCRIT, IDENTIFIE, CESSE, RADIE, NON_CONSTATE. ${SANS_LECTURE}`,
      regleSuspendus: "AVEC",
    }),
    {
      ...statuts,
      donne: ["flux"],
      lignes: (f) => `select e.allocataire, $3::date as le, (${INSCRITE})::int as numerateur, 1 as denominateur, false as flux, ${STATUT}
        from ${presentes(f)} ${inscriptionDuJour(f, "e", "$3::date")} where not coalesce(e.flux, true) and ${presenteALaFin(f)} and ${LUE(f)}`,
      valeur: "pourcentage",
      parts: "part-du-total",
      additif: false,
      coupe: "statut",
    },
  ),
];
