import fc from "fast-check";
import { addDays, addMonths } from "../../../subgraphs/shared/civil-date";
import { OFFRES } from "./catalogue";
import { reunirEtSeparer } from "./fusion";
import { AUJOURDHUI, Hasard } from "./hasard";
import { type Histoire, type Jour, parOrdre, type Territoire } from "./histoire";
import { TYPES_ORGANISME } from "./organismes";
import { sanctionner } from "./sanctions";
import { Vie } from "./vie";

/** Random histories over two years that end with a leap day, told late, corrected, taken back. Every choice is fast-check's: a seed gives them again. */

export const COMMUNES = ["94028", "94017", "94079", "94080"] as const;
export const PARCOURS: readonly (readonly [code: string, categorie: string, organisme: string])[] = [
  ["FRANCE_TRAVAIL", "EMPLOI", "94-FT94"],
  ["JEUNES", "EQUILIBRE", "94-JEUNES-1"],
  ["ESE", "EQUILIBRE", "94-ESE94"],
  ["ACCOMPAGNEMENT_GLOBAL", "EQUILIBRE", "94-FT94"],
  ["PARCOURS_INSERTION", "REMOBILISATION", "94-PI-1"],
];

const midi = (le: Jour, heure = "11:00:00") => `${le}T${heure}Z`;

/** An entry, now and then told twice with other dates, or taken back. Returns its notification. */
function entrer(v: Vie, rang: number, ouvertureDroits: Jour): Jour {
  const notification = v.parfois(4) ? ouvertureDroits : v.dans(ouvertureDroits, 25);
  const donnees = {
    rang,
    dossier: v.uuid(),
    codeInsee: v.parfois(12) ? null : v.un(...COMMUNES),
    demande: addDays(ouvertureDroits, -10),
    ouvertureDroits,
    notification,
    entreeDispositif: notification,
    soumisDroitsDevoirs: !v.parfois(5),
    flux: !v.parfois(3),
  };
  v.dire("EntreeDispositif", notification, donnees);
  if (v.parfois(8)) {
    const corrigee = v.dans(ouvertureDroits, 20);
    v.dire("EntreeDispositif", addDays(notification, 30), { ...donnees, notification: corrigee, entreeDispositif: corrigee });
    return corrigee;
  }
  if (rang > 1 && v.parfois(10)) v.dire("EntreeDispositif", addDays(notification, 20), { ...donnees, annulee: true });
  return notification;
}

/** Called to an appointment of orientation, once or twice, with what became of it. */
function convoquer(v: Vie, notification: Jour): void {
  let quand = v.apres(notification);
  for (const rang of [1, 2]) {
    const rendezVous = { rendezVous: v.uuid(), famille: "ORIENTATION", debut: midi(quand), convocationRang: rang };
    v.dire("RendezVousPlanifie", addDays(quand, -8), { ...rendezVous, organisme: "94-CD94" });
    if (v.parfois(8)) {
      quand = v.dans(quand, 12, 1);
      // Late in the evening in London is the next day in Paris.
      Object.assign(rendezVous, { debut: midi(quand, v.parfois(3) ? "22:30:00" : "08:00:00") });
      v.dire("RendezVousDeplace", addDays(quand, -3), { ...rendezVous, organisme: "94-CD94" });
    }
    const statut = v.un("HONORE", "HONORE", "ABSENT", "ABSENT_JUSTIFIE", "ANNULE_USAGER");
    if (statut === "ANNULE_USAGER") v.dire("RendezVousAnnule", quand, { ...rendezVous, statut });
    else v.dire("PresenceRenseignee", quand, { ...rendezVous, statut });
    // Corrected, often after the end of the month, sometimes after the consolidation.
    if (statut !== "ANNULE_USAGER" && v.parfois(4))
      v.dire("PresenceRenseignee", v.dans(quand, 130, 5), { ...rendezVous, statut: v.un("HONORE", "ABSENT", "ABSENT_JUSTIFIE") }, true);
    if (statut === "HONORE" || v.parfois(3)) return;
    quand = v.apres(quand);
  }
}

