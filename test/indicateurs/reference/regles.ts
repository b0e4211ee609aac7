import type { Jour } from "./histoire";
import type {
  Activite,
  Contrat,
  Entree,
  Intervention,
  Orientation,
  Prescription,
  Presence,
  Reorientation,
  Reprise,
  Sanction,
  Sortie,
  Vue,
} from "./vue";

/** What each event says of a person, written from its schema and from what the subgraphs say of it. */

const PARIS = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Paris", year: "numeric", month: "2-digit", day: "2-digit" });
const jourParis = (instant: string): Jour => PARIS.format(new Date(instant));

/** A later value replaces an earlier one; what is not said replaces nothing. */
function dire<T extends object>(fait: T, dits: { [K in keyof T]?: T[K] | null | undefined }): void {
  for (const [nom, valeur] of Object.entries(dits))
    if (valeur !== undefined && valeur !== null) (fait as Record<string, unknown>)[nom] = valeur;
}
function un<T extends object>(liste: T[], cle: Partial<T>, neuf: T): T {
  const trouve = liste.find((fait) => Object.entries(cle).every(([nom, valeur]) => (fait as Record<string, unknown>)[nom] === valeur));
  if (trouve) return trouve;
  liste.push(neuf);
  return neuf;
}

export type Donnees = Record<string, any>;
const ORIENTATION: Omit<Orientation, "id"> = {
  rang: 1,
  origine: null,
  parcours: null,
  categorie: null,
  organisme: null,
  referent: null,
  demandeeLe: null,
  decideeLe: null,
  intensite: null,
  closeLe: null,
  motifFin: null,
};

export const entreeDite = (d: Donnees): Entree => ({
  rang: d.rang,
  demande: d.demande ?? null,
  ouverture: d.ouvertureDroits ?? null,
  notification: d.notification ?? null,
  dispositif: d.entreeDispositif ?? null,
  flux: d.flux ?? true,
});

/** What an event says of where she lives and of her right, from a day; told again under the same origin, it replaces what it had said. */
function situer(vue: Vue, d: Donnees, rang: number, { origine, lieuDepuis, droitDepuis }: Depuis): void {
  const reste = <T extends { origine: string }>(liste: T[]) => liste.filter((l) => l.origine !== origine);
  if (d.codeInsee) {
    vue.lieux = [...reste(vue.lieux), { depuis: lieuDepuis, commune: d.codeInsee, rang, origine }];
    vue.communeActuelle = d.codeInsee;
  }
  const soumise = typeof d.soumisDroitsDevoirs === "boolean" ? d.soumisDroitsDevoirs : null;
  if (soumise !== null) vue.soumise = soumise;
  if (d.etat || soumise !== null)
    vue.droits = [...reste(vue.droits), { depuis: droitDepuis, etat: d.etat ?? null, soumise, dossier: d.dossier ?? null, rang, origine }];
}
interface Depuis {
  origine: string;
  lieuDepuis: Jour;
  droitDepuis: Jour;
}
/** From the day that the event says, else the day when the hub was told. */
const depuisLeJour = (quoi: string, d: Donnees, connuLe: Jour): Depuis => {
  const depuis: Jour = d.depuis ?? connuLe;
  return { origine: `${quoi} ${depuis}`, lieuDepuis: depuis, droitDepuis: depuis };
};
/** From the entry: she lived there when it was notified, the right is that of its opening. */
const depuisLEntree = (d: Donnees, connuLe: Jour): Depuis => ({
  origine: `ENTREE ${d.rang}`,
  lieuDepuis: d.notification ?? d.entreeDispositif ?? d.ouvertureDroits ?? connuLe,
  droitDepuis: d.ouvertureDroits ?? d.notification ?? d.entreeDispositif ?? connuLe,
});

type Regle = (vue: Vue, d: Donnees, connuLe: Jour, rang: number) => void;

