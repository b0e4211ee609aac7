import fc from "fast-check";
import { addDays } from "../../../subgraphs/shared/civil-date";
import type { Evenement } from "../journal";

/** Random lives of a few people, told in disorder: corrections, repetitions, withdrawals, merges and separations, late days. */

const uuid = (genre: number, n: number) => `00000000-0000-4000-8000-${String(genre).padStart(4, "0")}${String(n).padStart(8, "0")}`;
const personne = (n: number) => uuid(1, n);
export const PERSONNES = 4;

/** What a draw decides: the kind of event, the person, which of her facts, two dates, a choice, and the days since the event before. */
interface Tirage {
  genre: number;
  qui: number;
  fait: number;
  a: number;
  b: number;
  choix: number;
  ecart: number;
}
const tirage: fc.Arbitrary<Tirage> = fc.record({
  genre: fc.nat(28),
  qui: fc.nat(PERSONNES - 1),
  fait: fc.nat(1),
  a: fc.nat(60),
  b: fc.nat(60),
  choix: fc.nat(3),
  ecart: fc.constantFrom(0, 0, 0, 0, 1, 2, -3),
});

const jour = (n: number) => addDays("2026-01-01", n);
const COMMUNES = ["94028", "94017", "94079", "93066"];
const parmi = <T>(liste: readonly T[], n: number): T => liste[n % liste.length]!;

type Faire = (t: Tirage, fait: (genre: number) => string) => [type: string, donnees: Record<string, unknown>];
const ROLE = ["REFERENT_UNIQUE", "REFERENT_UNIQUE", "INTERVENANT"];

const FAIRE: Faire[] = [
  (t) => entree(t, {}),
  (t) => entree(t, {}),
  (t) => ["EntreeDispositif", { rang: 1 + t.fait, notification: null, soumisDroitsDevoirs: false, flux: false, annulee: true }],
  (t) => ["AllocataireModifie", { champs: ["commune"], codeInsee: parmi(COMMUNES, t.choix), ...(t.fait ? { depuis: jour(t.a) } : {}) }],
  (t) => [
    "AllocataireModifie",
    { champs: ["soumisDroitsDevoirs"], codeInsee: "94028", soumisDroitsDevoirs: t.choix > 1, depuis: jour(t.a) },
  ],
  (t) => [
    "DossierModifie",
    {
      dossier: uuid(2, t.fait),
      etat: parmi(["OUVERT_VERSABLE", "OUVERT_SUSPENDU", "CLOS"], t.choix),
      champs: ["etat"],
      depuis: jour(t.a),
      ...(t.b % 2 ? { membres: [personne(t.b % PERSONNES)] } : {}),
    },
  ],
  (t, fait) => orientation(t, fait(3)),
  (t, fait) => orientation(t, fait(3)),
  (t, fait) => ["OrientationClose", { orientation: fait(3), closeLe: jour(t.a), motifFin: "REORIENTATION" }],
  (t, fait) => ["ReferentAffecte", { orientation: fait(3), referent: referent(t), role: parmi(ROLE, t.choix), du: jour(t.a), au: null }],
  (t, fait) => [
    "InterventionTerminee",
    { orientation: fait(3), referent: referent(t), role: parmi(ROLE, t.choix), au: jour(t.b), ...(t.fait ? { du: jour(t.a) } : {}) },
  ],
  (t, fait) => [
    "PortefeuilleTransfere",
    { orientation: fait(3), deOrganisme: "94-A", versOrganisme: "94-B", le: jour(t.a), referent: t.choix ? `94-B-REF-${t.choix}` : null },
  ],
  (t, fait) => ["ReorientationProposee", { orientation: fait(3), rang: 2, parcours: "JEUNES", organisme: null, demandeeLe: jour(t.a) }],
  (t, fait) => ["ReorientationRefusee", { orientation: fait(3), rang: 2, le: jour(t.a), instance: true }],
  (t, fait) => ["DiagnosticEnregistre", { diagnostic: fait(4), etabliLe: jour(t.a) }],
  (t, fait) => ["ContratSigne", { contrat: fait(5), nature: "CONTRAT_ENGAGEMENT", dateSignature: jour(t.a), minutesHebdomadaires: 900 }],
  (t, fait) => ["ContratCloture", { contrat: fait(5), le: jour(t.a), cause: "SORTIE" }],
  (t, fait) => ["RendezVousPlanifie", { ...rendezVous(t, fait(6)), organisme: "94-A", convocationRang: t.choix % 2 ? 1 : null }],
  (t, fait) => ["PresenceRenseignee", { ...rendezVous(t, fait(6)), statut: parmi(["HONORE", "ABSENT"], t.choix), convocationRang: null }],
  (_t, fait) => ["RendezVousReunis", { rendezVous: uuid(6, 999), reuni: fait(6) }],
  (t, fait) => ["ActiviteDeclaree", { activite: fait(7), date: jour(t.a), minutes: 30 * t.b, statut: "DECLAREE" }],
  (t, fait) => ["PrescriptionAvancee", { ...prescription(t, fait(8)), ...(t.b % 2 ? { le: jour(t.a) } : {}) }],
  (t) => ["InscriptionConstatee", { statut: parmi(["INSCRIT", "CESSE"], t.choix), dateEffet: jour(t.a % 4) }],
  (t, fait) => ["RepriseEmploiDeclaree", { reprise: fait(9), debut: jour(t.a), typeContrat: "CDI" }],
  (t, fait) => ["RepriseEmploiSuivie", { reprise: fait(9), le: jour(t.b), terminee: t.choix === 0, presente: t.choix === 1 }],
  (t, fait) => ["SortieDeclaree", { sortie: fait(10), nature: "EMPLOI_DURABLE", date: jour(t.a) }],
  (t, fait) => ["SortieAnnulee", { sortie: fait(10), le: jour(t.a), orientation: t.choix ? fait(3) : null }],
];

