import { dossierXml } from "../../simulation/caf/caf-dossier";
import { encoderWindows1252 } from "../../simulation/caf/windows-1252";
import { iso, jourDe } from "../../simulation/calendrier";
import { contexteDe } from "../../simulation/contexte";
import { Fichier } from "../../simulation/fichier";
import { droitsDe } from "../../simulation/foyer/droits";
import { foyerDe } from "../../simulation/foyer/foyer";
import { territoire94 } from "../../simulation/territoire/territoire-94";

const [DEBUT, FIN] = ["2025-11-20", "2026-11-20"];

const tete = `<?xml version="1.0" encoding="windows-1252"?>\n<Racine>\n<IdentificationFlux><APPLIEME>CRI</APPLIEME><NUMVERSIONAPPLIEME>6200</NUMVERSIONAPPLIEME><TYPEFLUX>M</TYPEFLUX><NATFLUX>D</NATFLUX><DTCREAFLUX>${FIN}</DTCREAFLUX><HEUCREAFLUX>01:18:36.0000</HEUCREAFLUX><DTREF>${FIN}</DTREF></IdentificationFlux>\n`;
const pied = (nombre: number) =>
  `<TransmissionFlux><NBTOTDOSRSATRANSM>${String(nombre).padStart(8, "0")}</NBTOTDOSRSATRANSM><NBTOTDOSRSATRANSMANO>00000000</NBTOTDOSRSATRANSMANO></TransmissionFlux>\n</Racine>\n`;

/** Writes one monthly stock of exactly `foyers` foyers of the simulated territory, one after the other. Returns its size in bytes. */
export async function ecrireFichierCaf(dossier: string, nom: string, foyers: number): Promise<number> {
  const [debut, fin] = [jourDe(DEBUT), jourDe(FIN)];
  const contexte = contexteDe({ graine: "banc", territoire: territoire94(), foyers, debut, fin });
  const fichier = new Fichier(dossier, nom);
  await fichier.ecrire(encoderWindows1252(tete));
  for (let index = 0; index < foyers; index++) {
    const foyer = foyerDe(contexte, index);
    await fichier.ecrire(encoderWindows1252(dossierXml(contexte, foyer, droitsDe(contexte, foyer), fin, null)));
  }
  await fichier.ecrire(pied(foyers));
  return (await fichier.fermer(foyers)).octets;
}

export const JOUR_DU_FICHIER = iso(jourDe(FIN));
