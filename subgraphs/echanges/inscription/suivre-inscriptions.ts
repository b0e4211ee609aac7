import type pg from "pg";
import type { PublishedEvent } from "../../shared/event-follower";

/** The last status that France Travail says, by its date of effect. A line may carry the id that the person had before a merge. */
const CONSTATER = `update echanges.liste_inscription_personne p set statut = x.statut, date_effet = x.date_effet, constate_le = x.le
  from jsonb_to_recordset($1::jsonb) as x (departement text, allocataire uuid, statut text, date_effet date, le timestamptz)
  where p.departement = x.departement and (p.date_effet is null or p.date_effet <= x.date_effet)
    and p.allocataire in (select m.allocataire from publie.perimetre m where m.departement = x.departement and m.canonique in (
      select c.canonique from publie.perimetre c where c.departement = x.departement and c.allocataire = x.allocataire))`;

/** The expected status is there: the exchange is confirmed, even after it was given up. */
const CONFIRMER = `update echanges.echange e set statut = 'CONFIRME', traite_le = p.constate_le, prochain_essai = null,
    erreur_code = null, erreur_message = null, erreur_reessayable = null, erreur_action = null
  from echanges.liste_inscription_personne p
  where ($1::text[] is null or p.departement = any ($1)) and e.departement = p.departement and e.evenement = p.evenement and e.objet = 'INSCRIPTION_LISTE'
    and e.statut in ('A_CONFIRMER', 'ABANDONNE') and (p.statut = 'INSCRIT' or (p.nature = 'A_IDENTIFIER' and p.statut is not null))`;

/** Applies the statuses that events tell, the last of each person by its date. Runs as the role of the exchanges. */
export async function suivreInscriptions(client: pg.ClientBase, evenements: readonly PublishedEvent[]): Promise<void> {
  const derniers = new Map<string, PublishedEvent>();
  for (const evenement of evenements) {
    if (evenement.type !== "InscriptionConstatee" || evenement.allocataire === null) continue;
    const avant = derniers.get(evenement.allocataire);
    if (!avant || avant.donnees.dateEffet <= evenement.donnees.dateEffet) derniers.set(evenement.allocataire, evenement);
  }
  if (derniers.size === 0) return;
  const lignes = [...derniers.values()].map(({ departement, allocataire, donnees, survenuLe }) => ({
    departement,
    allocataire,
    statut: donnees.statut,
    date_effet: donnees.dateEffet,
    le: survenuLe,
  }));
  await client.query(CONSTATER, [JSON.stringify(lignes)]);
  await client.query(CONFIRMER, [[...new Set(lignes.map((l) => l.departement))]]);
}

/** The same for what was left in a file after France Travail had shown the status. `client`: the owner's connection. */
export async function confirmerInscriptions(client: pg.ClientBase): Promise<void> {
  await client.query(CONFIRMER, [null]);
}

/** The lists keep their counts, and no longer say whom they named. */
export const OUBLIER_LES_INSCRIPTIONS = `update echanges.liste_inscription_personne p set allocataire = null
  from unnest($1::text[], $2::uuid[]) x (departement, id) where p.departement = x.departement and p.allocataire = x.id`;
