import { type Dit, type Histoire, type Jour, type Profil } from "./histoire";

/** What is known of one person on a day, told in plain records. A field that nobody told is null. */
export interface Vue {
  id: string;
  profil: Profil;
  communeActuelle: string | null;
  soumise: boolean;
  /** Where she lives since each date that was told. */
  lieux: { depuis: Jour; commune: string; rang: number; origine: string }[];
  droits: { depuis: Jour; etat: string | null; soumise: boolean | null; dossier: string | null; rang: number; origine: string }[];
  entrees: Entree[];
  orientations: Orientation[];
  presences: Presence[];
  contrats: Contrat[];
  activites: Activite[];
  sorties: Sortie[];
  reorientations: Reorientation[];
  interventions: Intervention[];
  diagnostics: { id: string; etabliLe: Jour }[];
  prescriptions: Prescription[];
  inscriptions: { statut: string; dateEffet: Jour }[];
  reprises: Reprise[];
  manquements: { id: string; nature: string; constateLe: Jour }[];
  sanctions: Sanction[];
}
type Date_ = Jour | null;
export interface Entree {
  rang: number;
  demande: Date_;
  ouverture: Date_;
  notification: Date_;
  dispositif: Date_;
  flux: boolean;
}
export interface Orientation {
  id: string;
  rang: number;
  origine: string | null;
  parcours: string | null;
  categorie: string | null;
  organisme: string | null;
  referent: string | null;
  demandeeLe: Date_;
  decideeLe: Date_;
  intensite: string | null;
  closeLe: Date_;
  motifFin: string | null;
}
export interface Presence {
  rendezVous: string;
  famille: string | null;
  le: Date_;
  statut: string | null;
  rang: number | null;
  organisme: string | null;
  /** First day on which the hub was told of it as planned. */
  planifieLe: Date_;
}
export interface Contrat {
  id: string;
  nature: string | null;
  signature: Date_;
  refus: Date_;
  debut: Date_;
  fin: Date_;
  minutes: number | null;
  exempte: boolean | null;
  clotureLe: Date_;
  clotureCause: string | null;
}
export interface Activite {
  id: string;
  date: Jour;
  minutes: number;
  statut: string;
  prescription: string | null;
  structure: string | null;
}
export interface Sortie {
  id: string;
  nature: string | null;
  date: Date_;
}
export interface Reorientation {
  orientation: string;
  parcours: string | null;
  organisme: string | null;
  demandeeLe: Date_;
  statueeLe: Date_;
  acceptee: boolean | null;
  /** The file passed before the instance pluridisciplinaire. */
  instance: boolean;
}
export interface Intervention {
  orientation: string;
  referent: string;
  role: string;
  du: Jour;
  au: Date_;
}
export interface Prescription {
  id: string;
  offre: string;
  structure: string | null;
  statut: string;
  /** Day of each state that she reached, the last time she reached it. */
  etapes: Record<string, Jour>;
}
export interface Reprise {
  id: string;
  debut: Jour;
  typeContrat: string;
  termineeLe: Date_;
  presenteSixMoisLe: Date_;
}
export interface Sanction {
  id: string;
  manquement: string | null;
  nature: string | null;
  statut: string;
  proposeeLe: Date_;
  decideeLe: Date_;
  debut: Date_;
  fin: Date_;
  leveeLe: Date_;
}

const PARIS = new Intl.DateTimeFormat("en-CA", { timeZone: "Europe/Paris", year: "numeric", month: "2-digit", day: "2-digit" });
const jourParis = (instant: string): Jour => PARIS.format(new Date(instant));
const INCONNU: Profil = { naissance: null, sexe: null, situationFamiliale: null, niveauEtude: null };

const vide = (id: string, profil: Profil): Vue => ({
  id,
  profil,
  communeActuelle: null,
  soumise: false,
  lieux: [],
  droits: [],
  entrees: [],
  orientations: [],
  presences: [],
  contrats: [],
  activites: [],
  sorties: [],
  reorientations: [],
  interventions: [],
  diagnostics: [],
  prescriptions: [],
  inscriptions: [],
  reprises: [],
  manquements: [],
  sanctions: [],
});

/** What is known at the end of a day of the people of a journal (in order of knowledge), one view a person. */
export function vues(histoires: readonly Histoire[], journal: readonly Dit[], connuLe: Jour): Vue[] {
  const monde = new Monde(new Map(histoires.map((h) => [h.id, h.profil])));
  for (const dit of journal) if (dit.connuLe <= connuLe) monde.entendre(dit);
  return [...monde.personnes.values()];
}

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

type Donnees = Record<string, any>;
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

