import type { Transaction } from "../../../shared/database";
import type { DivergenceConstatee, DivergenceDesignee } from "../fait-recu";
import { reprendreLesDivergences } from "./fait-remplace.repository";

const OUVRIR = `insert into echanges.divergence as d (departement, allocataire, objet, fait, champ, valeur_hub, valeur_partenaire, constatee_le)
  select $1, x.allocataire, x.objet, x.fait, x.champ, x."valeurHub", x."valeurPartenaire", $3
  from jsonb_to_recordset($2::jsonb) as x (allocataire uuid, objet text, fait uuid, champ text, "valeurHub" text, "valeurPartenaire" text)
  on conflict (departement, allocataire, objet, fait, champ) where resolue_le is null
  do update set valeur_hub = excluded.valeur_hub, valeur_partenaire = excluded.valeur_partenaire`;

const FERMER = `update echanges.divergence d set resolue_le = $3, resolution = 'DEVENUE_EGALE'
  from jsonb_to_recordset($2::jsonb) as x (allocataire uuid, objet text, fait uuid, champ text)
  where d.departement = $1 and d.allocataire = x.allocataire and d.objet = x.objet and d.fait is not distinct from x.fait and d.resolue_le is null
    and (x.champ is null or d.champ = x.champ)`;

/** Opens divergences, or says the values of today of those that are open already. */
export async function ouvrirDivergences(
  tx: Transaction,
  departement: string,
  constatees: readonly Omit<DivergenceConstatee, "departement">[],
  le: Date,
): Promise<void> {
  if (constatees.length === 0) return;
  await reprendreLesDivergences(tx, departement, constatees);
  await tx.execute(OUVRIR, [departement, JSON.stringify(constatees), le]);
}

/** Both sides say the same of these facts again: of one field, or of all of them. */
export async function fermerDivergences(
  tx: Transaction,
  departement: string,
  egales: readonly Omit<DivergenceDesignee, "departement">[],
  le: Date,
): Promise<void> {
  if (egales.length > 0) await tx.execute(FERMER, [departement, JSON.stringify(egales), le]);
}