function presence(vue: Vue, d: Donnees, plus: Partial<Presence> = {}): void {
  const neuve: Presence = {
    rendezVous: d.rendezVous,
    famille: null,
    le: null,
    statut: null,
    rang: null,
    organisme: null,
    planifieLe: null,
  };
  const fait = un(vue.presences, { rendezVous: d.rendezVous }, neuve);
  dire(fait, { famille: d.famille, le: d.debut ? jourParis(d.debut) : null, rang: d.convocationRang, organisme: d.organisme, ...plus });
}
function contrat(vue: Vue, d: Donnees): Contrat {
  const vide = { nature: null, signature: null, refus: null, debut: null, fin: null, minutes: null, exempte: null };
  return un(vue.contrats, { id: d.contrat }, { id: d.contrat, ...vide, clotureLe: null, clotureCause: null });
}
function contratDit(vue: Vue, d: Donnees): void {
  dire(contrat(vue, d), {
    nature: d.nature,
    signature: d.dateSignature,
    refus: d.dateRefus,
    debut: d.dateDebut,
    fin: d.dateFin,
    minutes: d.minutesHebdomadaires,
    exempte: d.exempte,
  });
}
function activite(vue: Vue, d: Donnees): void {
  const neuve = { id: d.activite, date: d.date, minutes: d.minutes, statut: d.statut, prescription: null, structure: null };
  dire(un<Activite>(vue.activites, { id: d.activite }, neuve), {
    date: d.date,
    minutes: d.minutes,
    statut: d.statut,
    prescription: d.prescription,
    structure: d.structure,
  });
}
const orientation = (vue: Vue, id: string): Orientation => un(vue.orientations, { id }, { id, ...ORIENTATION });
function intervention(vue: Vue, d: Donnees): Intervention {
  return un<Intervention>(
    vue.interventions,
    { orientation: d.orientation, referent: d.referent, role: d.role, ...(d.du && { du: d.du }) },
    { orientation: d.orientation, referent: d.referent, role: d.role, du: d.du, au: null },
  );
}
function statuee(vue: Vue, d: Donnees, dits: Partial<Reorientation>): void {
  const neuve = { parcours: null, organisme: null, demandeeLe: null, statueeLe: null, acceptee: null, instance: false };
  const fait = un<Reorientation>(vue.reorientations, { orientation: d.orientation }, { orientation: d.orientation, ...neuve });
  dire(fait, { ...dits, instance: d.instance });
}
function sanction(vue: Vue, d: Donnees, dits: Partial<Sanction>): void {
  const neuve = { id: d.sanction, manquement: null, nature: null, statut: "PROPOSEE", proposeeLe: null, decideeLe: null };
  const fait = un<Sanction>(vue.sanctions, { id: d.sanction }, { ...neuve, debut: null, fin: null, leveeLe: null });
  dire(fait, dits);
}

