import type { Calcul, Indicateur } from "../../mesure/calcul";
import { definir } from "../../mesure/definir";
import { LOCALE_SOLUTIONS } from "../cadres";
import { DERNIER_JOUR, EN_COURS, EN_COURS_TEXTE, prescriptionsDe } from "./dispositifs";

/** Fiche I.V2.2: language, mobility, childcare. Who is told by the prescriptions of the offers that make each device. */

const nombre: Pick<Calcul, "valeur" | "parts" | "coupe"> = { valeur: "nombre", parts: "nombre", coupe: null };
/** Months after the end of a device during which a return to work is counted with it. */
const MOIS_APRES = 12;
const APRES = `commencée depuis l’entrée dans le dispositif, et au plus tard ${MOIS_APRES} mois après sa fin`;

/** The people to whom a device was open during the period. */
const beneficiaires = (code: Parameters<typeof prescriptionsDe>[1]): Calcul => ({
  ...nombre,
  lignes: (f) => `select p.allocataire, ${DERNIER_JOUR} as le, 1 as numerateur, null::int as denominateur
    from ${prescriptionsDe(f, code)} where ${EN_COURS}`,
  compte: "personnes",
  additif: false,
});

/** A date follows the entry in the device, at most some months after its end. */
const SUIT = (date: string) =>
  `p.demarree_le <= ${date} and (p.terminee_le is null or ${date} <= p.terminee_le + interval '${MOIS_APRES} months')`;

export const SOLUTIONS_LOCALES: Indicateur[] = [
  definir(
    LOCALE_SOLUTIONS("L.I.V2.2.1", "Nombre de personnes entrées en PPAL", {
      unite: "personnes",
      numerateur: "Personnes dont une prescription de PPAL commence dans la période.",
      denominateur: null,
      regleCohorte: "Date de début dans la période.",
    }),
    {
      ...nombre,
      lignes: (f) => `select p.allocataire, p.demarree_le as le, 1 as numerateur, null::int as denominateur
        from ${prescriptionsDe(f, ["PPAL"])} where p.demarree_le between $2::date and $3::date`,
      compte: "personnes",
      additif: true,
    },
  ),
  definir(
    LOCALE_SOLUTIONS("L.I.V2.2.2", "Nombre de personnes ayant trouvé un emploi", {
      unite: "personnes",
      numerateur: `Personnes entrées en PPAL dont une reprise d’emploi, ${APRES}, est déclarée.`,
      denominateur: null,
      regleCohorte: "Date de reprise dans la période. Parts possibles par type de contrat.",
    }),
    {
      ...nombre,
      lignes: (f) => `select r.allocataire, r.debut as le, 1 as numerateur, null::int as denominateur, r.type_contrat
        from ${f.reprise} r where r.departement = $1 and r.debut between $2::date and $3::date and exists (
          select from ${prescriptionsDe(f, ["PPAL"])} where p.allocataire = r.allocataire and ${SUIT("r.debut")})`,
      compte: "personnes",
      additif: true,
      coupes: { typeContrat: "type_contrat" },
    },
  ),
  definir(
    LOCALE_SOLUTIONS("L.I.V2.2.3", "Nombre de diagnostics réalisés", {
      unite: "diagnostics",
      numerateur: "Prescriptions de diagnostic de mobilité terminées dans la période.",
      denominateur: null,
      regleCohorte: "Date de fin dans la période ; des diagnostics, non des personnes.",
    }),
    {
      ...nombre,
      lignes: (f) => `select p.allocataire, p.terminee_le as le, 1 as numerateur, null::int as denominateur
        from ${prescriptionsDe(f, ["DIAGNOSTIC_MOBILITE"])} where p.terminee_le between $2::date and $3::date`,
      compte: "sommes",
      additif: true,
    },
  ),
  definir(
    LOCALE_SOLUTIONS("L.I.V2.2.4", "Nombre d'allocataires du RSA accompagnés", {
      unite: "personnes",
      numerateur: "Personnes accompagnées par l’auto-école sociale un jour au moins de la période.",
      denominateur: null,
      regleCohorte: EN_COURS_TEXTE,
    }),
    beneficiaires(["AUTO_ECOLE"]),
  ),
  definir(
    LOCALE_SOLUTIONS("L.I.V2.2.6", "Crèches : nombre de berceaux occupés", {
      unite: "berceaux",
      numerateur: "Berceaux occupés le dernier jour de la période : un par prescription de crèche en cours ce jour-là.",
      denominateur: null,
      regleCohorte: "Prescription commencée, et non terminée le dernier jour de la période. Des berceaux, non des personnes.",
    }),
    {
      ...nombre,
      lignes: (f) => `select p.allocataire, $3::date as le, 1 as numerateur, null::int as denominateur
        from ${prescriptionsDe(f, ["CRECHE"])} where p.demarree_le <= $3::date and (p.terminee_le is null or p.terminee_le > $3::date)`,
      compte: "sommes",
      additif: false,
    },
  ),
  definir(
    LOCALE_SOLUTIONS("L.I.V2.2.7", "Nombre d'ARSA ayant bénéficié d'un berceau", {
      unite: "personnes",
      numerateur: "Personnes qui ont un berceau un jour au moins de la période.",
      denominateur: null,
      regleCohorte: EN_COURS_TEXTE,
    }),
    beneficiaires(["CRECHE"]),
  ),
  definir(
    LOCALE_SOLUTIONS("L.I.V2.2.8", "Nombre de personnes ayant trouvé un emploi ou étant entré en formation qualifiante", {
      unite: "personnes",
      numerateur: `Personnes ayant un berceau dont une reprise d’emploi, ou une sortie vers une formation, ${APRES}, est déclarée.`,
      denominateur: null,
      regleCohorte:
        "Date de reprise ou de sortie dans la période. Une sortie vers une formation ne dit pas si elle est qualifiante : toutes sont comptées.",
    }),
    {
      ...nombre,
      lignes: (f) => `select x.allocataire, x.le, 1 as numerateur, null::int as denominateur, x.issue
        from (select r.allocataire, r.debut as le, 'EMPLOI' as issue from ${f.reprise} r where r.departement = $1
          union all
          select s.allocataire, s.date, 'FORMATION' from ${f.sortie} s where s.departement = $1 and s.nature = 'FORMATION') x
        where x.le between $2::date and $3::date and exists (
          select from ${prescriptionsDe(f, ["CRECHE"])} where p.allocataire = x.allocataire and ${SUIT("x.le")})`,
      compte: "personnes",
      additif: true,
      coupes: { issue: "issue" },
    },
  ),
  definir(
    LOCALE_SOLUTIONS("L.I.V2.2.9", "Nombre de personnes concernées", {
      unite: "personnes",
      numerateur: "Personnes accueillies par une garderie éphémère un jour au moins de la période.",
      denominateur: null,
      regleCohorte: EN_COURS_TEXTE,
    }),
    beneficiaires(["GARDERIE_EPHEMERE"]),
  ),
];
