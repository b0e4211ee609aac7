import { lireNir } from "./nir";
import type { Noeud } from "./noeud";
import type { Fonds } from "./nomenclature";
import { invalide, obligatoire } from "./valeur";

/** MATRICULE of the CAF on its 7 digits: the flow pads it on 15 with trailing zeros, and leading zeros may be lost (205599000000000 → 2055990, 12345 → 0012345). */
export function matriculeCaf(recu: string): string | null {
  if (!/^\d{1,15}$/.test(recu)) return null;
  if (recu.length <= 7) return recu.padStart(7, "0");
  const complet = recu.padStart(15, "0");
  return complet.endsWith("00000000") ? complet.slice(0, 7) : null;
}

/** MATRICULE of the MSA, which is a NIR of 13 (padded with zeros) or 15 characters: its 13 characters. */
export function matriculeMsa(recu: string): string | null {
  const lu = lireNir(recu.length === 15 && recu.endsWith("00") ? recu.slice(0, 13) : recu);
  return "nir" in lu ? lu.nir : null;
}

export function lireMatricule(organisme: Noeud | undefined, fonds: Fonds): string {
  const recu = obligatoire(organisme, "MATRICULE");
  const matricule = fonds === "CAF" ? matriculeCaf(recu) : matriculeMsa(recu);
  return matricule ?? invalide("MATRICULE", fonds === "CAF" ? "7 chiffres significatifs sont attendus" : "un NIR est attendu");
}
