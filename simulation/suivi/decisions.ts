import { instant, iso, type Jour } from "../calendrier";
import type { Contexte } from "../contexte";
import type { Foyer } from "../foyer/foyer-modele";

import { Hasard } from "../hasard";
import type { Contrat, OrientationDecidee, Suivi } from "./fait";

/** One line of decisions.jsonl, and the moment that orders it (seconds since 1970 in civil time of Paris). */
export interface Decision {
  moment: number;
  le: string;
  client: string;
  mutation: string;
  variables: Record<string, unknown>;
}

const FREINS = [
  "MOBILITE",
  "SANTE",
  "LOGEMENT",
  "FAMILLE",
  "LANGUE_SAVOIRS_DE_BASE",
  "NUMERIQUE",
  "FINANCES",
  "ADMINISTRATIF_JURIDIQUE",
] as const;
/** Freins a diagnostic finds, by legal category: fewest and most. */
const NOMBRE_DE_FREINS = { EMPLOI: [0, 2], EQUILIBRE: [1, 4], REMOBILISATION: [3, 6] } as const;
const QUALIFICATIONS = ["Sans diplôme", "CAP ou BEP", "Baccalauréat", "Bac + 2", "Bac + 3 et plus"];
const METIERS = [
  "Aide à domicile",
  "Agent d’entretien",
  "Préparateur de commandes",
  "Employé polyvalent de restauration",
  "Agent d’accueil",
  "Assistant administratif",
  "Chauffeur livreur",
  "Ouvrier du bâtiment",
];

/** Hour of the day of each kind of act: later kinds never come before earlier ones of the same day. */
const HEURE = { orientation: 17, diagnostic: 17.3, contrat: 17.6, activite: 18, sortie: 18.3 } as const;

/** What professionals entered in the hub for one person, in order. */
export function decisionsDe(contexte: Contexte, foyer: Foyer, suivi: Suivi): Decision[] {
  const { orientation } = suivi;
  if (!orientation) return [];
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "decisions", suivi.personne.rang);
  const ecrire = plume(contexte, foyer, suivi, h);
  const lignes = [ecrire("deciderOrientation", "orientation", orientation.jour, decisionOrientation(contexte, orientation))];
  if (suivi.diagnostic !== null)
    lignes.push(ecrire("enregistrerDiagnostic", "diagnostic", suivi.diagnostic, diagnostic(orientation, suivi.diagnostic, h)));
  for (const contrat of suivi.contrats) lignes.push(ecrire("signerContrat", "contrat", contrat.jour, signature(contrat)));
  for (const a of suivi.activites)
    lignes.push(
      ecrire("declarerActivite", "activite", a.declaree, { date: iso(a.jour), minutes: a.minutes, nature: a.nature, mode: a.mode }),
    );
  if (suivi.sortie)
    lignes.push(ecrire("declarerSortie", "sortie", suivi.sortie.declaree, { nature: suivi.sortie.nature, date: iso(suivi.sortie.jour) }));
  return lignes.sort((a, b) => a.moment - b.moment);
}

/** Writes the lines of one person: who acts, when in the day, and a key that is the same each time the file is made. */
function plume(contexte: Contexte, foyer: Foyer, suivi: Suivi, h: Hasard) {
  const { territoire } = contexte;
  const { agent } = territoire;
  const deLAgent = agent && suivi.orientation?.organisme === agent.organisme && suivi.orientation.referent === agent.referent;
  const personne = `${foyer.numeroDemande}/${suivi.personne.role}`;
  let rang = 0;
  const decideur = (suivi.orientation?.parFranceTravail && territoire.franceTravail) || territoire.client;
  return (mutation: string, genre: keyof typeof HEURE, jour: Jour, variables: Record<string, unknown>): Decision => {
    const secondes = Math.floor(HEURE[genre] * 3600) + h.entier(0, 1000);
    rang++;
    return {
      moment: jour * 86_400 + secondes,
      le: instant(jour, secondes),
      client: mutation === "deciderOrientation" ? decideur : deLAgent ? agent.client : territoire.client,
      mutation,
      variables: {
        allocataire: `dossier:${personne}`,
        ...variables,
        cleIdempotence: `simulation/${territoire.departement}/${personne}/${rang}-${mutation}`,
      },
    };
  };
}

function decisionOrientation(contexte: Contexte, o: OrientationDecidee): Record<string, unknown> {
  const organisme = `${contexte.territoire.departement}-${o.organisme}`;
  return {
    parcours: o.parcours.code,
    organisme,
    ...(o.referent && { referent: `${organisme}-${o.referent}` }),
    motif: o.parcours.motif,
    decideeLe: iso(o.jour),
    intensite: o.parcours.intensif ? "INTENSIF" : "STANDARD",
  };
}

function diagnostic(o: OrientationDecidee, jour: Jour, h: Hasard): Record<string, unknown> {
  const [min, max] = NOMBRE_DE_FREINS[o.parcours.categorie];
  const freins = new Set<string>();
  for (let i = h.entier(min, max); i > 0; i--) freins.add(h.choix(FREINS));
  const contraintes = [...freins].map((frein, rang) => ({
    frein,
    impact: h.pese(["FORT", "MOYEN", "FAIBLE"], (i) => (i === "MOYEN" ? 2 : 1)),
    prioritaire: rang === 0,
  }));
  return {
    etabliLe: iso(jour),
    contraintes,
    niveauQualification: h.choix(QUALIFICATIONS),
    situationEmploi: h.choix([
      "Sans emploi depuis moins d’un an",
      "Sans emploi depuis un à deux ans",
      "Sans emploi depuis plus de deux ans",
      "N’a jamais travaillé",
      "En emploi à temps partiel",
    ]),
    metiersRecherches: h.oui(0.7) ? [h.choix(METIERS)] : [],
    procheAidant: h.oui(0.06),
  };
}

function signature(c: Contrat): Record<string, unknown> {
  return {
    nature: c.nature,
    dateSignature: iso(c.jour),
    dureeMois: c.dureeMois,
    ...(c.heures !== null && { heuresHebdomadaires: c.heures }),
    ...(c.exempte && { exempte: true }),
    ...(c.motif && { motifModulation: c.motif }),
  };
}
