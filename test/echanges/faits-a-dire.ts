import fc from "fast-check";
import type { LireFaits } from "../../subgraphs/echanges/envoi/lire-faits";
import type { Message, ObjetSortant } from "../../subgraphs/echanges/envoi/objet-sortant";
import { objetContratEngagement } from "../../subgraphs/echanges/envoi/objets/contrat-engagement";
import { objetDiagnostic } from "../../subgraphs/echanges/envoi/objets/diagnostic";
import { objetOrientationDemande } from "../../subgraphs/echanges/envoi/objets/orientation-demande";
import { objetOrientationResultat } from "../../subgraphs/echanges/envoi/objets/orientation-resultat";
import { objetRdvAPositionner } from "../../subgraphs/echanges/envoi/objets/rdv-a-positionner";
import { objetRdvPositionne } from "../../subgraphs/echanges/envoi/objets/rdv-positionne";
import { objetRdvPresence } from "../../subgraphs/echanges/envoi/objets/rdv-presence";
import { objetSanctionDecision } from "../../subgraphs/echanges/envoi/objets/sanction-decision";
import { objetSanctionManquement } from "../../subgraphs/echanges/envoi/objets/sanction-manquement";
import { CategorieParcours, Frein, SystemeSource } from "../../subgraphs/shared/contrat/enums";

/** Facts as owners give them, every field filled, for tests that go through all that may leave. */

export const FAIT = "00000000-0000-4000-8000-0000000000f1";
export const PERSONNE = "00000000-0000-4000-8000-000000000001";

export const message = (donnees: Partial<Message> = {}): Message => ({
  echange: "00000000-0000-4000-8000-0000000000e1",
  departement: "94",
  objet: "",
  allocataire: PERSONNE,
  evenement: "OrientationDecidee",
  survenuLe: new Date("2026-02-01T09:00:00Z"),
  fait: FAIT,
  donnees: {},
  identifiantPartenaire: null,
  tentatives: 0,
  ...donnees,
});

/** A port that knows one fact, whatever it is called. */
export const rien: LireFaits<any> = async () => new Map();
export const seulement =
  <F>(fait: F): LireFaits<F> =>
  async (_departement, ids) =>
    new Map(ids.map((id) => [id, fait]));

/** What nobody but the hub may read: a name, an address, a motive, a text. */
export const CANARI = "CANARI";
const secret = fc.constantFrom(`${CANARI} Benali`, `${CANARI} 12 rue des Lilas`, `${CANARI} trouble de santé reconnu`, `${CANARI}`);
const SECRETS = Object.fromEntries(
  [
    "nom",
    "prenoms",
    "adresse",
    "telephone",
    "courriel",
    "lieu",
    "motif",
    "motifRefus",
    "motifModulation",
    "handicap",
    "referent",
    "texte",
  ].map((champ) => [champ, secret]),
);

const jour = fc.integer({ min: 0, max: 700 }).map((n) => new Date(Date.UTC(2025, 0, 1) + n * 86_400_000).toISOString().slice(0, 10));
const source = fc.constantFrom(...Object.keys(SystemeSource).filter((s) => s !== "FRANCE_TRAVAIL"));
const organisme = fc.record({
  id: fc.constant("94-REMOB-1"),
  type: fc.constantFrom("DEPARTEMENT", "FRANCE_TRAVAIL", "MISSION_LOCALE", "CAP_EMPLOI", "DELEGATAIRE", "CCAS"),
  codeAurore: fc.constant("ILE0042"),
  codeSafir: fc.constant("94012"),
  siret: fc.constant("00094000000001"),
  nom: secret,
});
const impact = fc.constantFrom("FORT", "MOYEN", "FAIBLE", "AUCUN", "NON_RENSEIGNE");
const freins = Object.keys(Frein) as Frein[];
const contraintes = fc
  .uniqueArray(fc.constantFrom(...freins), { maxLength: 8 })
  .chain((noms) =>
    fc.tuple(...noms.map((frein) => fc.record({ frein: fc.constant(frein), impact, prioritaire: fc.boolean(), texte: secret }))),
  );

