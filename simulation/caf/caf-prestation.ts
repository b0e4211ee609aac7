import { iso, type Jour } from "../calendrier";
import type { Contexte } from "../contexte";
import { debutDeTrimestre, dernierVersement, ressourcesDuTrimestre } from "../foyer/annee";
import type { Etat, Foyer } from "../foyer/foyer-modele";

import { facultatif, montant } from "./balises";

function detail({ code, motif, du, le }: Etat): string {
  const date = iso(le ?? du);
  if (code === "1") return `<Refus><DTREFURSA>${date}</DTREFURSA><MOTIREFURSA>${motif}</MOTIREFURSA></Refus>`;
  if (code === "3") return `<SuspensionDroit><MOTISUSDRORSA>${motif}</MOTISUSDRORSA><DDSUSDRORSA>${date}</DDSUSDRORSA></SuspensionDroit>`;
  if (code === "4")
    return `<SuspensionVersement><MOTISUSVERSRSA>${motif}</MOTISUSVERSRSA><DDSUSVERSRSA>${date}</DDSUSVERSRSA></SuspensionVersement>`;
  const fin = { "5": "FinDroit", "6": "FinDroitMoisAnterieur" }[code as "5" | "6"];
  return fin ? `<${fin}><MOTICLORSA>${motif}</MOTICLORSA><DTCLORSA>${date}</DTCLORSA></${fin}>` : "";
}

const situation = (etat: Etat): string =>
  `<SituationDossierRSA><EtatDossierRSA><ETATDOSRSA>${etat.code}</ETATDOSRSA></EtatDossierRSA>${detail(etat)}</SituationDossierRSA>`;

/** Flat amounts of the RSA in euros a month, by number of adults and children (2025), less the housing flat rate. */
function montantDuDroit(adultes: number, enfants: number): number {
  const base = 646.52 * (adultes === 2 ? 1.5 : 1);
  const parts =
    adultes === 2
      ? Math.min(enfants, 2) * 0.3 + Math.max(0, enfants - 2) * 0.4
      : enfants === 0
        ? 0
        : 0.5 + Math.min(enfants - 1, 1) * 0.3 + Math.max(0, enfants - 2) * 0.4;
  return Math.round((base + 646.52 * parts) * 100) / 100;
}

const FORFAIT_LOGEMENT = 77.58;

interface Calcul {
  garanti: number;
  /** Resources of the foyer that count, euros a month. */
  ressources: number;
  verse: number;
  /** First day of the calculation. */
  du: Jour;
  /** First days of the lines of the right, the last one being the current line. */
  lignes: Jour[];
  dernierVersement: Jour | null;
}

/** Amounts of a day: always the same without the option `annee`, those of its quarter with it. */
function calculer(contexte: Contexte, foyer: Foyer, etat: Etat, jour: Jour): Calcul {
  const enfants = foyer.personnes.filter((p) => p.role === "ENF").length;
  const garanti = montantDuDroit(foyer.personnes.length - enfants, enfants);
  if (!contexte.annee) {
    const verse = etat.code === "2" ? garanti - FORFAIT_LOGEMENT : 0;
    const du = Math.max(foyer.ouverture, contexte.debut - 92);
    return { garanti, ressources: 0, verse, du, lignes: [foyer.ouverture], dernierVersement: jour - 20 };
  }
  const ressources = ressourcesDuTrimestre(contexte, foyer, jour);
  const verse = etat.code === "2" ? Math.max(0, garanti - FORFAIT_LOGEMENT - ressources) : 0;
  const du = Math.max(foyer.ouverture, debutDeTrimestre(jour));
  const lignes = du > foyer.ouverture ? [foyer.ouverture, du] : [du];
  return { garanti, ressources, verse, du, lignes, dernierVersement: dernierVersement(contexte, foyer, jour) };
}

/** `PrestationRSA`: state of the right with its motive, amounts, lines. A request that waits, or that was refused, has neither amount nor line. */
export function prestation(contexte: Contexte, foyer: Foyer, etat: Etat, jour: Jour): string {
  const enfants = foyer.personnes.filter((p) => p.role === "ENF").length;
  const soumis = foyer.personnes.some((p) => p.soumise) ? 1 : 0;
  return (
    `<PrestationRSA>${situation(etat)}<DetailDroitRSA><TroncCommunDroitRSA><TOPSANSDOMFIXE>0</TOPSANSDOMFIXE><NBENFAUTCHA>${enfants}</NBENFAUTCHA><ORIDEMRSA>DEM</ORIDEMRSA>` +
    `<DTORIDEMRSA>${iso(foyer.demande)}</DTORIDEMRSA><TOPFOYDRODEVORSA>${soumis}</TOPFOYDRODEVORSA></TroncCommunDroitRSA>` +
    `${etat.code === "0" || etat.code === "1" ? "" : droit(foyer, calculer(contexte, foyer, etat, jour))}</DetailDroitRSA></PrestationRSA>`
  );
}

function droit(foyer: Foyer, c: Calcul): string {
  const enfants = foyer.personnes.filter((p) => p.role === "ENF").length;
  const majore = enfants > 0 && foyer.personnes.length - enfants === 1;
  const nature = `<NATPF>${majore ? "RSI" : "RSD"}</NATPF><SOUSNATPF>${majore ? "RSIN1" : "RSDN1"}</SOUSNATPF>`;
  const lignes = c.lignes.map((du, i) => {
    const suivante = c.lignes[i + 1];
    const suite =
      suivante === undefined
        ? `<MTRSAVERS>${montant(c.verse)}</MTRSAVERS>${facultatif("DTDERRSAVERS", c.dernierVersement === null ? null : iso(c.dernierVersement))}`
        : `<DFNATDRO>${iso(suivante - 1)}</DFNATDRO>`;
    return `<DetailCalculDroitRSA>${nature}<DDNATDRO>${iso(du)}</DDNATDRO>${suite}</DetailCalculDroitRSA>`;
  });
  return (
    `<MontantsCalculDroitRSA><DDELECAL>${iso(c.du)}</DDELECAL><MTREVMINIGARARSA>${montant(c.garanti)}</MTREVMINIGARARSA><MTREVGARARSA>${montant(c.garanti)}</MTREVGARARSA>` +
    `<MTRESSMENRSA>${montant(c.ressources)}</MTRESSMENRSA><MTTOTDRORSA>${montant(c.verse)}</MTTOTDRORSA></MontantsCalculDroitRSA>${lignes.join("")}`
  );
}