interface Decision {
  orientation: string;
  rang: number;
  le: Jour;
  organisme: string;
}

function orienter(v: Vie, le: Jour, rang: number, demandeeLe: Jour, reorientation?: { orientation: string; instance: boolean }): Decision {
  const [parcours, categorie, habituel] = v.un(...PARCOURS);
  // Any organisme may follow her, one that the référentiel lacks among them.
  const organisme = v.parfois(2) ? v.un(...Object.keys(TYPES_ORGANISME)) : habituel;
  const orientation = reorientation?.orientation ?? v.uuid();
  const referent = v.parfois(2) ? `${organisme}-${v.un("REF-1", "REF-2")}` : null;
  v.dire("OrientationDecidee", le, {
    orientation,
    rang,
    origine: reorientation ? "REORIENTATION" : v.un("FLUX_CAF", "INSCRIPTION_FRANCE_TRAVAIL"),
    parcours,
    categorie,
    organisme,
    referent,
    demandeeLe,
    decideeLe: le,
    intensite: v.un("INTENSIF", "STANDARD", null),
    ...(reorientation && { instance: reorientation.instance }),
  });
  if (referent) affecter(v, orientation, referent, "REFERENT_UNIQUE", le);
  if (v.parfois(4)) {
    const autre = `${organisme}-${v.un("REF-2", "REF-3")}`;
    const du = v.dans(le, 20);
    affecter(v, orientation, autre, "CO_REFERENT", du);
    if (v.parfois(2)) v.dire("InterventionTerminee", du, { orientation, referent: autre, role: "CO_REFERENT", au: v.dans(du, 90, 1) });
  }
  return { orientation, rang, le, organisme };
}

const affecter = (v: Vie, orientation: string, referent: string, role: string, du: Jour) =>
  v.dire("ReferentAffecte", du, { orientation, referent, role, du, au: null });

/** Interviews, the contract and its life, the diagnosis. */
function accompagner(v: Vie, { orientation, le, organisme }: Decision): void {
  let quand = v.parfois(10) ? addDays(le, -2) : v.apres(le);
  for (const famille of ["PREMIER_ACCOMPAGNEMENT", "ACCOMPAGNEMENT", "ACCOMPAGNEMENT"]) {
    if (v.parfois(4)) break;
    const rendezVous = { rendezVous: v.uuid(), famille, debut: midi(quand) };
    v.dire("RendezVousPlanifie", addDays(quand, -6), { ...rendezVous, organisme, convocationRang: null });
    v.dire("PresenceRenseignee", quand, {
      ...rendezVous,
      statut: v.un("HONORE", "HONORE", "HONORE", "ABSENT", "ABSENT_JUSTIFIE"),
      convocationRang: null,
    });
    quand = v.apres(quand);
  }
  if (v.parfois(2)) v.dire("DiagnosticEnregistre", quand, { diagnostic: v.uuid(), etabliLe: v.apres(le) });
  if (v.parfois(4)) return;
  contracter(v, v.parfois(3) ? le : v.apres(le));
  if (v.parfois(6)) {
    const referent = `${organisme}-REF-3`;
    affecter(v, orientation, referent, "REFERENT_UNIQUE", v.dans(le, 60));
  }
}

function contracter(v: Vie, le: Jour): void {
  const contrat = v.uuid();
  const nature = v.un("CONTRAT_ENGAGEMENT", "CONTRAT_ENGAGEMENT", "CER", "ORIENTATION_3_MOIS", "PPAE");
  if (v.parfois(6)) {
    v.dire("ContratRefuse", le, { contrat, nature, dateRefus: le });
    return;
  }
  const dateFin = v.un(null, addMonths(le, 3), addMonths(le, 6), addMonths(le, 12));
  const signe = {
    contrat,
    nature,
    dateSignature: le,
    dateDebut: le,
    dateFin,
    minutesHebdomadaires: v.un(900, 600, null),
    exempte: v.parfois(4),
  };
  v.dire("ContratSigne", le, signe);
  if (v.parfois(8)) {
    const dateSignature = v.dans(le, 9);
    v.dire("ContratSigne", v.dans(le, 60, 1), { ...signe, dateSignature, dateDebut: dateSignature });
  }
  if (v.parfois(6)) {
    const fin = v.dans(le, 200, 20);
    v.dire("ContratCloture", fin, { contrat, le: fin, cause: v.un("REMPLACE", "SORTIE") });
  }
}

