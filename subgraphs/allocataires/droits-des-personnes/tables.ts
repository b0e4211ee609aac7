import { type PartDesPersonnes, parLien, REFUSES, type TableDePersonne } from "../../shared/droits-des-personnes/table-de-personne";

const DU_DOSSIER = parLien("dossier", "allocataires.membre", "dossier");
const PAYEUR = "Dit par la CAF ou la MSA.";

const IDENTITE: TableDePersonne[] = [
  {
    table: "allocataires.allocataire",
    rubrique: "IDENTITE",
    titre: "Votre fiche",
    siennes: "t.departement = $1 and t.id = any ($2::uuid[])",
    retenues: { nom_tri: "TECHNIQUE", cle_du_nom: "TECHNIQUE" },
  },
  {
    table: "allocataires.identifiant",
    rubrique: "IDENTITE",
    titre: "Les numéros sous lesquels vous êtes connu",
    chiffrees: { valeur_chiffree: "valeur_protegee" },
    retenues: { empreinte: "TECHNIQUE" },
  },
  { table: "allocataires.declaration", rubrique: "IDENTITE", titre: "Ce que chaque source a dit de vous, un jour" },
  {
    table: "allocataires.contenu_personne",
    rubrique: "IDENTITE",
    titre: "Ce que la CAF ou la MSA a dit de vous",
    origine: PAYEUR,
    chiffrees: { nir_chiffre: "nir" },
    retenues: { empreinte: "TECHNIQUE", nir_empreinte: "TECHNIQUE" },
  },
  {
    table: "allocataires.rapprochement",
    rubrique: "IDENTITE",
    titre: "Identités reçues, comparées à la vôtre",
    siennes: "t.departement = $1 and (t.allocataire = any ($2::uuid[]) or t.candidats && $2::uuid[])",
    // What was received names her only once someone said that it is her.
    valeurs: { recu: "case when t.allocataire = any ($2::uuid[]) then t.recu end" },
    retenues: { candidats: "TIERS", scores: "TIERS", decide_par: "AGENT" },
    origine: "Comparé par le hub.",
  },
  {
    table: "allocataires.fusion",
    rubrique: "IDENTITE",
    titre: "Fiches réunies parce qu’elles étaient la vôtre",
    siennes: "t.departement = $1 and (t.allocataire = any ($2::uuid[]) or t.fusionnee = any ($2::uuid[]))",
    // Once separated, the other record is another person's.
    valeurs: { fusionnee: "case when t.separee_le is null then t.fusionnee end" },
    retenues: { decidee_par: "AGENT", separee_par: "AGENT" },
    origine: "Décidé par le Département.",
  },
  {
    table: "allocataires.fusion_ligne",
    rubrique: "IDENTITE",
    titre: "Ce que la réunion de vos fiches a changé",
    siennes: `t.departement = $1 and t.fusion in (select f.id from allocataires.fusion f where f.departement = $1 and f.separee_le is null
      and f.allocataire = any ($2::uuid[]))`,
    // Bytes of a row may be an encrypted number, handed over elsewhere.
    retenues: { cle: "TECHNIQUE" },
    origine: "Écrit par le hub.",
  },
  {
    table: "allocataires.identite_distincte",
    rubrique: "IDENTITE",
    titre: "Il a été dit que vous n’êtes pas une autre personne",
    siennes: "t.departement = $1 and (t.allocataire = any ($2::uuid[]) or t.autre = any ($2::uuid[]))",
    retenues: { allocataire: "TIERS", autre: "TIERS", par: "AGENT" },
    origine: "Décidé par le Département.",
  },
  {
    table: "allocataires.rejet",
    rubrique: "IDENTITE",
    titre: "Enregistrements refusés qui vous nomment",
    siennes: REFUSES,
    retenues: { original: "TIERS" },
    origine: PAYEUR,
  },
];

const DOSSIER: TableDePersonne[] = [
  { table: "allocataires.membre", rubrique: "DOSSIER", titre: "Votre place dans un foyer", origine: PAYEUR },
  {
    table: "allocataires.dossier",
    rubrique: "DOSSIER",
    titre: "Le dossier RSA de votre foyer",
    siennes: parLien("id", "allocataires.membre", "dossier"),
    // The matricule of the MSA is the NIR of whoever opened the file.
    retenues: { matricule_chiffre: "TIERS", empreinte: "TECHNIQUE" },
  },
  {
    table: "allocataires.etat_dossier",
    rubrique: "DOSSIER",
    titre: "L’état du dossier, période par période",
    siennes: DU_DOSSIER,
    origine: PAYEUR,
  },
  {
    table: "allocataires.decision_dossier",
    rubrique: "DOSSIER",
    titre: "Suspensions, refus et clôtures",
    siennes: DU_DOSSIER,
    origine: PAYEUR,
  },
  { table: "allocataires.ligne_droit", rubrique: "DOSSIER", titre: "Montants du droit du foyer", siennes: DU_DOSSIER, origine: PAYEUR },
  {
    table: "allocataires.mutation_dossier",
    rubrique: "DOSSIER",
    titre: "Passages d’une CAF ou d’une MSA à une autre",
    siennes: DU_DOSSIER,
    origine: PAYEUR,
  },
  {
    table: "allocataires.ecart_flux",
    rubrique: "DOSSIER",
    titre: "Différences entre deux fichiers de la CAF ou de la MSA",
    siennes: DU_DOSSIER,
    origine: "Constaté par le hub.",
  },
  {
    table: "allocataires.contenu_dossier",
    rubrique: "DOSSIER",
    titre: "Ce que la CAF ou la MSA a dit du dossier de votre foyer",
    siennes: DU_DOSSIER,
    origine: PAYEUR,
    retenues: { empreinte: "TECHNIQUE", matricule_chiffre: "TIERS", matricule_empreinte: "TECHNIQUE" },
  },
  {
    table: "allocataires.mention_dossier",
    rubrique: "DOSSIER",
    titre: "Les fichiers de la CAF ou de la MSA qui ont parlé de ce dossier",
    siennes: DU_DOSSIER,
    origine: PAYEUR,
    retenues: { empreinte: "TECHNIQUE", cle: "TECHNIQUE" },
  },
  {
    table: "allocataires.entree",
    rubrique: "DOSSIER",
    titre: "Vos entrées dans l’accompagnement du RSA",
    origine: "Calculé par le hub.",
  },
  { table: "allocataires.inscription_france_travail", rubrique: "DOSSIER", titre: "Votre inscription à France Travail" },
];

