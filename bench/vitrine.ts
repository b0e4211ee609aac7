/** The query that the project stands for: one person's life across the five subgraphs, for a page of fifty. The bench measures it, the tests count its SQL. */
export const VITRINE = `{
  allocataires(first: 50, filtre: { communes: ["94028"] }) {
    totalCount
    nodes {
      nom dates { ouvertureDroits decisionOrientation }
      orientation { parcours { libelle categorie } organisme { nom } }
      rendezVous { debut famille participations { statut } }
      offresProposees(first: 3) { offre { nom structure { nom } } pourquoi }
      contratEngagement { statut }
      heuresActivite(semaine: "2026-W46") { realiseesMinutes objectifMinutes }
      consultations(first: 1) { totalCount }
    }
  }
  indicateur(code: "L.I.V2.1.3", territoire: "94028", debut: "2026-01-01", fin: "2026-12-31") { valeur numerateur }
}`;
