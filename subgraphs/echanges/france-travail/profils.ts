/** The APIs of the SI Plateforme: where each is, which scopes its token asks for, how much of it may be used at once. */
export const NOMS_API = [
  "rechercher-usager",
  "informations-administratives",
  "statut-usager",
  "activites",
  "orientation-v1",
  "orientation-v2",
  "rendez-vous",
  "diagnostic",
  "contrat-engagement",
  "sanctions",
  "agences",
  "evenements",
] as const;
export type NomApi = (typeof NOMS_API)[number];

export interface Quota {
  /** Calls in flight at once. */
  enVol: number;
  /** Calls begun in a second. */
  parSeconde: number;
}
export type Realm = "/agent" | "/partenaire";
export interface ProfilApi extends Quota {
  /** Path below the base URL. */
  base: string;
  scopes: string;
  /** Of its token: `/agent` for the APIs of the loi plein emploi, `/partenaire` for the open ones. */
  realm: Realm;
}

/** Ten at a time is what the mass-processing demo of France Travail does (si_plateforme, BenchLoader). */
const COURANT: Quota & { realm: Realm } = { enVol: 10, parSeconde: 10, realm: "/agent" };
const OUVERTE = { realm: "/partenaire" } as const;

/** Source: partner catalogue of francetravail.io, `docs/echanges-france-travail.md`. */
export const PROFILS: Readonly<Record<NomApi, ProfilApi>> = {
  "rechercher-usager": {
    ...COURANT,
    base: "/partenaire/rechercher-usager/v2",
    scopes: "api_rechercher-usagerv2 rechercheusager profil_accedant",
  },
  "informations-administratives": {
    ...COURANT,
    base: "/partenaire/informations-administratives/v1",
    scopes: "api_informations-administrativesv1 informationsadministrativesusager profil_accedant",
  },
  "statut-usager": {
    ...COURANT,
    base: "/partenaire/contrat-usager/v2",
    scopes: "api_contrat-usagerv2 statutcontratusager profil_accedant",
  },
  activites: {
    ...COURANT,
    base: "/partenaire/activites-operationnelles/v2",
    scopes: "api_activites-operationnellesv2 activitesCD referentielCD profil_accedant",
  },
  "orientation-v1": {
    ...COURANT,
    base: "/partenaire/orientationusager/v1",
    scopes: "api_orientationusagerv1 orientationusager profil_accedant",
  },
  "orientation-v2": {
    ...COURANT,
    base: "/partenaire/orientationusager/v2",
    scopes: "api_orientationusagerv2 lireorientationusager decisionorientationusager",
  },
  "rendez-vous": {
    ...COURANT,
    base: "/partenaire/rendez-vous-partenaire/v1",
    scopes: "api_rendez-vous-partenairev1 gererRDV profil_accedant",
  },
  diagnostic: { ...COURANT, base: "/partenaire/diagnosticargumente/v4", scopes: "api_diagnosticargumentev4 diagnosticusageragent" },
  "contrat-engagement": {
    ...COURANT,
    base: "/partenaire/contrat-engagement/v1",
    scopes: "api_contrat-engagementv1 contratengagementpart profil_accedant",
  },
  sanctions: {
    ...COURANT,
    base: "/partenaire/gestion-sanctions-rsa/v1",
    scopes: "api_gestion-sanctions-rsav1 gestiondesmanquements profil_accedant decisionSanctionPartenaire demandeRadiation",
  },
  agences: {
    ...OUVERTE,
    enVol: 1,
    parSeconde: 1,
    base: "/partenaire/referentielagences/v1",
    scopes: "api_referentielagencesv1 organisationpe",
  },
  evenements: { ...OUVERTE, enVol: 2, parSeconde: 3, base: "/partenaire/evenements/v1", scopes: "api_evenementsv1 evenements" },
};
