import { addMonths } from "../../../subgraphs/shared/civil-date";
import type { Jour } from "./histoire";
import type { Vie } from "./vie";

/** A failing to her contract, the sanction that is proposed for it, what is decided, and how it ends. */
export function sanctionner(v: Vie, depuis: Jour): void {
  const constateLe = v.dans(depuis, 300, 30);
  const manquement = v.uuid();
  v.dire("ManquementSignale", constateLe, { manquement, nature: v.un("NON_RESPECT_CONTRAT", "REFUS_CONTROLE"), constateLe });
  if (v.parfois(4)) return;
  const proposeeLe = v.dans(constateLe, 20);
  const fait = { sanction: v.uuid(), manquement, nature: v.un("SUSPENSION", "SUPPRESSION") };
  v.dire("SanctionProposee", proposeeLe, { ...fait, proposeeLe });
  if (v.parfois(4)) return;
  const decideeLe = v.apres(proposeeLe);
  const statut = v.un("DECIDEE", "DECIDEE", "REFUSEE");
  const [debut, fin] = statut === "DECIDEE" ? [decideeLe, addMonths(decideeLe, 2)] : [null, null];
  v.dire("SanctionDecidee", decideeLe, { ...fait, statut, decideeLe, parDelegation: false, debut, fin });
  if (statut === "REFUSEE") return;
  const leveeLe = v.dans(decideeLe, 50, 5);
  const { sanction } = fait;
  if (v.parfois(3)) v.dire("SanctionLevee", leveeLe, { sanction, remobilisationLe: leveeLe, leveeLe });
  else if (v.parfois(4)) v.dire("SanctionAnnulee", leveeLe, { sanction, cause: "DROIT_ERREUR", annuleeLe: leveeLe });
}
