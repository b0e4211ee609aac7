/** Who calls, as France Travail wants it told (pa-* headers): a batch, never a person's name. */
export interface AgentAppelant {
  identifiant: string;
  nom: string;
  prenom: string;
}

/** How a person is pointed at: by NIR (13 or 15) and birth date (AAAA-MM-JJ), or by number (11 digits). */
export type DesignationUsager = { nir: string; dateNaissance: string } | { numeroFranceTravail: string };

/** A person found: the token that her other calls carry (at most 24 h), her number. */
export interface Usager {
  jeton: string;
  numeroFranceTravail: string | null;
  identiteCertifiee: boolean | null;
}
