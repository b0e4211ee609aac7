/** Refusals of breaches and sanctions. docs/refus.md lists them. */
export const REFUS_SANCTION = {
  RENDEZ_VOUS_INTROUVABLE: { message: "Ce rendez-vous n’est pas un rendez-vous de cette personne." },
  RENDEZ_VOUS_SANS_ABSENCE: { message: "Ce rendez-vous n’a pas été manqué : seule une absence sans excuse peut fonder un manquement." },
} as const;
