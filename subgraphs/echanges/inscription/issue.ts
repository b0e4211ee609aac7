/** What came of a request to register or to identify someone. */
export const ISSUES = ["EN_ATTENTE", "IDENTIFIE", "INSCRIT", "ABANDON", "INTROUVABLE"] as const;
export type IssueInscription = (typeof ISSUES)[number];
export const NATURES = ["A_INSCRIRE", "A_IDENTIFIER"] as const;
export type NatureInscription = (typeof NATURES)[number];

/** Weeks after which who is not registered gave up. « À confirmer » with France Travail: no text gives it; each list keeps the one it was made with. */
export const DELAI_ABANDON_SEMAINES = 8;

export interface Demande {
  nature: NatureInscription;
  /** Last status that France Travail said since the list. */
  statut: "IDENTIFIE" | "INSCRIT" | "CESSE" | "RADIE" | null;
  /** The last reading of the person at France Travail did not find her. */
  introuvable: boolean;
  creeLe: Date;
  delaiSemaines: number;
}

/** A status of identified is enough for who was only to be identified; for who was to be registered it is a step, and an abandonment once the delay is over. */
export function issueInscription({ nature, statut, introuvable, creeLe, delaiSemaines }: Demande, maintenant: Date): IssueInscription {
  if (statut === "INSCRIT") return "INSCRIT";
  if (statut === null && introuvable) return "INTROUVABLE";
  if (nature === "A_IDENTIFIER") return statut === null ? "EN_ATTENTE" : "IDENTIFIE";
  if (maintenant.getTime() >= creeLe.getTime() + delaiSemaines * 7 * 86_400_000) return "ABANDON";
  return statut === "IDENTIFIE" ? "IDENTIFIE" : "EN_ATTENTE";
}

/** The same rule in SQL, on a line `p` of its list `l`; `maintenant` is a parameter (`$1`). A property test holds them together. */
export const issueSql = (maintenant: string): string => `case
    when p.statut = 'INSCRIT' then 'INSCRIT'
    when p.statut is null and ${INTROUVABLE} then 'INTROUVABLE'
    when p.nature = 'A_IDENTIFIER' then case when p.statut is null then 'EN_ATTENTE' else 'IDENTIFIE' end
    when ${maintenant}::timestamptz >= l.cree_le + make_interval(hours => l.delai_semaines * 168) then 'ABANDON'
    when p.statut = 'IDENTIFIE' then 'IDENTIFIE' else 'EN_ATTENTE' end`;

const INTROUVABLE = `exists (select from echanges.lecture_personne v where v.departement = p.departement
      and v.allocataire = coalesce((select m.canonique from publie.perimetre m where m.departement = p.departement and m.allocataire = p.allocataire limit 1), p.allocataire)
      and v.erreur_code = 'USAGER_INTROUVABLE' and v.lue_le >= l.cree_le)`;
