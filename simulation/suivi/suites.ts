import { addMonths } from "../../subgraphs/shared/civil-date";
import { instant, iso, type Jour, jourDe, ouvreDepuis } from "../calendrier";
import type { Contexte } from "../contexte";
import type { Foyer } from "../foyer/foyer-modele";
import { Hasard } from "../hasard";
import type { OffrePrescrite } from "../territoire/territoire";
import type { Decision } from "./decisions";
import type { Suivi } from "./fait";

/** Share of the oriented people to whom an offer of the programme is prescribed, and of those who work without leaving. */
const PRESCRITES = 0.012;
const EN_EMPLOI = 0.015;
/** Hours of the day: the steps of one day keep their order. */
const MIDI = 12 * 3600;

interface Plume {
  lignes: Decision[];
  /** Writes one line. Returns the reference by which a later line names what it made. */
  ecrire(mutation: string, jour: Jour, variables: Record<string, unknown>): string;
}

/** What people live beside their accompaniment: offers prescribed and followed, returns to work and what becomes of them.
 * A file of its own, with its own draws: decisions.jsonl does not move. */
export function suitesDe(contexte: Contexte, foyer: Foyer, suivi: Suivi): Decision[] {
  if (!suivi.orientation) return [];
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "suites", suivi.personne.rang);
  const plume = plumeDe(contexte, `${foyer.numeroDemande}/${suivi.personne.role}`);
  const personne = `dossier:${foyer.numeroDemande}/${suivi.personne.role}`;
  const limite = Math.min(contexte.veille, (suivi.sortie?.jour ?? contexte.fin) - 1);
  if (h.oui(PRESCRITES)) prescrire(contexte, { personne, depuis: suivi.orientation.jour, limite }, plume, h);
  travailler(contexte, suivi, personne, plume, h);
  return plume.lignes;
}

function plumeDe({ territoire }: Contexte, personne: string): Plume {
  const lignes: Decision[] = [];
  const ecrire: Plume["ecrire"] = (mutation, jour, variables) => {
    const cleIdempotence = `suites/${territoire.departement}/${personne}/${lignes.length + 1}-${mutation}`;
    const secondes = MIDI + lignes.length * 60;
    lignes.push({
      moment: jour * 86_400 + secondes,
      le: instant(jour, secondes),
      client: territoire.client,
      mutation,
      variables: { ...variables, cleIdempotence },
    });
    return `decision:${cleIdempotence}`;
  };
  return { lignes, ecrire };
}

interface Prescrite {
  personne: string;
  depuis: Jour;
  limite: Jour;
}

/** One offer: prescribed, accepted by the structure, begun, and ended when its time has come. */
function prescrire({ territoire }: Contexte, { personne, depuis, limite }: Prescrite, { ecrire }: Plume, h: Hasard): void {
  const offres = territoire.offres ?? [];
  if (offres.length === 0) return;
  const { offre, jours, minutes } = h.pese<OffrePrescrite>(offres, (o) => o.poids);
  const ouverte = ouvreDepuis(depuis + h.entier(3, 40));
  const validee = ouvreDepuis(ouverte + h.entier(1, 7));
  const demarree = ouvreDepuis(validee + h.entier(1, 16));
  const terminee = ouvreDepuis(demarree + Math.max(1, Math.round(jours * (0.7 + 0.6 * h.reel()))));
  if (ouverte > limite) return;
  const prescription = ecrire("prescrire", ouverte, {
    allocataire: personne,
    offre: `pdie-${territoire.departement}--${offre}`,
    motif: "Proposée pendant l’accompagnement, avec l’accord de la personne.",
  });
  const avancer = (jour: Jour, statut: string) => jour <= limite && ecrire("avancerPrescription", jour, { prescription, statut });
  avancer(validee, "VALIDEE");
  if (!avancer(demarree, "DEMARREE")) return;
  if (minutes !== null)
    ecrire("declarerActivite", demarree, {
      allocataire: personne,
      date: iso(demarree),
      minutes,
      nature: "Première séance",
      mode: "COLLECTIF",
      prescription,
    });
  avancer(terminee, "TERMINEE");
}

const TYPES = {
  EMPLOI_DURABLE: ["CDI", "CDI", "CDD_6_MOIS_ET_PLUS"],
  EMPLOI_COURT: ["CDD_MOINS_6_MOIS", "INTERIM", "IAE"],
  CREATION_ACTIVITE: ["INDEPENDANT"],
  SANS_SORTIE: ["INTERIM", "CDD_MOINS_6_MOIS", "IAE", "CONTRAT_AIDE"],
} as const;

/** A return to work: before the exit that it causes, or, for a few, without any. Six months later, somebody asks. */
function travailler(contexte: Contexte, { orientation, sortie }: Suivi, personne: string, { ecrire }: Plume, h: Hasard): void {
  const nature = sortie ? sortie.nature : h.oui(EN_EMPLOI) ? "SANS_SORTIE" : null;
  const types = nature !== null && Object.hasOwn(TYPES, nature) ? TYPES[nature as keyof typeof TYPES] : null;
  const avance = h.entier(20, 80);
  const attente = h.entier(20, 170);
  const type = types && h.choix<string>(types);
  if (type === null) return;
  const debut = sortie ? Math.max(orientation!.jour + 1, sortie.jour - avance) : orientation!.jour + attente;
  const declaree = ouvreDepuis(debut + h.entier(2, 12));
  if (declaree > contexte.veille) return;
  const reprise = ecrire("declarerRepriseEmploi", declaree, { allocataire: personne, debut: iso(debut), typeContrat: type });
  const sixMois = jourDe(addMonths(iso(debut), 6));
  const constat = ouvreDepuis(sixMois + h.entier(0, 15));
  const suite = h.pese(["PRESENTE", "PARTIE", "INCONNUE"] as const, (s) => ({ PRESENTE: 6, PARTIE: 2, INCONNUE: 2 })[s]);
  if (constat > contexte.veille) return;
  if (suite === "PRESENTE") ecrire("confirmerPresence6Mois", constat, { reprise, present: true, le: iso(constat) });
  if (suite === "PARTIE") ecrire("terminerRepriseEmploi", constat, { reprise, fin: iso(debut + 60 + h.entier(0, 90)) });
}
