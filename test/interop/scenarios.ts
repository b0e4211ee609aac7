import { randomUUID } from "node:crypto";
import { civilDateOf } from "../../subgraphs/shared/civil-date";
import type { Caller } from "../../subgraphs/shared/identity";
import { NirCipher } from "../../subgraphs/shared/nir-cipher";
import { CALLERS, NIR_KEY } from "../setup/subgraph";
import type { Monde } from "./monde";

const JOUR_MS = 86_400_000;
const HEURE_MS = 3_600_000;

export interface Personne {
  allocataire: string;
  numero: string;
  /** Ids that the acts leave for the next. */
  memoire: Record<string, string>;
}

/** What a fault falls on: acts of the hub, one after the other, and what France Travail must then have applied for each person. */
export interface Scenario {
  nom: string;
  /** Objects that the acts make known. */
  objets: readonly string[];
  /** API of the simulator that the faults hit. */
  api: string;
  /** Acts before the fault, told and confirmed first. */
  avant: readonly Acte[];
  acte: Acte;
  /** Effects at France Travail, in order, `avant` included. */
  attendus: readonly string[];
  /** No API reads it without the id that a lost answer carried: what is in doubt is told to an agent, and not sent again. */
  sansRelecture?: boolean;
}
type Acte = (monde: Monde, personne: Personne) => Promise<void>;

let suivant = 0;

/** New people of the département, known to France Travail by NIR and birth date. */
export async function nouvellesPersonnes(monde: Monde, nombre: number): Promise<Personne[]> {
  const cipher = new NirCipher(NIR_KEY);
  const gens: Personne[] = [];
  for (let i = 0; i < nombre; i++) {
    const n = ++suivant;
    const allocataire = randomUUID();
    const numero = `9${String(n).padStart(10, "0")}`;
    const nir = `29003940${String(28_000 + n).padStart(5, "0")}`;
    await insererPersonne(monde, { allocataire, nom: `ESSAI${n}`, chiffre: cipher.encrypt(nir), empreinte: cipher.hash(nir) });
    monde.simulateur.ajouterUsager({ numeroFranceTravail: numero, nir, dateNaissance: "1990-03-14", nom: `ESSAI${n}`, prenom: "Ana" });
    gens.push({ allocataire, numero, memoire: {} });
  }
  return gens;
}

async function insererPersonne(monde: Monde, p: { allocataire: string; nom: string; chiffre: Buffer; empreinte: Buffer }): Promise<void> {
  // Notified today: the Département decides within six weeks.
  const jour = aujourdhui(monde);
  await monde.base.owner.query(
    `with personne as (insert into allocataires.allocataire (id, departement, nom, prenoms, date_naissance, code_insee, commune_nom, nom_tri,
        soumis_droits_devoirs, source, collectee_le, recue_le, certifiee)
       values ($1, '94', $2, array['Ana'], '1990-03-14', '94028', 'Créteil', upper($2), true, 'CAF', $5::date, $5::date, true)),
     entree as (insert into allocataires.entree (departement, allocataire, rang, demande, ouverture_droits, notification, entree_dispositif)
       values ('94', $1, 1, $5::date - 20, $5::date - 10, $5::date, $5::date))
     insert into allocataires.identifiant (departement, allocataire, type, valeur_chiffree, empreinte, source, collectee_le, recue_le, certifiee)
     values ('94', $1, 'NIR', $3, $4, 'CAF', $5::date, $5::date, true)`,
    [p.allocataire, p.nom, p.chiffre, p.empreinte, jour],
  );
}

/** Runs a mutation; its refusal fails the scenario. @returns the id of what it made. */
async function muter(
  monde: Monde,
  mutation: string,
  type: string,
  arguments_: string,
  variables: Record<string, unknown>,
  caller: Caller = CALLERS.departement,
): Promise<string> {
  const noms = Object.keys(variables);
  const types: Record<string, string> = {
    allocataire: "ID!",
    debut: "Horodatage!",
    manquement: "ID!",
    sanction: "ID!",
    rendezVous: "ID!",
    id: "String!",
  };
  const entete = noms.map((nom) => `$${nom}: ${types[nom] ?? "Date!"}`).join(", ");
  const valeurs = [...noms.map((nom) => `${nom === "id" ? "identifiantPartenaire" : nom}: $${nom}`), arguments_].filter(Boolean).join(", ");
  const { r } = await monde.executer(
    `mutation (${entete}) { r: ${mutation}(${valeurs}) { __typename ... on ${type} { id } ... on Refus { code message } } }`,
    variables,
    caller,
  );
  if (r.__typename === "Refus") throw new Error(`${mutation} : ${r.code} ${r.message}`);
  return r.id;
}

const aujourdhui = (monde: Monde) => civilDateOf(monde.horloge.now());

