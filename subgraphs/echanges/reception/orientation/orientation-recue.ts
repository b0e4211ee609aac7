import { CATEGORIE_FRANCE_TRAVAIL } from "../../../shared/contrat/correspondance/categorie";
import { depuisPartenaire, versPartenaire } from "../../../shared/contrat/correspondance/correspondance";
import { ORGANISME_ORIENTATION_FT } from "../../../shared/contrat/correspondance/organisme";
import type { CategorieParcours } from "../../../shared/contrat/enums";
import { jourLu } from "../../envoi/heure-paris";
import { attendUneDecision } from "../../envoi/objets/orientation-resultat";
import { entiteDite } from "../../envoi/organisme-ft";
import type { EntiteFT, OrientationFT } from "../../france-travail/api";

/** What the hub knows of the orientations of a person. Civil dates. */
export interface OrientationsDuHub {
  courante: { id: string; decideeLe: string; categorie: CategorieParcours | null; organisme: { id: string; type: string } | null } | null;
  /** The réorientation that is studied. */
  aLEtude: string | null;
}

export interface Ecart {
  champ: "parcours" | "referent_parcours";
  valeurHub: string | null;
  valeurPartenaire: string | null;
}

/** What France Travail decided, in the hub's words. */
export interface Decidee {
  categorie: CategorieParcours;
  referent: EntiteFT | null;
  jour: string;
  ecarts: Ecart[];
}

/** What to do of what France Travail shows. */
export type SuiteOrientation =
  | { suite: "RIEN" }
  | { suite: "EGALE" }
  | ({ suite: "DECIDER" | "REORIENTER" } & Decidee)
  | { suite: "DIVERGENCE"; ecarts: Ecart[] }
  | { suite: "SORTIE"; jour: string };

/** `enCours`: the hub's orientation is not confirmed at France Travail yet, which may still show an older one. Pure. */
export function suiteDesOrientations(lues: readonly OrientationFT[], hub: OrientationsDuHub, enCours: boolean): SuiteOrientation {
  const ouverte = lues.find(({ etat }) => etat === "OUVERT");
  return ouverte ? suiteDeLOuverte(ouverte, hub, enCours) : suiteSansOuverte(lues, hub, enCours);
}

function suiteDeLOuverte(ouverte: OrientationFT, { courante }: OrientationsDuHub, enCours: boolean): SuiteOrientation {
  const categorie = depuisPartenaire(CATEGORIE_FRANCE_TRAVAIL, ouverte.parcours);
  const ecrit = ouverte.decision?.date_decision ?? ouverte.date_entree_parcours ?? ouverte.date_creation;
  if (categorie === null || !ecrit) return { suite: "RIEN" };
  const ecarts = ecartsAvec(ouverte, courante);
  if (ecarts.length === 0) return { suite: "EGALE" };
  if (enCours) return { suite: "RIEN" };
  const jour = jourLu(ecrit);
  const decidee = { categorie, referent: ouverte.referent_parcours, jour, ecarts };
  const parFranceTravail = ouverte.prise_decision?.organisme.code === "FT";
  if (parFranceTravail && courante === null) return { suite: "DECIDER", ...decidee };
  if (parFranceTravail && ouverte.statut === "DECIDE_REORIENTATION" && jour >= courante!.decideeLe)
    return { suite: "REORIENTER", ...decidee };
  return { suite: "DIVERGENCE", ecarts };
}

/** The parcours by its legal category, the organisme by the word that France Travail has for its kind. */
function ecartsAvec(ouverte: OrientationFT, courante: OrientationsDuHub["courante"]): Ecart[] {
  const parcours = courante?.categorie ? versPartenaire(CATEGORIE_FRANCE_TRAVAIL, courante.categorie) : null;
  const organisme = courante?.organisme ? versPartenaire(ORGANISME_ORIENTATION_FT, courante.organisme.type) : null;
  const sien = ouverte.referent_parcours?.organisme.code ?? null;
  const ecarts: Ecart[] = [];
  if (parcours !== ouverte.parcours) ecarts.push({ champ: "parcours", valeurHub: parcours, valeurPartenaire: ouverte.parcours });
  if (organisme !== sien)
    ecarts.push({ champ: "referent_parcours", valeurHub: organisme, valeurPartenaire: entiteDite(ouverte.referent_parcours) });
  return ecarts;
}

/** A parcours that ended there while it runs here, and that nothing follows, is an exit; one that a réorientation replaced is not. */
function suiteSansOuverte(lues: readonly OrientationFT[], { courante }: OrientationsDuHub, enCours: boolean): SuiteOrientation {
  if (courante === null || enCours || lues.some(attendUneDecision)) return { suite: "RIEN" };
  const closes = lues.filter((o) => o.etat === "CLOTURE" && o.date_sortie_parcours && !estReorientation(o.motif_sortie_parcours));
  const jour = closes
    .map((o) => jourLu(o.date_sortie_parcours!))
    .sort()
    .at(-1);
  return jour !== undefined && jour >= courante.decideeLe ? { suite: "SORTIE", jour } : { suite: "RIEN" };
}

const estReorientation = (motif: string | null | undefined): boolean => /r[ée]orientation/i.test(motif ?? "");
