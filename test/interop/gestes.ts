import { CALLERS } from "../setup/subgraph";
import { type Monde, USAGERS } from "./monde";

/** What professionals of the hub do, as their mutations; a refusal is an error. */

export const REMOB_1 = "94-REMOB-1";
export const REMOB_2 = "94-REMOB-2";

/** The codes by which France Travail knows two délégataires, the second of which only exists here. */
export async function donnerLesCodes({ base }: Monde): Promise<void> {
  await base.owner.query(`insert into allocataires.organisme (id, departement, code, nom, type)
    values ('${REMOB_2}', '94', 'REMOB-2', 'Délégataire remobilisation Champigny', 'DELEGATAIRE')`);
  await base.owner.query(`insert into allocataires.organisme_code (departement, organisme, systeme, valeur) values
    ('94', '${REMOB_1}', 'AURORE', 'ILE0001'), ('94', '${REMOB_1}', 'SAFIR', '94001'), ('94', '${REMOB_2}', 'AURORE', 'ILE0002')`);
}

async function acte(
  monde: Monde,
  mutation: string,
  types: string,
  rendu: string,
  variables: Record<string, unknown>,
  caller = CALLERS.departement,
) {
  const noms = types.split(",").map((t) => t.split(":")[0]!.trim());
  const document = `mutation (${types.replace(/(\w+):/g, "$$$1:")}) { ${mutation}(${noms.map((n) => `${n}: $${n}`).join(", ")}) {
    __typename ... on Refus { code } ... on ${rendu} { id } } }`;
  const resultat = (await monde.executer(document, variables, caller))[mutation];
  if (resultat.__typename !== rendu) throw new Error(`${mutation} : ${resultat.code}`);
  return resultat.id as string;
}

export const gestes = (monde: Monde) => ({
  decider: (
    allocataire: string,
    parcours: string,
    organisme: string,
    decideeLe: string,
    motif = "Un accompagnement resserré lui convient.",
  ) =>
    acte(
      monde,
      "deciderOrientation",
      "allocataire: ID!, parcours: String!, organisme: ID!, decideeLe: Date, motif: String!",
      "Orientation",
      {
        allocataire,
        parcours,
        organisme,
        decideeLe,
        motif,
      },
    ),
  proposerReorientation: (allocataire: string, parcours: string, organisme: string) =>
    acte(monde, "proposerReorientation", "allocataire: ID!, parcours: String!, organisme: ID, motif: String!", "Orientation", {
      allocataire,
      parcours,
      organisme,
      motif: "Sa situation a changé depuis la décision.",
    }),
  statuer: (orientation: string, accepter: boolean, le: string) =>
    acte(monde, "statuerReorientation", "orientation: ID!, accepter: Boolean!, le: Date!, motif: String!", "Orientation", {
      orientation,
      accepter,
      le,
      motif: "Avis de l’instance du jour.",
    }),
  prendre: (allocataire: string, debut: string, famille = "ACCOMPAGNEMENT", organisme = REMOB_1) =>
    acte(
      monde,
      "prendreRendezVous",
      "allocataire: ID!, organisme: ID!, famille: FamilleMotif!, modalite: Modalite!, debut: Horodatage!, dureeMinutes: Int!",
      "RendezVous",
      { allocataire, organisme, famille, modalite: "PHYSIQUE", debut, dureeMinutes: 45 },
    ),
  deplacer: (rendezVous: string, debut: string) =>
    acte(monde, "deplacerRendezVous", "rendezVous: ID!, debut: Horodatage!, motif: String!", "RendezVous", {
      rendezVous,
      debut,
      motif: "Salle indisponible",
    }),
  presence: (rendezVous: string, allocataire: string, statut: string) =>
    acte(monde, "renseignerPresence", "rendezVous: ID!, allocataire: ID!, statut: StatutParticipation!", "RendezVous", {
      rendezVous,
      allocataire,
      statut,
    }),
  proposerContrat: (allocataire: string, proposeLe: string) =>
    acte(monde, "proposerContrat", "allocataire: ID!, proposeLe: Date!", "ContratEngagement", { allocataire, proposeLe }),
  signer: (allocataire: string, dateSignature: string) =>
    acte(
      monde,
      "signerContrat",
      "allocataire: ID!, dateSignature: Date!, dureeMois: Int!, heuresHebdomadaires: Float",
      "ContratEngagement",
      { allocataire, dateSignature, dureeMois: 12, heuresHebdomadaires: 15 },
    ),
  refuser: (allocataire: string, dateRefus: string) =>
    acte(monde, "refuserContrat", "allocataire: ID!, dateRefus: Date!, motif: String!", "ContratEngagement", {
      allocataire,
      dateRefus,
      motif: "La personne ne veut pas de ce parcours.",
    }),
  diagnostiquer: (allocataire: string, etabliLe: string, contraintes: { frein: string; impact: string; prioritaire?: boolean }[]) =>
    acte(
      monde,
      "enregistrerDiagnostic",
      "allocataire: ID!, etabliLe: Date!, contraintes: [ContrainteInput!]!, situationEmploi: String",
      "Diagnostic",
      { allocataire, etabliLe, contraintes, situationEmploi: "Sans emploi depuis deux ans" },
    ),
  transferer: (deOrganisme: string, versOrganisme: string) =>
    acte(monde, "transfererPortefeuille", "deOrganisme: ID!, versOrganisme: ID!, motif: String!", "Transfert", {
      deOrganisme,
      versOrganisme,
      motif: "Fin de convention",
    }),
});

/** What the simulated platform was made to apply to a person, in order: the API and its verb. */
export const effets = ({ simulateur }: Monde, numero: string) =>
  simulateur.appliques.filter((e) => e.numeroFranceTravail === numero).map((e) => e.operation);

/** Exchanges of an object as lines: state, then why when there is a why. */
export const vus = async (monde: Monde, objet: string) =>
  (await monde.echanges(objet)).map((e) => [e.statut, e.erreur_code ?? e.raison].filter(Boolean).join(" "));

export const { amina, bruno, chantal, driss } = USAGERS;
