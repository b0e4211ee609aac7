import type { Calcul } from "../../mesure/calcul";
import { interne, sansPersonne } from "./ligne";

/** The quality of exchanges with the partners. */
const JOUR =
  "Échanges nés d’un fait de la période, dans leur état d’aujourd’hui : un envoi réussi plus tard change le chiffre de son jour. Ceux que le hub n’avait pas à faire (IGNORE) ne comptent pas.";
const SOURCE = "Contrat départemental 94 de 2024, annexe 5 : échanges avec le système d’information de France Travail ; mesure du hub.";
const REUSSIS = "'CONFIRME', 'TRAITE', 'ENVOYE', 'A_CONFIRMER'";
const FINIS = "q.statut in ('CONFIRME', 'TRAITE', 'ENVOYE', 'A_CONFIRMER', 'REJETE', 'ABANDONNE')";

const COUPES = { partenaire: "partenaire", objet: "objet", sens: "sens", code: "code", mois: "mois" };

const compter = (numerateur: string, denominateur: string | null, ou = "q.statut <> 'IGNORE'", plus: Partial<Calcul> = {}): Calcul => ({
  ...sansPersonne,
  ...(denominateur === null && { valeur: "nombre", parts: "nombre" }),
  coupes: COUPES,
  coupe: "partenaire",
  ...plus,
  lignes:
    () => `select null::uuid as allocataire, q.le, ${numerateur} as numerateur, ${denominateur ?? "null::int"} as denominateur, q.partenaire, q.objet, q.sens,
      coalesce(q.code, 'AUCUN') as code, to_char(q.le, 'YYYY-MM') as mois ${plus.donne?.includes("delai") ? ", q.delai_jours as delai" : ""}
    from publie.qualite_echange q ${plus.donne?.includes("delai") ? "cross join lateral generate_series(1, q.echanges) un" : ""}
    where q.departement = $1 and q.le between $2::date and $3::date and ${ou}`,
});
const si = (condition: string, combien = "q.echanges") => `case when ${condition} then ${combien} else 0 end`;
const definie = (rang: number, texte: Parameters<typeof interne>[1], calcul: Calcul) =>
  interne(`UF.2.${String(rang).padStart(2, "0")}`, { source: SOURCE, ...texte }, calcul);

/** What each object of annexe 5 tells, and the code of its delay of transmission. */
const TRANSMISSIONS = [
  ["ORIENTATION_RESULTAT", "de la décision d’orientation à sa transmission à France Travail"],
  ["CONTRAT_ENGAGEMENT", "de la signature du contrat, saisie dans le hub, à sa transmission à France Travail"],
  ["RDV_PRESENCE", "de la présence renseignée à sa transmission à France Travail"],
  ["SANCTION_DECISION", "de la décision de sanction à sa transmission à France Travail"],
  ["SANCTION_EXECUTION", "de la décision de sanction à sa transmission à l’organisme payeur"],
] as const;

const REMIS = `q.statut in (${REUSSIS}) and q.minutes is not null and q.sens = 'SORTANT'`;
const T0 = "Instant où le fait est enregistré dans le hub.";

export const ECHANGES = [
  definie(
    1,
    {
      libelle: "Part des échanges réussis",
      numerateur: "Échanges acceptés par le partenaire, ou reçus de lui et appliqués.",
      denominateur: "Échanges finis : réussis, rejetés ou abandonnés.",
      regleCohorte: JOUR,
    },
    compter(si(`q.statut in (${REUSSIS})`), "q.echanges", FINIS),
  ),
  definie(
    2,
    {
      libelle: "Échanges rejetés ou abandonnés, par code",
      unite: "échanges",
      numerateur:
        "Échanges que le partenaire a refusés, que le hub a refusés à l’arrivée, ou qu’il a renoncé à envoyer. La ventilation par code dit pourquoi.",
      denominateur: null,
      regleCohorte: JOUR,
    },
    compter("q.echanges", null, "q.statut in ('REJETE', 'ABANDONNE')", { coupe: "code" }),
  ),
  definie(
    3,
    {
      libelle: "Part des envois réussis du premier coup",
      numerateur: "Envois acceptés à la première tentative.",
      denominateur: "Envois acceptés par le partenaire.",
      regleCohorte: JOUR,
    },
    compter("q.du_premier_coup", "q.echanges", `q.statut in (${REUSSIS}) and q.sens = 'SORTANT'`),
  ),
  definie(
    4,
    {
      libelle: "Tentatives par envoi",
      unite: "tentatives",
      numerateur: "Tentatives faites.",
      denominateur: "Envois tentés au moins une fois.",
      regleCohorte: JOUR,
    },
    compter("q.tentatives", "q.echanges", "q.sens = 'SORTANT' and q.tentatives > 0", { valeur: "moyenne", parts: "moyenne" }),
  ),
  definie(
    5,
    {
      libelle: "Délai moyen du fait à sa remise au partenaire",
      unite: "minutes",
      numerateur: "Somme, en minutes, des délais du fait à sa remise (les délais de la réponse, eux, sont en jours entiers).",
      denominateur: "Envois remis au partenaire.",
      regleCohorte: JOUR,
      origineDelai: T0,
    },
    compter("q.minutes / q.echanges", "1", REMIS, { valeur: "moyenne", parts: "moyenne", donne: ["delai"] }),
  ),
  definie(
    6,
    {
      libelle: "Envois en attente",
      unite: "échanges",
      numerateur: "Envois nés dans la période, que le partenaire n’a pas encore acceptés ni refusés.",
      denominateur: null,
      regleCohorte: JOUR,
    },
    compter("q.echanges", null, "q.statut = 'A_ENVOYER' and q.sens = 'SORTANT' and q.canal in ('API', 'DEPOT')"),
  ),
  ...TRANSMISSIONS.map(([objet, quoi], i) =>
    definie(
      11 + i,
      {
        libelle: `Délai moyen ${quoi}`,
        unite: "minutes",
        numerateur: `Somme, en minutes, des délais ${quoi} (les délais de la réponse, eux, sont en jours entiers).`,
        denominateur: "Envois remis au partenaire.",
        regleCohorte: JOUR,
        origineDelai: T0,
      },
      compter("q.minutes / q.echanges", "1", `${REMIS} and q.objet = '${objet}'`, {
        valeur: "moyenne",
        parts: "moyenne",
        donne: ["delai"],
        coupe: null,
      }),
    ),
  ),
];