const orienter: Acte = async (monde, { allocataire }) => {
  const choix = 'parcours: "REMOBILISATION_EMPLOI", organisme: "94-REMOB-1", referent: "94-REMOB-1-REF-1", motif: "Projet à construire"';
  await muter(monde, "deciderOrientation", "Orientation", choix, { allocataire });
};
const prendre: Acte = async (monde, { allocataire, memoire }) => {
  const debut = new Date(monde.horloge.now().getTime() + 2 * JOUR_MS).toISOString();
  const choix = 'organisme: "94-REMOB-1", famille: ACCOMPAGNEMENT, modalite: PHYSIQUE, dureeMinutes: 60';
  memoire.rendezVous = await muter(monde, "prendreRendezVous", "RendezVous", choix, { allocataire, debut });
};
const deplacer: Acte = async (monde, { memoire }) => {
  const debut = new Date(monde.horloge.now().getTime() + 3 * JOUR_MS).toISOString();
  await muter(monde, "deplacerRendezVous", "RendezVous", 'motif: "Empêchement"', { rendezVous: memoire.rendezVous, debut });
};
const venir: Acte = async (monde, { allocataire, memoire }) => {
  await muter(monde, "renseignerPresence", "RendezVous", "statut: HONORE", { rendezVous: memoire.rendezVous, allocataire });
};
const signer: Acte = async (monde, { allocataire }) => {
  await muter(monde, "signerContrat", "ContratEngagement", "dureeMois: 6, heuresHebdomadaires: 15", {
    allocataire,
    dateSignature: aujourdhui(monde),
  });
};
const MESURE = 'nature: SUSPENSION, motif: "Contrôle refusé", quotitePourcent: 50, dureeMois: 1';
const proposer: Acte = async (monde, { allocataire, memoire }) => {
  const constateLe = aujourdhui(monde);
  const manquement = await muter(monde, "signalerManquement", "Manquement", "nature: REFUS_CONTROLE", { allocataire, constateLe });
  memoire.sanction = await muter(monde, "proposerSanction", "Sanction", MESURE, { manquement });
  await muter(monde, "notifierSanction", "Sanction", "", { sanction: memoire.sanction, le: constateLe });
};
/** « France Travail propose, le Département décide » : as the reading of its activities enters it in the hub. */
const recevoirProposition: Acte = async (monde, { allocataire, numero, memoire }) => {
  const proposition = { acte: "PROPOSER_SANCTION", numeroFranceTravail: numero, montant: 50, nature: "N61" } as const;
  const donnes = monde.simulateur.agir(proposition) as { identifiantManquement: string; idConsequenceSanction: string };
  const le = aujourdhui(monde);
  const ft = CALLERS.franceTravail;
  const fait = { allocataire, constateLe: le, id: donnes.identifiantManquement };
  const manquement = await muter(monde, "signalerManquement", "Manquement", "nature: REFUS_CONTROLE", fait, ft);
  memoire.sanction = await muter(monde, "proposerSanction", "Sanction", MESURE, { manquement, id: donnes.idConsequenceSanction }, ft);
  await muter(monde, "notifierSanction", "Sanction", "", { sanction: memoire.sanction, le });
};
const sanctionner: Acte = async (monde, { memoire }) => {
  await muter(monde, "deciderSanction", "Sanction", 'accepter: true, motif: "Sans réponse"', { sanction: memoire.sanction });
};

/** Moves the time for everyone between two acts, never in the middle of one. */
export const AVANCE_MS: Readonly<Record<string, number>> = {
  présence: 3 * JOUR_MS,
  sanction: 15 * JOUR_MS,
  "sanction du Département": 15 * JOUR_MS,
  contrat: HEURE_MS,
};

const ORIENTATION = "POST /orientation";
export const SCENARIOS: readonly Scenario[] = [
  { nom: "orientation", objets: ["ORIENTATION_RESULTAT"], api: "orientationusager", avant: [], acte: orienter, attendus: [ORIENTATION] },
  {
    nom: "rendez-vous",
    objets: ["ORIENTATION_RESULTAT", "RDV_POSITIONNE"],
    api: "rendez-vous-partenaire",
    avant: [orienter, prendre],
    acte: deplacer,
    attendus: [ORIENTATION, "POST /rendez-vous", "PUT /rendez-vous"],
  },
  {
    nom: "présence",
    objets: ["ORIENTATION_RESULTAT", "RDV_POSITIONNE", "RDV_PRESENCE"],
    api: "rendez-vous-partenaire",
    avant: [orienter, prendre],
    acte: venir,
    attendus: [ORIENTATION, "POST /rendez-vous", "PUT /rendez-vous"],
  },
  {
    nom: "contrat",
    objets: ["ORIENTATION_RESULTAT", "CONTRAT_ENGAGEMENT"],
    api: "contrat-engagement",
    avant: [orienter],
    acte: signer,
    attendus: [ORIENTATION, "POST /signer"],
  },
  {
    nom: "sanction",
    objets: ["ORIENTATION_RESULTAT", "SANCTION_DECISION"],
    api: "gestion-sanctions-rsa",
    avant: [orienter, recevoirProposition],
    acte: sanctionner,
    attendus: [ORIENTATION, "POST /evenementSanctionRSA", "POST /evenementSanctionRSA"],
  },
  {
    nom: "sanction du Département",
    sansRelecture: true,
    objets: ["ORIENTATION_RESULTAT", "SANCTION_DECISION", "SANCTION_MANQUEMENT"],
    api: "gestion-sanctions-rsa",
    avant: [orienter, proposer],
    acte: sanctionner,
    attendus: [ORIENTATION, "POST /decisionSanctionRSAPartenaire"],
  },
];
