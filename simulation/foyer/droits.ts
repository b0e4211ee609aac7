import type { Jour } from "../calendrier";
import type { Contexte } from "../contexte";
import { Hasard } from "../hasard";
import { jourDuNir, varier } from "./annee";
import type { Droits, Etat, Foyer } from "./foyer-modele";

/** A foyer in the life of its right during the year: some are suspended, some resume, some are closed. */
export function droitsDe(contexte: Contexte, foyer: Foyer): Droits {
  const droits = droitsSimples(contexte, foyer);
  return contexte.annee ? varier(contexte, foyer, droits) : droits;
}

function droitsSimples(contexte: Contexte, foyer: Foyer): Droits {
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "droits", foyer.index);
  const etats: Etat[] = [{ du: foyer.ouverture, code: "2", motif: null }];
  if (!foyer.flux && h.oui(0.01))
    return { etats: [fin(contexte.debut - h.entier(2, 25), "RFD")], cloture: contexte.debut - 1, cause: "AUTRE" };
  if (!foyer.flux && h.oui(0.02)) etats[0] = suspension(contexte.debut - h.entier(5, 60), h);
  const cloture = h.oui(foyer.flux ? 0.05 : 0.07) ? foyer.entree + h.entier(75, 420) : null;
  const suspendu = h.oui(0.06) ? foyer.entree + h.entier(40, 320) : null;
  const borne = cloture ?? contexte.fin + 1;
  if (suspendu !== null && etats[0]?.code === "2" && suspendu < borne && suspendu <= contexte.fin) {
    etats.push(suspension(suspendu, h));
    const reprise = suspendu + h.entier(20, 70);
    if (h.oui(0.65) && reprise < borne && reprise <= contexte.fin) etats.push({ du: reprise, code: "2", motif: null });
  }
  if (cloture === null || cloture > contexte.fin) return { etats, cloture: null, cause: null };
  const cause = h.pese(["RESSOURCES", "DEMENAGEMENT", "AUTRE"] as const, (c) => ({ RESSOURCES: 5, DEMENAGEMENT: 2, AUTRE: 3 })[c]);
  etats.push(fin(cloture, { RESSOURCES: "ECH", DEMENAGEMENT: "MUT", AUTRE: "RAU" }[cause]));
  return { etats, cloture, cause };
}

const fin = (du: Jour, motif: string): Etat => ({ du, code: "5", motif });

const suspension = (du: Jour, h: Hasard): Etat =>
  h.oui(0.6) ? { du, code: "4", motif: "01" } : { du, code: "3", motif: h.choix(["DA", "GE"]) };

/** What a daily file tells of a foyer. `fg`: label of the event, at most 9 characters (the code list is not public). */
export interface Changement {
  jour: Jour;
  fg: string;
}

/** FG of a change of state, by its code. */
const FAITS: Record<Etat["code"], string> = {
  "0": "DEMRSA",
  "1": "REFDRO",
  "2": "REPDRO",
  "3": "SUSDRO",
  "4": "SUSVER",
  "5": "FINDRO",
  "6": "REGUL",
};

/** Days on which a foyer is in the flow, in order: its entry when it is new, then each change. Never after the end of the year. */
export function changementsDe(contexte: Contexte, foyer: Foyer, droits: Droits): Changement[] {
  const changements: Changement[] = foyer.flux ? [{ jour: foyer.entree, fg: "DEMRSA" }] : [];
  for (const etat of droits.etats.slice(1)) changements.push({ jour: etat.du, fg: FAITS[etat.code] });
  for (const adresse of foyer.adresses.slice(1)) {
    if (adresse.du > foyer.entree && (droits.cloture === null || adresse.du < droits.cloture))
      changements.push({ jour: adresse.du, fg: "ADRESSE" });
  }
  for (const personne of foyer.personnes) {
    const jour = jourDuNir(contexte, personne);
    if (jour !== null && jour > foyer.entree && (droits.cloture === null || jour < droits.cloture))
      changements.push({ jour, fg: "IDENTITE" });
  }
  return changements
    .map(({ jour, fg }) => ({ jour: contexte.jourDeFlux(jour), fg }))
    .filter((c): c is Changement => c.jour !== null)
    .sort((a, b) => a.jour - b.jour);
}
