import { type Jour, ouvreDepuis } from "../calendrier";
import type { Contexte } from "../contexte";
import type { Droits, Foyer, Personne } from "../foyer/foyer-modele";

import { Hasard } from "../hasard";
import { choisirParcours, choisirPorteur } from "./choix-parcours";
import type { OrientationDecidee, RendezVous, Statut, Suivi } from "./fait";
import { actionsDe } from "./suivi-accompagnement";

/** Days after the end of an appointment before the decision, with weights. */
const DELAIS = [
  [0, 6],
  [1, 3],
  [2, 2],
  [4, 1],
  [7, 1],
] as const;

/** Follow-ups of the people of a foyer who are subject to « droits et devoirs ». */
export function suivisDe(contexte: Contexte, foyer: Foyer, droits: Droits): Suivi[] {
  return foyer.personnes.filter((p) => p.soumise).map((personne) => suiviDe(contexte, foyer, droits, personne));
}

function suiviDe(contexte: Contexte, foyer: Foyer, droits: Droits, personne: Personne): Suivi {
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "suivi", personne.rang);
  const limite = Math.min(contexte.veille, (droits.cloture ?? contexte.fin + 1) - 1);
  const codeInsee = (foyer.adresses[0] as { commune: { codeInsee: string } }).commune.codeInsee;
  const convocations = convoquer(contexte, foyer, codeInsee, limite, h);
  const orientation = orienter(contexte, { personne, codeInsee, convocations, entree: foyer.flux ? foyer.entree : null, limite }, h);
  const debut = { personne, codeInsee, convocations, orientation };
  if (!orientation) return { ...debut, premierEntretien: null, diagnostic: null, contrats: [], activites: [], sortie: null };
  return {
    ...debut,
    premierEntretien: premierEntretien(contexte, orientation, foyer.flux, limite, h),
    ...actionsDe(contexte, { orientation, droits, codeInsee, limite }, h),
  };
}

/** One convocation, and a second one when the person did not come. */
function convoquer(contexte: Contexte, foyer: Foyer, codeInsee: string, limite: Jour, h: Hasard): RendezVous[] {
  if (!foyer.flux && !h.oui(0.66)) return [];
  const envoye = ouvreDepuis(
    foyer.flux ? foyer.entree + h.entier(1, 2) : contexte.debut + 10 + Math.floor(contexte.quantile(foyer.index) * 345) + h.entier(-6, 6),
  );
  const premiere = rendezVous(
    contexte,
    {
      codeInsee,
      envoye,
      delai: foyer.flux ? h.entier(4, 8) : 8,
      collectif: !foyer.flux || h.oui(0.45),
      limite,
      absence: foyer.flux ? 0.22 : 0.36,
    },
    h,
  );
  if (!premiere) return [];
  if (premiere.statut === "seen" || premiere.statut === "unknown") return [premiere];
  const seconde = rendezVous(
    contexte,
    {
      codeInsee,
      envoye: ouvreDepuis(premiere.jour + h.entier(1, 3)),
      delai: h.entier(8, 13),
      collectif: !foyer.flux,
      limite,
      absence: 0.36,
    },
    h,
  );
  return seconde ? [premiere, seconde] : [premiere];
}

interface Demande {
  codeInsee: string;
  envoye: Jour;
  delai: number;
  collectif: boolean;
  limite: Jour;
  absence: number;
}

/** Null when it would be sent after the end, or when no meeting is left. */
function rendezVous(contexte: Contexte, d: Demande, h: Hasard): RendezVous | null {
  const reunion = d.collectif ? contexte.agenda.aPartirDe(d.codeInsee, d.envoye + d.delai - 1, h) : null;
  const jour = reunion?.jour ?? ouvreDepuis(d.envoye + d.delai);
  const secondes = reunion?.secondes ?? h.entier(17, 31) * 1800;
  const prevu = h.pese(
    ["seen", "noshow", "excused", "revoked"] as const,
    (s) => ({ seen: 1 - d.absence - 0.05, noshow: d.absence, excused: 0.035, revoked: 0.015 })[s],
  );
  const deplace = !d.collectif && d.delai > 5 && h.oui(0.04);
  if (d.envoye > d.limite || (d.collectif && !reunion)) return null;
  return {
    reunion,
    envoye: d.envoye,
    jour,
    secondes,
    statut: statutAu(contexte, jour, d.limite, prevu),
    deplaceDu: deplace ? ouvreDepuis(d.envoye + d.delai - 2) : null,
  };
}

/** To come: not known yet. After the end of the right: cancelled by the service. */
const statutAu = (contexte: Contexte, jour: Jour, limite: Jour, prevu: Statut): Statut =>
  jour > contexte.veille ? "unknown" : jour > limite ? "revoked" : prevu;

interface SituationAvant {
  personne: Personne;
  codeInsee: string;
  convocations: RendezVous[];
  /** Day of the notification; null for the stock, for which no clock runs. */
  entree: Jour | null;
  limite: Jour;
}

/** Days that the Département has to decide (CASF D. 262-65-2). */
const SIX_SEMAINES = 42;

function orienter(contexte: Contexte, s: SituationAvant, h: Hasard): OrientationDecidee | null {
  const derniere = s.convocations.at(-1);
  const decide = h.oui(s.entree !== null ? 0.95 : 0.9);
  const malgreAbsence = h.oui(0.25);
  const delai = h.pese(DELAIS, (d) => d[1])[0];
  const attente = h.entier(15, 40);
  const age = Math.floor((contexte.fin - s.personne.naissance) / 365.25);
  const parcours = choisirParcours(contexte.territoire, age, h);
  const organisme = choisirPorteur(parcours, s.codeInsee, age, h);
  const referent = `REF-${h.entier(1, contexte.referents.get(organisme) ?? 1)}`;
  const nomme = h.oui(parcours.categorie === "EMPLOI" ? 0.6 : 0.96);
  const venue = derniere?.statut === "seen";
  if (!derniere || derniere.statut === "unknown" || !(venue ? decide : malgreAbsence && s.convocations.length > 1)) return null;
  const jour = ouvreDepuis(derniere.jour + (venue ? delai : attente));
  const parFranceTravail = s.entree !== null && jour > s.entree + SIX_SEMAINES;
  if (jour > s.limite || (parFranceTravail && !contexte.territoire.franceTravail)) return null;
  return { jour, parcours, organisme, referent: nomme ? referent : null, parFranceTravail };
}

function premierEntretien(contexte: Contexte, o: OrientationDecidee, flux: boolean, limite: Jour, h: Hasard): RendezVous | null {
  const franceTravail = contexte.territoire.organismes.some(
    (organisme) => organisme.code === o.organisme && organisme.type === "FRANCE_TRAVAIL",
  );
  const connu = h.oui(flux ? (franceTravail ? 0.6 : 0.9) : 0.22);
  const d = {
    codeInsee: "",
    envoye: ouvreDepuis(o.jour + h.entier(1, 3)),
    delai: h.entier(5, 20),
    collectif: false,
    limite,
    absence: 0.15,
  };
  return connu ? rendezVous(contexte, d, h) : null;
}