const referent = (t: Tirage) => `94-${t.b % 2 ? "A" : "B"}-REF-${t.choix}`;
const rendezVous = (t: Tirage, id: string) => ({
  rendezVous: id,
  famille: parmi(["ORIENTATION", "ACCOMPAGNEMENT"], t.b),
  debut: `${jour(t.a)}T09:00:00Z`,
});
const prescription = (t: Tirage, id: string) => ({
  prescription: id,
  offre: "o",
  structure: "s",
  statut: parmi(["OUVERTE", "VALIDEE", "DEMARREE", "TERMINEE"], t.choix),
});
const entree = (t: Tirage, plus: object): ReturnType<Faire> => [
  "EntreeDispositif",
  {
    rang: 1 + t.fait,
    dossier: uuid(2, t.fait),
    codeInsee: parmi(COMMUNES, t.choix),
    demande: null,
    ouvertureDroits: jour(t.a),
    notification: t.b % 5 ? jour(t.b) : null,
    entreeDispositif: null,
    soumisDroitsDevoirs: t.choix > 0,
    flux: true,
    ...plus,
  },
];
const orientation = (t: Tirage, id: string): ReturnType<Faire> => [
  "OrientationDecidee",
  {
    orientation: id,
    rang: 1 + t.fait,
    origine: parmi(["FLUX_CAF", "REORIENTATION"], t.choix),
    parcours: parmi(["FRANCE_TRAVAIL", "JEUNES"], t.b),
    categorie: "EMPLOI",
    organisme: "94-A",
    referent: t.choix ? `94-A-REF-${t.choix}` : null,
    demandeeLe: null,
    decideeLe: jour(t.a),
    intensite: null,
  },
];

/** Told of the entries and the state of people, in a merge or a separation. */
const etats = (qui: number[], t: Tirage) => ({
  entrees: qui.map((n) => ({
    allocataire: personne(n),
    rang: 1,
    demande: null,
    ouvertureDroits: jour(t.a),
    notification: jour(t.b),
    entreeDispositif: null,
    flux: true,
  })),
  personnes: qui.map((n) => ({
    allocataire: personne(n),
    codeInsee: parmi(COMMUNES, t.choix),
    soumisDroitsDevoirs: true,
    dossier: uuid(2, t.fait),
    etat: null,
  })),
});

/** Turns draws into events: once merged, a person is named by the one who stays, until they are separated. */
function raconter(tirages: readonly Tirage[]): Evenement[] {
  let reunie: { qui: number; dans: number; fusion: string } | null = null;
  const siens = new Set<string>();
  let le = 0;
  return tirages.map((t, i): Evenement => {
    le = Math.max(0, le + t.ecart);
    const instant = `${addDays("2026-03-01", le)}T10:00:00Z`;
    const autre = (t.qui + 1) % PERSONNES;
    if (t.genre >= FAIRE.length) {
      if (reunie) {
        const { qui, dans, fusion } = reunie;
        reunie = null;
        const donnees = { fusion, fusionnee: personne(qui), rouvertes: [uuid(3, qui * 10)], rendus: [], ...etats([qui, dans], t) };
        return { type: "AllocatairesSepares", allocataire: personne(dans), donnees, le: instant };
      }
      reunie = { qui: t.qui, dans: autre, fusion: uuid(11, i) };
      const donnees = { fusion: reunie.fusion, fusionnee: personne(t.qui), ...etats([autre], t) };
      return { type: "AllocatairesFusionnes", allocataire: personne(autre), donnees, le: instant };
    }
    const qui = reunie?.qui === t.qui ? reunie.dans : t.qui;
    // What was hers before goes on under the one who stays, and comes back to her; what begins together stays there.
    const fait = (genre: number) => {
      const sien = uuid(genre, t.qui * 10 + t.fait);
      if (qui === t.qui) siens.add(sien);
      return siens.has(sien) ? sien : uuid(genre, qui * 10 + t.fait);
    };
    const [type, donnees] = FAIRE[t.genre]!(t, fait);
    return { type, allocataire: personne(qui), donnees, le: instant };
  });
}

/** A history in the order in which the hub learned it. */
export const histoire = (longueur: number): fc.Arbitrary<Evenement[]> =>
  fc.array(tirage, { minLength: longueur, maxLength: longueur * 2 }).map(raconter);