/** What each event says. */
export const REGLES: Record<string, Regle> = {
  EntreeDispositif: (vue, d, connuLe, rang) => {
    vue.entrees = vue.entrees.filter((e) => e.rang !== d.rang);
    if (d.annulee) {
      for (const liste of ["lieux", "droits"] as const)
        (vue[liste] as { origine: string }[]) = vue[liste].filter((l) => l.origine !== `ENTREE ${d.rang}`);
      return;
    }
    vue.entrees.push(entreeDite(d));
    situer(vue, d, rang, depuisLEntree(d, connuLe));
  },
  // The event repeats the commune whatever changed: what it does not name is not news.
  AllocataireModifie: (vue, d, connuLe, rang) => situer(vue, d, rang, depuisLeJour("PERSONNE", d, connuLe)),
  DossierModifie: (vue, d, connuLe, rang) => situer(vue, d, rang, depuisLeJour(`DOSSIER ${d.dossier}`, d, connuLe)),
  OrientationDecidee: (vue, d) => {
    const { orientation: id, instance: _, ...dits } = d;
    dire(orientation(vue, id), dits);
    if (d.origine === "REORIENTATION")
      statuee(vue, d, { parcours: d.parcours, organisme: d.organisme, demandeeLe: d.demandeeLe, statueeLe: d.decideeLe, acceptee: true });
  },
  OrientationClose: (vue, d) => dire(orientation(vue, d.orientation), { closeLe: d.closeLe, motifFin: d.motifFin }),
  ReferentAffecte: (vue, d) => {
    if (d.role === "REFERENT_UNIQUE") orientation(vue, d.orientation).referent = d.referent;
    intervention(vue, d).au = d.au ?? null;
  },
  InterventionTerminee: (vue, d) => {
    const encours = vue.interventions.filter(
      (i) => i.orientation === d.orientation && i.referent === d.referent && i.role === d.role && (i.au === null || i.au > d.au),
    );
    for (const i of encours) i.au = d.au;
  },
  // Who followed her in the other organisme does no more.
  PortefeuilleTransfere: (vue, d) => {
    Object.assign(orientation(vue, d.orientation), { organisme: d.versOrganisme, referent: d.referent ?? null });
  },
  ReorientationProposee: (vue, d) => statuee(vue, d, { parcours: d.parcours, organisme: d.organisme, demandeeLe: d.demandeeLe }),
  ReorientationRefusee: (vue, d) => statuee(vue, d, { statueeLe: d.le, acceptee: false }),
  ContratSigne: contratDit,
  ContratRefuse: contratDit,
  ContratModule: (vue, d) => dire(contrat(vue, d), { exempte: d.exempte }),
  ContratCloture: (vue, d) => dire(contrat(vue, d), { clotureLe: d.le, clotureCause: d.cause }),
  SortieDeclaree: (vue, d) =>
    dire(un<Sortie>(vue.sorties, { id: d.sortie }, { id: d.sortie, nature: null, date: null }), { nature: d.nature, date: d.date }),
  SortieAnnulee: (vue, d) => {
    vue.sorties = vue.sorties.filter((s) => s.id !== d.sortie);
    if (d.orientation) Object.assign(orientation(vue, d.orientation), { closeLe: null, motifFin: null });
  },
  RendezVousPlanifie: (vue, d, connuLe) => presence(vue, d, { statut: "PREVU", planifieLe: connuLe }),
  RendezVousDeplace: (vue, d) => presence(vue, d),
  ConvocationModifiee: (vue, d) => presence(vue, d),
  RendezVousAnnule: (vue, d) => presence(vue, d, { statut: d.statut }),
  PresenceRenseignee: (vue, d) => presence(vue, d, { statut: d.statut }),
  RendezVousReunis: (vue, d) => {
    vue.presences = vue.presences.filter((p) => p.rendezVous !== d.reuni);
  },
  ActiviteDeclaree: activite,
  ActiviteConfirmee: activite,
  ActiviteContestee: activite,
  DiagnosticEnregistre: (vue, d) => {
    un(vue.diagnostics, { id: d.diagnostic }, { id: d.diagnostic, etabliLe: d.etabliLe }).etabliLe = d.etabliLe;
  },
  PrescriptionAvancee: (vue, d, connuLe) => {
    const neuve: Prescription = { id: d.prescription, offre: d.offre, structure: d.structure ?? null, statut: d.statut, etapes: {} };
    const fait = un<Prescription>(vue.prescriptions, { id: d.prescription }, neuve);
    fait.statut = d.statut;
    fait.etapes[d.statut] = d.le ?? connuLe;
  },
  InscriptionConstatee: (vue, d) => {
    un(vue.inscriptions, { dateEffet: d.dateEffet }, { dateEffet: d.dateEffet, statut: d.statut }).statut = d.statut;
  },
  RepriseEmploiDeclaree: (vue, d) => {
    const neuve = { id: d.reprise, debut: d.debut, typeContrat: d.typeContrat, termineeLe: null, presenteSixMoisLe: null };
    un<Reprise>(vue.reprises, { id: d.reprise }, neuve);
  },
  RepriseEmploiSuivie: (vue, d) => {
    const reprise = vue.reprises.find((r) => r.id === d.reprise);
    if (reprise) dire(reprise, d.terminee ? { termineeLe: d.le } : { presenteSixMoisLe: d.presente === false ? null : d.le });
  },
  ManquementSignale: (vue, d) => {
    un(vue.manquements, { id: d.manquement }, { id: d.manquement, nature: d.nature, constateLe: d.constateLe });
  },
  SanctionProposee: (vue, d) =>
    sanction(vue, d, { manquement: d.manquement, nature: d.nature, proposeeLe: d.proposeeLe, statut: "PROPOSEE" }),
  SanctionDecidee: (vue, d) => sanction(vue, d, { ...d, id: d.sanction } as Partial<Sanction>),
  SanctionLevee: (vue, d) => sanction(vue, d, { leveeLe: d.leveeLe, statut: "LEVEE" }),
  SanctionAnnulee: (vue, d) => sanction(vue, d, { statut: "ANNULEE" }),
};
