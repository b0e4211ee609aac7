import { iso, type Jour } from "../calendrier";
import type { Contexte } from "../contexte";
import { type BilanFichier, Fichier } from "../fichier";
import { DOSSIERS_PAR_FOYER, dossiersDe } from "../foyer/dossiers";
import { changementsDe, droitsDe } from "../foyer/droits";
import { foyerDe } from "../foyer/foyer";
import { dossierXml } from "./caf-dossier";
import { encoderWindows1252 } from "./windows-1252";

/** The days are made at night, after the month of the same day. */
const HEURES = { M: "00:40:12.0000", I: "01:18:36.0000" };
const HEURE_DU_STOCK = HEURES.I;

const entete = (identification: string) =>
  `<?xml version="1.0" encoding="windows-1252"?>\n<Racine>\n<IdentificationFlux>${identification}</IdentificationFlux>\n`;

/** Head of a « bénéficiaire » file. */
export const enteteBeneficiaire = (typeFlux: "M" | "I", jour: Jour, reference: Jour, heure = HEURES[typeFlux]) =>
  entete(
    `<APPLIEME>CRI</APPLIEME><NUMVERSIONAPPLIEME>6200</NUMVERSIONAPPLIEME><TYPEFLUX>${typeFlux}</TYPEFLUX><NATFLUX>D</NATFLUX>` +
      `<DTCREAFLUX>${iso(jour)}</DTCREAFLUX><HEUCREAFLUX>${heure}</HEUCREAFLUX><DTREF>${iso(reference)}</DTREF>`,
  );

/** Head of an « instruction » file: it has no day of reference. */
export const enteteInstruction = (jour: Jour) =>
  entete(
    `<APPLIEME>ASR</APPLIEME><NUMVERSIONAPPLIEME>0901</NUMVERSIONAPPLIEME><TYPEFLUX>M</TYPEFLUX><NATFLUX>I</NATFLUX><DTCREAFLUX>${iso(jour)}</DTCREAFLUX><HEUCREAFLUX>00:20:00</HEUCREAFLUX>`,
  );

type Compteur = "NBTOTDOSRSATRANSM" | "NBTOTDEMRSATRANSM";

function pied(compteur: Compteur, nombre: number): string {
  const anomalies = compteur === "NBTOTDOSRSATRANSM" ? "<NBTOTDOSRSATRANSMANO>00000000</NBTOTDOSRSATRANSMANO>" : "";
  return `<TransmissionFlux><${compteur}>${String(nombre).padStart(8, "0")}</${compteur}>${anomalies}</TransmissionFlux>\n</Racine>\n`;
}

/** « Instruction » files are apart: the import of the folder `caf` takes « bénéficiaire » files only. */
export const nomDe = (prefixe: "RSABEM" | "RSABEI" | "RSABEM_MSA" | "INSTRUCTION", jour: Jour) =>
  `${prefixe === "INSTRUCTION" ? "instruction" : "caf"}/${prefixe}_${iso(jour).replaceAll("-", "")}.xml`;

/** Told each foyer that is written. */
export type Suivi = (index: number) => void;

/** Writes one file: its head, its dossiers one after the other, and a trailer that counts them. */
export async function ecrireFlux(
  dossier: string,
  nom: string,
  tete: string,
  compteur: Compteur,
  dossiers: () => Iterable<string>,
): Promise<[nom: string, bilan: BilanFichier]> {
  const sortie = new Fichier(dossier, nom);
  await sortie.ecrire(encoderWindows1252(tete));
  let nombre = 0;
  for (const xml of dossiers()) {
    await sortie.ecrire(encoderWindows1252(xml));
    nombre++;
  }
  await sortie.ecrire(pied(compteur, nombre));
  return [nom, await sortie.fermer(nombre)];
}

/** The first monthly stock: every foyer that was there one year before the end. */
export function ecrireStock(contexte: Contexte, dossier: string, suivi: Suivi): Promise<[nom: string, bilan: BilanFichier]> {
  const tete = enteteBeneficiaire("M", contexte.debut, contexte.debut - 1, HEURE_DU_STOCK);
  return ecrireFlux(dossier, nomDe("RSABEM", contexte.debut), tete, "NBTOTDOSRSATRANSM", function* () {
    for (let index = 0; index < contexte.foyers && !contexte.place(index).flux; index++) {
      const foyer = foyerDe(contexte, index);
      yield dossierXml(contexte, foyer, droitsDe(contexte, foyer), contexte.debut, null);
      suivi(index);
    }
  });
}

/** One file a working day, empty days included: newcomers and changes.
 * @param parJour ordinals of the dossiers of each file (`foyer * DOSSIERS_PAR_FOYER + rang`). */
export async function ecrireFluxQuotidiens(
  contexte: Contexte,
  dossier: string,
  parJour: ReadonlyMap<Jour, number[]>,
  suivi: Suivi,
): Promise<Map<string, BilanFichier>> {
  const bilans = new Map<string, BilanFichier>();
  for (const jour of contexte.joursDeFlux) {
    const tete = enteteBeneficiaire("I", jour, jour - 1);
    const ecrit = await ecrireFlux(dossier, nomDe("RSABEI", jour), tete, "NBTOTDOSRSATRANSM", function* () {
      for (const ordinal of parJour.get(jour) ?? []) {
        const index = Math.floor(ordinal / DOSSIERS_PAR_FOYER);
        const { foyer, droits } = dossiersDe(contexte, index)[ordinal % DOSSIERS_PAR_FOYER]!;
        const faits = changementsDe(contexte, foyer, droits).filter((changement) => changement.jour === jour);
        yield dossierXml(contexte, foyer, droits, jour, faits.at(-1)?.fg ?? null);
        suivi(index);
      }
    });
    bilans.set(...ecrit);
  }
  return bilans;
}
