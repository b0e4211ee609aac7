/** Kinds of structure: name before the commune, networks, kinds of service it offers. */
export const STRUCTURES: readonly { nom: string; reseaux: readonly string[]; offres: readonly string[] }[] = [
  { nom: "Centre communal d’action sociale de", reseaux: ["ccas-cias"], offres: ["droits", "finances", "logement"] },
  {
    nom: "Espace départemental des solidarités de",
    reseaux: ["departements", "maisons-des-solidarites"],
    offres: ["droits", "logement", "famille"],
  },
  { nom: "Maison France services de", reseaux: ["france-service"], offres: ["droits", "numerique"] },
  { nom: "Plateforme mobilité solidaire de", reseaux: ["mobin"], offres: ["mobilite"] },
  { nom: "Centre social Les Tilleuls,", reseaux: ["fcsf"], offres: ["langue", "famille", "remobilisation"] },
  { nom: "Maison de santé solidaire de", reseaux: [], offres: ["sante"] },
  { nom: "Centre médico-psychologique de", reseaux: ["cmp"], offres: ["sante"] },
  { nom: "Maison de l’emploi de", reseaux: ["maisons-de-l-emploi"], offres: ["emploi", "creation"] },
  { nom: "Crèche Les Petits Pas,", reseaux: ["creches-avip"], offres: ["famille"] },
  { nom: "Espace public numérique de", reseaux: ["espaces-publics-numeriques"], offres: ["numerique"] },
  { nom: "Association Un Mot Après l’Autre,", reseaux: [], offres: ["langue"] },
  { nom: "Épicerie solidaire La Halte,", reseaux: [], offres: ["finances", "remobilisation"] },
];