/** What she does: activities, prescriptions. */
function agir(v: Vie, depuis: Jour): void {
  for (let i = v.entier(0, 3); i > 0; i--) {
    const date = v.dans(depuis, 150);
    const fait = { activite: v.uuid(), date, minutes: v.un(45, 60, 90, 420) };
    v.dire("ActiviteDeclaree", date, { ...fait, statut: "DECLAREE" });
    if (v.parfois(3)) v.dire("ActiviteConfirmee", v.dans(date, 40), { ...fait, statut: "CONFIRMEE" });
    else if (v.parfois(4)) v.dire("ActiviteContestee", v.dans(date, 40), { ...fait, statut: "CONTESTEE" });
  }
  for (let i = v.entier(0, 3); i > 0; i--) prescrire(v, v.dans(depuis, 120));
}

function prescrire(v: Vie, le: Jour): void {
  const fait = { prescription: v.uuid(), offre: v.un(...Object.keys(OFFRES)), structure: "STRUCTURE-1" };
  const etapes = v.un(
    ["OUVERTE"],
    ["OUVERTE", "REFUSEE"],
    ["OUVERTE", "VALIDEE"],
    ["OUVERTE", "VALIDEE", "DEMARREE"],
    ["OUVERTE", "VALIDEE", "DEMARREE", "TERMINEE"],
  );
  let quand = le;
  for (const statut of etapes) {
    v.dire("PrescriptionAvancee", quand, { ...fait, statut, acteur: "STRUCTURE", le: quand });
    quand = v.dans(quand, statut === "DEMARREE" ? 120 : 30);
  }
  const date = v.dans(quand, 30);
  const suivie = { activite: v.uuid(), date, minutes: v.un(210, 420), prescription: fait.prescription, structure: fait.structure };
  if (etapes.includes("DEMARREE")) v.dire("ActiviteDeclaree", date, { ...suivie, statut: "DECLAREE" });
}

/** What changes in her life: where she lives, what her right is. */
function changer(v: Vie, depuis: Jour): void {
  for (let i = v.entier(0, 2); i > 0; i--)
    v.dire("AllocataireModifie", v.dans(depuis, 400), { champs: ["codeInsee"], codeInsee: v.un(...COMMUNES) });
  if (v.parfois(4))
    v.dire("AllocataireModifie", v.dans(depuis, 400), {
      champs: ["soumisDroitsDevoirs"],
      soumisDroitsDevoirs: v.parfois(2),
      codeInsee: null,
    });
  if (v.parfois(3))
    v.dire("DossierModifie", v.dans(depuis, 300), {
      dossier: v.uuid(),
      etat: v.un("OUVERT_SUSPENDU", "OUVERT_VERSABLE", "CLOS"),
      champs: ["etat"],
    });
  if (v.parfois(2))
    for (const statut of v.un(["INSCRIT"], ["IDENTIFIE", "INSCRIT"], ["INSCRIT", "CESSE"], ["INSCRIT", "RADIE"])) {
      const dateEffet = v.dans(depuis, 120);
      v.dire("InscriptionConstatee", dateEffet, { statut, dateEffet });
    }
}

/** A change of parcours, asked and then refused or decided. */
function reorienter(v: Vie, avant: Decision): Decision {
  const demandeeLe = v.dans(avant.le, 150, 20);
  const statueeLe = v.dans(demandeeLe, 40);
  const [parcours, , organisme] = v.un(...PARCOURS);
  const orientation = v.uuid();
  const instance = v.un(true, false);
  v.dire("ReorientationProposee", demandeeLe, { orientation, rang: avant.rang + 1, parcours, organisme, demandeeLe });
  if (v.parfois(3)) {
    v.dire("ReorientationRefusee", statueeLe, { orientation, rang: avant.rang + 1, le: statueeLe, instance });
    return avant;
  }
  v.dire("OrientationClose", statueeLe, { orientation: avant.orientation, closeLe: statueeLe, motifFin: "REORIENTATION" });
  return orienter(v, statueeLe, avant.rang + 1, demandeeLe, { orientation, instance });
}