const PARCOURS: TableDePersonne[] = [
  { table: "allocataires.orientation", rubrique: "PARCOURS", titre: "Vos orientations" },
  {
    table: "allocataires.passage_instance",
    rubrique: "PARCOURS",
    titre: "Avis des instances sur vos orientations",
    siennes: parLien("orientation", "allocataires.orientation"),
    origine: "Écrit par le Département.",
  },
  {
    table: "allocataires.intervention",
    rubrique: "PARCOURS",
    titre: "Qui vous suit",
    origine: "Écrit par le Département ou l’organisme référent.",
  },
  {
    table: "allocataires.intervention_ecartee",
    rubrique: "PARCOURS",
    titre: "Suivis prévus qui n’ont pas eu lieu",
    origine: "Écrit par l’organisme référent.",
  },
  { table: "allocataires.diagnostic", rubrique: "PARCOURS", titre: "Vos diagnostics" },
  {
    table: "allocataires.contrainte",
    rubrique: "PARCOURS",
    titre: "Les difficultés repérées avec vous",
    origine: "Écrit avec le diagnostic.",
  },
  { table: "allocataires.contrat_engagement", rubrique: "PARCOURS", titre: "Vos contrats d’engagement" },
  {
    table: "allocataires.modulation",
    rubrique: "PARCOURS",
    titre: "Heures d’activité réduites ou dispense",
    origine: "Écrit avec le contrat.",
  },
  { table: "allocataires.action_plan", rubrique: "PARCOURS", titre: "Les actions de votre contrat", origine: "Écrit avec le contrat." },
  { table: "allocataires.reprise_emploi", rubrique: "PARCOURS", titre: "Vos reprises d’emploi" },
  { table: "allocataires.sortie", rubrique: "PARCOURS", titre: "Vos sorties de l’accompagnement du RSA" },
];

/** What the schema `allocataires` holds of a person. */
export const PART_ALLOCATAIRES: PartDesPersonnes = {
  schema: "allocataires",
  tables: [
    ...IDENTITE,
    ...DOSSIER,
    ...PARCOURS,
    { table: "allocataires.manquement", rubrique: "SANCTIONS", titre: "Manquements signalés" },
    {
      table: "allocataires.demande_de_droits",
      rubrique: "DEMANDES",
      titre: "Vos demandes sur vos données, et nos réponses",
      retenues: { coordonnees: "TECHNIQUE" },
      origine: "Écrit par le Département.",
    },
    {
      table: "allocataires.opposition",
      rubrique: "DEMANDES",
      titre: "Traitements arrêtés à votre demande",
      origine: "Écrit par le Département.",
    },
    {
      table: "allocataires.limitation",
      rubrique: "DEMANDES",
      titre: "Données qui ne sont plus montrées",
      origine: "Écrit par le Département.",
    },
    {
      table: "allocataires.export_personne",
      rubrique: "DEMANDES",
      titre: "Copies de vos données préparées pour vous",
      origine: "Écrit par le hub.",
      retenues: { contenu: "TECHNIQUE" },
    },
    { table: "allocataires.sanction", rubrique: "SANCTIONS", titre: "Sanctions proposées ou décidées" },
  ],
  sans: [
    {
      raison: "Réglage ou référentiel : aucune personne.",
      tables: [
        "aide_regle",
        "aide_version",
        "bareme_sanction",
        "conservation",
        "delegation",
        "delegation_sanction",
        "formulaire_donnee",
        "horloge",
        "organisme",
        "organisme_code",
        "parcours_local",
        "precedence",
        "referent_capacite",
      ],
    },
    { raison: "Noms et restes des clés de chiffrement : aucune personne.", tables: ["cle_nir"] },
    { raison: "Compteur ou compte rendu sans personne.", tables: ["donnee_servie", "flux_caf"] },
    { raison: "Professionnels : leurs données sont les leurs.", tables: ["referent", "remplacement", "transfert"] },
    {
      raison:
        "Clés d’idempotence, telles que les clients les écrivent (rien d’une personne ne doit s’y lire), gardées trente jours au plus, avec une empreinte et l’identifiant du résultat, remis avec le fait.",
      tables: ["cle_idempotence"],
    },
    {
      raison: "Ce qui reste d’une personne effacée : des empreintes à clé, que personne ne relie à elle sans la clé.",
      tables: ["effacement", "empreinte_effacee"],
    },
  ],
};
