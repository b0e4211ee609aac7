import { iso, type Jour } from "../calendrier";
import type { Contexte } from "../contexte";
import { type BilanFichier, Fichier } from "../fichier";
import { changementsDe, droitsDe } from "../foyer/droits";
import { foyerDe } from "../foyer/foyer";
import { dossierXml } from "./caf-dossier";
import { encoderWindows1252 } from "./windows-1252";

const HEURE = "01:18:36.0000";

const entete = (typeFlux: "M" | "I", jour: Jour, reference: Jour) =>
  `<?xml version="1.0" encoding="windows-1252"?>\n<Racine>\n<IdentificationFlux><APPLIEME>CRI</APPLIEME><NUMVERSIONAPPLIEME>6200</NUMVERSIONAPPLIEME><TYPEFLUX>${typeFlux}</TYPEFLUX><NATFLUX>D</NATFLUX>` +
  `<DTCREAFLUX>${iso(jour)}</DTCREAFLUX><HEUCREAFLUX>${HEURE}</HEUCREAFLUX><DTREF>${iso(reference)}</DTREF></IdentificationFlux>\n`;

const pied = (nombre: number) =>
  `<TransmissionFlux><NBTOTDOSRSATRANSM>${String(nombre).padStart(8, "0")}</NBTOTDOSRSATRANSM><NBTOTDOSRSATRANSMANO>00000000</NBTOTDOSRSATRANSMANO></TransmissionFlux>\n</Racine>\n`;

const nom = (prefixe: string, jour: Jour) => `caf/${prefixe}_${iso(jour).replaceAll("-", "")}.xml`;

/** Told each foyer that is written. */
export type Suivi = (index: number) => void;

/** The first monthly stock: every foyer that was there one year before the end. */
export async function ecrireStock(contexte: Contexte, dossier: string, suivi: Suivi): Promise<[nom: string, bilan: BilanFichier]> {
  const fichier = nom("RSABEM", contexte.debut);
  const sortie = new Fichier(dossier, fichier);
  await sortie.ecrire(encoderWindows1252(entete("M", contexte.debut, contexte.debut - 1)));
  let nombre = 0;
  for (let index = 0; index < contexte.foyers && !contexte.place(index).flux; index++) {
    const foyer = foyerDe(contexte, index);
    await sortie.ecrire(encoderWindows1252(dossierXml(contexte, foyer, droitsDe(contexte, foyer), contexte.debut, null)));
    nombre++;
    suivi(index);
  }
  await sortie.ecrire(pied(nombre));
  return [fichier, await sortie.fermer(nombre)];
}

/** One file a working day, empty days included: newcomers and changes.
 * @param parJour ordinals of the foyers of each file. */
export async function ecrireFluxQuotidiens(
  contexte: Contexte,
  dossier: string,
  parJour: ReadonlyMap<Jour, number[]>,
  suivi: Suivi,
): Promise<Map<string, BilanFichier>> {
  const bilans = new Map<string, BilanFichier>();
  for (const jour of contexte.joursDeFlux) {
    const fichier = nom("RSABEI", jour);
    const sortie = new Fichier(dossier, fichier);
    await sortie.ecrire(encoderWindows1252(entete("I", jour, jour - 1)));
    const foyers = parJour.get(jour) ?? [];
    for (const index of foyers) {
      const foyer = foyerDe(contexte, index);
      const droits = droitsDe(contexte, foyer);
      const faits = changementsDe(contexte, foyer, droits).filter((changement) => changement.jour === jour);
      await sortie.ecrire(encoderWindows1252(dossierXml(contexte, foyer, droits, jour, faits.at(-1)?.fg ?? null)));
      suivi(index);
    }
    await sortie.ecrire(pied(foyers.length));
    bilans.set(fichier, await sortie.fermer(foyers.length));
  }
  return bilans;
}
