/** The NIR in the flows: 13 characters without key (CAF) or 15 with it (MSA). Source: RDVI nir_helper, bugs on padding and Corsica. */

const FORME = /^[1-478]\d{4}(\d{2}|2[AB])\d{6}$/;

/** Key of a NIR of 13 characters, on two digits: 97 − (n mod 97), 2A read 19 and 2B read 18. */
export function cleNir(nir13: string): string {
  const nombre = BigInt(nir13.toUpperCase().replace("2A", "19").replace("2B", "18"));
  return String(97n - (nombre % 97n)).padStart(2, "0");
}

export type NirLu = { nir: string } | { code: "NIR_LONGUEUR" | "NIR_FORME" | "NIR_CLE"; raison: string };

/** Reads a NIR received with or without its key; gives back its 13 characters, or why it cannot be kept. The value itself never enters a reason. */
export function lireNir(recu: string): NirLu {
  const nir = recu.trim().toUpperCase();
  if (nir.length !== 13 && nir.length !== 15) {
    return { code: "NIR_LONGUEUR", raison: `le NIR compte ${nir.length} caractères au lieu de 13 (sans clé) ou 15 (avec clé)` };
  }
  const nir13 = nir.slice(0, 13);
  if (!FORME.test(nir13)) return { code: "NIR_FORME", raison: "le NIR n’a pas la forme d’un numéro de sécurité sociale" };
  if (nir.length === 15 && nir.slice(13) !== cleNir(nir13)) return { code: "NIR_CLE", raison: "la clé du NIR est fausse" };
  return { nir: nir13 };
}