/** A job, what became of it; the exit, sometimes taken back. Returns the day of the exit. */
function sortir(v: Vie, decision: Decision | null, depuis: Jour): Jour {
  const date = v.dans(depuis, 200, 10);
  if (v.parfois(2)) {
    const reprise = v.uuid();
    v.dire("RepriseEmploiDeclaree", date, {
      reprise,
      debut: date,
      typeContrat: v.un("CDI", "CDD_6_MOIS_ET_PLUS", "CDD_MOINS_6_MOIS", "INTERIM", "INDEPENDANT"),
    });
    const le = addMonths(date, v.un(2, 6, 7));
    if (v.parfois(2)) v.dire("RepriseEmploiSuivie", le, { reprise, le, terminee: v.parfois(3), presente: !v.parfois(4) });
  }
  const sortie = v.uuid();
  const nature = v.un("EMPLOI_DURABLE", "EMPLOI_COURT", "FORMATION", "FIN_DE_DROIT", "DEMENAGEMENT");
  v.dire("SortieDeclaree", date, { sortie, nature, date });
  if (decision) v.dire("OrientationClose", date, { orientation: decision.orientation, closeLe: date, motifFin: nature });
  if (v.parfois(5)) {
    const le = v.dans(date, 60, 1);
    v.dire("SortieAnnulee", le, { sortie, le, orientation: decision?.orientation ?? null });
  }
  return date;
}

function vivre(v: Vie, rang: number, ouvertureDroits: Jour, rangOrientation: number): void {
  const notification = entrer(v, rang, ouvertureDroits);
  changer(v, notification);
  if (!v.parfois(4)) convoquer(v, notification);
  let decision: Decision | null = null;
  if (!v.parfois(6)) {
    decision = orienter(v, v.parfois(12) ? addDays(notification, -3) : v.apres(notification), rangOrientation, notification);
    accompagner(v, decision);
    agir(v, decision.le);
    if (v.parfois(3)) {
      decision = reorienter(v, decision);
      if (v.parfois(2)) accompagner(v, decision);
    }
    if (v.parfois(8)) v.dire("PortefeuilleTransfere", v.dans(decision.le, 90), { ...transfert(v, decision) });
  }
  if (!v.parfois(3)) return;
  const fin = sortir(v, decision, decision?.le ?? notification);
  if (rang === 1 && v.parfois(2)) vivre(v, 2, v.dans(fin, 150, 5), (decision?.rang ?? 0) + 1);
}

const transfert = (v: Vie, { orientation, organisme, le }: Decision) => ({
  orientation,
  transfert: v.uuid(),
  deOrganisme: organisme,
  versOrganisme: "94-PI-1",
  le,
});

const histoire: fc.Arbitrary<Histoire> = fc.noBias(fc.noShrink(fc.integer())).map((graine) => {
  const v = new Vie(graine);
  const ouverture = v.ouverture();
  vivre(v, 1, ouverture, 1);
  if (v.parfois(2)) sanctionner(v, ouverture);
  return v.histoire();
});

/** Some lives, two of which are sometimes found to be one. */
export const territoire = (min: number, max: number): fc.Arbitrary<Territoire> =>
  fc.tuple(fc.array(histoire, { minLength: min, maxLength: max }), fc.noBias(fc.noShrink(fc.integer()))).map(([histoires, graine]) => {
    const hasard = new Hasard(graine);
    const [un, deux, ...autres] = histoires;
    const dits = autres.flatMap((h) => h.dits);
    if (!un || !deux) return { histoires, journal: parOrdre(histoires.flatMap((h) => h.dits)) };
    const ensemble = hasard.parfois(2) ? reunirEtSeparer(un, deux, hasard, AUJOURDHUI) : [...un.dits, ...deux.dits];
    return { histoires, journal: parOrdre([...ensemble, ...dits]) };
  });
