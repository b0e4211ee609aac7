import { civilDateOf, isCivilDate } from "../../shared/civil-date";
import { ISSUES, STATUTS } from "../prescription/cycle";
import { MOTIFS_REFUS } from "../prescription/motif-refus";
import type { ReponseDuFormulaire } from "./reponse-par-lien.repository";

const parmi = <T extends string>(valeurs: readonly T[], texte: string | null): T | null => valeurs.find((v) => v === texte) ?? null;

/** What a form of the page says, or null when no form of the page could say it. */
export function formulaireRecu(corps: string, maintenant: Date): ReponseDuFormulaire | null {
  const champs = new URLSearchParams(corps);
  const vers = parmi(STATUTS, champs.get("statut"));
  const sceau = champs.get("sceau");
  if (!sceau || corps.includes("%00")) return null;
  const date = champs.get("date");
  if (date !== null) {
    if (!isCivilDate(date)) return { sceau, illisible: "Donnez le jour de ces minutes : année, mois, jour, comme 2026-03-05." };
    return { sceau, heures: { date, minutes: Math.round(Number(champs.get("minutes")) || 0) } };
  }
  if (!vers) return null;
  const motif = champs.get("motif")?.trim() || null;
  const codes = { motifRefus: parmi(MOTIFS_REFUS, champs.get("motifRefus")), issue: parmi(ISSUES, champs.get("issue")) };
  return { sceau, etape: { vers, motif, ...codes, debutPrevu: champs.get("debut") || null, jour: civilDateOf(maintenant) } };
}