class Monde {
  readonly personnes = new Map<string, Vue>();
  private rang = 0;
  /** What a merge moved, to be given back. */
  private readonly deplaces = new Map<string, Set<object>>();
  constructor(private readonly profils: ReadonlyMap<string, Profil>) {}

  entendre(dit: Dit): void {
    this.rang += 1;
    const regle = REGLES[dit.type];
    if (dit.type === "AllocatairesFusionnes") this.reunir(dit);
    else if (dit.type === "AllocatairesSepares") this.separer(dit);
    else if (regle && dit.allocataire) regle(this.porteur(dit) ?? this.de(dit.allocataire), dit.donnees, dit.connuLe, this.rang);
  }

  /** A merge closes the orientation of who goes before it says that she goes. */
  private porteur({ type, donnees }: Dit): Vue | undefined {
    if (type !== "OrientationClose") return undefined;
    return [...this.personnes.values()].find((v) => v.orientations.some((o) => o.id === donnees.orientation));
  }

  private de(id: string): Vue {
    const vue = this.personnes.get(id) ?? vide(id, this.profils.get(id) ?? INCONNU);
    this.personnes.set(id, vue);
    return vue;
  }

  /** All that was done of `fusionnee` is of who stays; her entries and her state are those that the event tells. */
  private reunir({ allocataire, donnees: d }: Dit): void {
    const [reste, part] = [this.de(allocataire!), this.de(d.fusionnee as string)];
    const deplaces = new Set<object>();
    for (const liste of PORTEES) {
      for (const fait of part[liste] as object[]) {
        const deja = liste === "presences" && reste.presences.some((p) => p.rendezVous === (fait as Presence).rendezVous);
        if (deja) continue;
        deplaces.add(fait);
        (reste[liste] as object[]).push(fait);
      }
    }
    // Where each lived, and what the right of each was, stays said, under a name of its own.
    for (const liste of ["lieux", "droits"] as const)
      for (const dit of part[liste] as { origine: string }[]) {
        dit.origine = `${d.fusion} ${dit.origine}`;
        deplaces.add(dit);
        (reste[liste] as object[]).push(dit);
      }
    this.deplaces.set(d.fusion as string, deplaces);
    this.personnes.delete(part.id);
    this.rendre(reste, d);
  }

  private separer({ allocataire, donnees: d }: Dit): void {
    const [reste, rendue] = [this.de(allocataire!), this.de(d.fusionnee as string)];
    const deplaces = this.deplaces.get(d.fusion as string) ?? new Set<object>();
    for (const liste of [reste.orientations, reste.contrats, reste.sorties])
      for (const fait of liste) if ((d.rendus as string[]).includes(fait.id)) deplaces.add(fait);
    for (const liste of PORTEES) {
      (rendue[liste] as object[]).push(...(reste[liste] as object[]).filter((fait) => deplaces.has(fait)));
      (reste[liste] as object[]) = (reste[liste] as object[]).filter((fait) => !deplaces.has(fait));
    }
    for (const liste of ["lieux", "droits"] as const) {
      (rendue[liste] as object[]).push(...(reste[liste] as object[]).filter((dit) => deplaces.has(dit)));
      (reste[liste] as object[]) = (reste[liste] as object[]).filter((dit) => !deplaces.has(dit));
      for (const dit of rendue[liste] as { origine: string }[]) dit.origine = dit.origine.replace(`${d.fusion} `, "");
    }
    for (const o of [...reste.orientations, ...rendue.orientations]) {
      if ((d.rouvertes as string[]).includes(o.id)) Object.assign(o, { closeLe: null, motifFin: null });
    }
    for (const vue of [reste, rendue]) this.rendre(vue, d);
  }

  private rendre(vue: Vue, d: Donnees): void {
    vue.entrees = [];
    vue.communeActuelle = null;
    vue.soumise = false;
    for (const e of d.entrees as Donnees[]) if (e.allocataire === vue.id) vue.entrees.push(entreeDite(e));
    for (const p of d.personnes as Donnees[])
      if (p.allocataire === vue.id) Object.assign(vue, { communeActuelle: p.codeInsee ?? null, soumise: p.soumisDroitsDevoirs ?? false });
  }
}

/** Facts that keep their id and change person. */
const PORTEES = [
  "orientations",
  "presences",
  "contrats",
  "activites",
  "sorties",
  "reorientations",
  "interventions",
  "diagnostics",
  "prescriptions",
  "inscriptions",
  "reprises",
  "manquements",
  "sanctions",
] as const satisfies readonly (keyof Vue)[];

const entreeDite = (d: Donnees): Entree => ({
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
const REGLES: Record<string, Regle> = {
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
