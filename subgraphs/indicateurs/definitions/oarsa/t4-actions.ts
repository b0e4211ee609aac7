import type { Faits } from "../../projection/faits";
import { AVEC_CER, type Avec, FIN, ligneDeStock } from "./ligne";
import { AVEC_UN_CER, HORS_FT } from "./t2-contrats";

/** Table 4: people with a valid CER outside France Travail, by type of the actions that go with it. The type of an offer is data (`type_action`). */
export const TYPES_ACTION = {
  ACQUERIR_COMPETENCES_PRO: "trouver des activités, stages ou formations pour acquérir des compétences professionnelles",
  PARCOURS_RECHERCHE_EMPLOI: "s’inscrire dans un parcours de recherche d’emploi",
  IAE: "s’inscrire dans une mesure d’insertion par l’activité économique",
  ACTIVITE_NON_SALARIALE: "réaliser un projet de création ou de reprise d’une activité non salariale",
  EMPLOI_AIDE: "trouver un emploi aidé",
  EMPLOI_NON_AIDE: "trouver un emploi non aidé",
  LIEN_SOCIAL: "faciliter le lien social",
  MOBILITE: "favoriser la mobilité",
  ACCES_LOGEMENT: "accéder à un logement, se reloger ou améliorer son habitat",
  ACCES_SOINS: "accéder aux soins",
  AUTONOMIE_FINANCIERE: "gagner en autonomie financière",
  FAMILLE_PARENTALITE: "soutenir la famille ou la parentalité, garde d’enfants comprise",
  ILLETTRISME: "lutter contre l’illettrisme ou acquérir les savoirs de base",
  DEMARCHES_ADMINISTRATIVES: "aider aux démarches administratives ou à l’accès aux droits",
  AUTRES: "autres actions",
} as const;

const types = (nature: "DISPOSITIF" | "THEMATIQUE") => `(
      select distinct on (t.valeur) t.valeur, t.type from indicateurs.type_action t
      where t.nature = '${nature}' and t.departement in ('*', $1) order by t.valeur, t.departement = '*'
    )`;

/** The actions of each person that were accepted by the last day, by type, with the day until which one of them runs, as `a`. */
const actions = (f: Faits) => `(
    select r.allocataire, coalesce(td.type, te.type, tc.type, 'AUTRES') as type, max(coalesce(r.terminee_le, 'infinity')) as jusque
    from ${f.prescription} r
    join publie.offre_statistique x on x.offre = r.offre
    left join ${types("DISPOSITIF")} td on td.valeur = x.dispositif
    left join lateral unnest(case when td.type is null then x.thematiques end) h (thematique) on true
    left join ${types("THEMATIQUE")} te on te.valeur = h.thematique
    left join ${types("THEMATIQUE")} tc on tc.valeur = split_part(h.thematique, '--', 1)
    where r.departement = $1 and coalesce(r.validee_le, r.demarree_le) <= ${FIN} and coalesce(r.annulee_le, r.refusee_le, r.expiree_le, 'infinity') > ${FIN}
    group by 1, 2
  ) a`;
const avecAction =
  (type: string | null): Avec =>
  (f) =>
    `${AVEC_CER(f)} left join (select a.allocataire, max(a.jusque) as jusque from ${actions(f)} ${type ? `where a.type = '${type}'` : ""} group by 1) a
      on a.allocataire = d.allocataire and a.jusque >= c.debut`;
const DU_CONTRAT = "Une action acceptée par la structure avant la fin de la période, et qui n’était pas finie au début du contrat.";

export const T4 = [
  ...Object.entries(TYPES_ACTION).map(([type, visee], i) =>
    ligneDeStock(
      "T4",
      i + 1,
      type === "AUTRES" ? "Au moins une autre action" : `Au moins une action visant à ${visee}`,
      `Personnes orientées hors de France Travail, avec un CER valide et au moins une action : ${visee}. ${DU_CONTRAT} Son type vient du dispositif de l’offre, sinon de ses thématiques ; une personne compte dans chacun des types de ses actions.`,
      `${HORS_FT} and ${AVEC_UN_CER} and a.allocataire is not null`,
      avecAction(type),
    ),
  ),
  ligneDeStock(
    "T4",
    16,
    "Aucune action connue du hub",
    `Personnes orientées hors de France Travail, avec un CER valide, sans action prescrite. ${DU_CONTRAT} Une action écrite au plan d’action sans offre n’a pas de type.`,
    `${HORS_FT} and ${AVEC_UN_CER} and a.allocataire is null`,
    avecAction(null),
  ),
];