const orientation = fc.record({
  ...SECRETS,
  id: fc.constant(FAIT),
  statut: fc.constantFrom("DECIDEE", "DECIDEE", "REFUSEE"),
  origine: fc.constantFrom("FLUX_CAF", "FLUX_MSA", "INSCRIPTION_FRANCE_TRAVAIL", "TRANSFERT_DEPARTEMENT", "REORIENTATION"),
  categorie: fc.constantFrom(...Object.keys(CategorieParcours)),
  organisme,
  demandeeLe: jour,
  decideeLe: jour,
  decideePar: fc.constant("DEPARTEMENT"),
  motif: secret,
  closeLe: fc.constant(null),
  motifFin: fc.constant(null),
  source,
});
const demande = fc.record({
  ...SECRETS,
  id: fc.constant(FAIT),
  statut: fc.constant("A_L_ETUDE"),
  origine: fc.constant("REORIENTATION"),
  demandeeLe: jour,
  source,
  criteres: fc.record({
    contraintes,
    procheAidant: fc.boolean(),
    niveauQualification: fc.oneof(secret, fc.constantFrom("NV4", "AFS")),
    situationEmploi: fc.oneof(secret, fc.constantFrom("EN_ACTIVITE", "JAMAIS")),
    projetProfessionnel: secret,
  }),
});
const diagnostic = fc.record({
  ...SECRETS,
  id: fc.constant(FAIT),
  etabliLe: jour,
  contraintes,
  dernier: fc.constant(true),
  source,
  situationEmploi: secret,
  metiersRecherches: fc.array(secret, { minLength: 1, maxLength: 2 }),
});
const diagnosticEtLevees = diagnostic.chain((d) =>
  fc.subarray(freins.filter((f) => !d.contraintes.some((c) => c.frein === f))).map((levees) => ({ ...d, levees })),
);
const contrat = fc.record({
  ...SECRETS,
  id: fc.constant(FAIT),
  nature: fc.constantFrom("CONTRAT_ENGAGEMENT", "CER"),
  statut: fc.constantFrom("SIGNE", "REFUSE"),
  dateSignature: jour,
  dateRefus: jour,
  source,
  heuresHebdomadaires: fc.constant(7),
});
const rendezVous = fc.record({
  ...SECRETS,
  rendezVous: fc.constant(FAIT),
  allocataire: fc.constant(PERSONNE),
  canonique: fc.constant(PERSONNE),
  debut: jour.map((j) => new Date(`${j}T08:30:00Z`)),
  dureeMinutes: fc.constant(45),
  modalite: fc.constantFrom("PHYSIQUE", "TELEPHONE", "VISIO"),
  famille: fc.constantFrom("ORIENTATION", "PREMIER_ACCOMPAGNEMENT", "ACCOMPAGNEMENT", "AUTRE"),
  collectif: fc.boolean(),
  statut: fc.constantFrom("PREVU", "HONORE", "ABSENT", "ABSENT_JUSTIFIE", "ANNULE_USAGER", "ANNULE_SERVICE"),
  deplace: fc.boolean(),
  organisme,
  autresAccompagnements: fc.array(fc.record({ rendezVous: fc.uuid(), debut: jour.map((j) => `${j}T10:00:00Z`) }), { maxLength: 3 }),
  orienteeLe: fc.option(jour),
  source,
  tenuAilleurs: fc.boolean(),
  sourcePresence: fc.option(source),
});
const sanction = fc.record({
  ...SECRETS,
  id: fc.constant(FAIT),
  allocataire: fc.constant(PERSONNE),
  nature: fc.constantFrom("SUSPENSION", "SUPPRESSION"),
  statut: fc.constantFrom("EN_INSTRUCTION", "DECIDEE", "LEVEE", "ANNULEE"),
  proposeePar: fc.constantFrom("DEPARTEMENT", "FRANCE_TRAVAIL"),
  instruiteLe: jour,
  notifieeLe: jour,
  decideeLe: jour,
  decideePar: fc.constant("DEPARTEMENT"),
  quotitePourcent: fc.constantFrom(50, 100),
  dureeMois: fc.constantFrom(1, 4),
  leveeLe: jour,
  annuleeLe: jour,
  annulationCause: fc.constantFrom("DROIT_ERREUR", "RECOURS", "AUTRE"),
  identifiantPartenaire: fc.option(fc.constant("CS-1"), { freq: 2 }),
  manquement: fc.record({
    nature: fc.constant("NON_RESPECT_CONTRAT"),
    constateLe: jour,
    identifiantPartenaire: fc.constant(null),
    texte: secret,
  }),
  repetition: fc.boolean(),
});

export interface ADire {
  objet: (lire: LireFaits<any>) => ObjetSortant;
  fait: fc.Arbitrary<any>;
  message: fc.Arbitrary<Partial<Message>>;
}
const evenement = (...noms: string[]) =>
  fc.constantFrom(...noms).map((e) => ({ evenement: e, donnees: { le: "2026-02-01", sanction: FAIT, statut: "DECIDEE" } }));

/** Every object that is told, how to make its facts, and by which events. */
export const TOUT_CE_QUI_SE_DIT: Record<string, ADire> = {
  ORIENTATION_DEMANDE: { objet: objetOrientationDemande, fait: demande, message: evenement("ReorientationProposee") },
  ORIENTATION_RESULTAT: {
    objet: objetOrientationResultat,
    fait: orientation,
    message: evenement("OrientationDecidee", "PortefeuilleTransfere"),
  },
  RDV_A_POSITIONNER: { objet: objetRdvAPositionner, fait: orientation, message: evenement("OrientationDecidee") },
  DIAGNOSTIC: { objet: objetDiagnostic, fait: diagnosticEtLevees, message: evenement("DiagnosticEnregistre") },
  CONTRAT_ENGAGEMENT: { objet: objetContratEngagement, fait: contrat, message: evenement("ContratSigne", "ContratRefuse") },
  RDV_POSITIONNE: {
    objet: objetRdvPositionne,
    fait: rendezVous,
    message: evenement("RendezVousPlanifie", "RendezVousDeplace", "RendezVousAnnule"),
  },
  RDV_PRESENCE: { objet: objetRdvPresence, fait: rendezVous, message: evenement("PresenceRenseignee") },
  SANCTION_DECISION: {
    objet: objetSanctionDecision,
    fait: sanction,
    message: evenement("SanctionInstruite", "SanctionDecidee", "SanctionLevee", "SanctionAnnulee"),
  },
  SANCTION_MANQUEMENT: {
    objet: (lire) => objetSanctionManquement(lire, async () => new Map()),
    fait: sanction,
    message: evenement("SanctionDecidee"),
  },
};
