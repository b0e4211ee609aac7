import type { Transaction } from "../shared/database";
import { REFERENT_LU } from "./orientation/orientation.repository";
import { type Acteur, type Situation, sourceDe } from "./situation";

interface Verrou {
  departement: string;
  id: string;
}

/** Locks a person's row until the end of the transaction: two acts on her follow one another. Null when the caller may not read her.
 * An id given before a merge locks the person who replaces it. */
async function verrouiller(tx: Transaction, allocataire: string): Promise<Verrou | null> {
  const ligne = await tx.row<Verrou & { canonique: string | null }>(
    "select a.departement, a.id, a.canonique from allocataires.allocataire a where a.id = $1::uuid for update",
    [allocataire],
  );
  return ligne?.canonique ? verrouiller(tx, ligne.canonique) : ligne;
}

const ACTEUR = `nullif(current_setting('unefois.organisme', true), '') as "acteurOrganisme",
  nullif(current_setting('unefois.source', true), '') as "acteurSource",
  (select o.type from allocataires.organisme o where o.id = current_setting('unefois.organisme', true)) as "acteurType"`;

interface Ligne {
  acteurOrganisme: string | null;
  acteurType: Acteur["type"];
  acteurSource: Acteur["source"];
  entreeRang: number | null;
  notification: string | null;
  sortie: string | null;
  orientationId: string | null;
  decideeLe: string;
  organisme: string | null;
  referent: string | null;
  contratId: string | null;
  contratNature: NonNullable<Situation["contrat"]>["nature"];
  contratStatut: NonNullable<Situation["contrat"]>["statut"];
  contratSignature: string | null;
  contratRefus: string | null;
  contratFin: string | null;
}

/** Locks a person and reads what an act on her depends on: two statements. The second begins after the lock: it sees what its holder committed. */
export async function situationVerrouillee(tx: Transaction, allocataire: string): Promise<Situation | null> {
  const verrou = await verrouiller(tx, allocataire);
  if (!verrou) return null;
  const ligne = await tx.row<Ligne>(
    `select ${ACTEUR}, e.rang as "entreeRang", e.notification, e.sortie,
       o.id as "orientationId", o.decidee_le as "decideeLe", o.organisme, ${REFERENT_LU} as referent,
       c.id as "contratId", c.nature as "contratNature", c.statut as "contratStatut",
       c.date_signature as "contratSignature", c.date_refus as "contratRefus", c.date_fin as "contratFin"
     from (select $1::text as departement, $2::uuid as allocataire) p
     left join lateral (select f.rang, f.notification, f.sortie from allocataires.entree f
       where f.departement = p.departement and f.allocataire = p.allocataire order by f.rang desc limit 1) e on true
     left join allocataires.orientation o on o.departement = p.departement and o.allocataire = p.allocataire and o.statut = 'DECIDEE' and o.close_le is null
     left join allocataires.contrat_engagement c on c.departement = p.departement and c.allocataire = p.allocataire
       and c.statut in ('A_SIGNER', 'SIGNE', 'SUSPENDU')`,
    [verrou.departement, verrou.id],
  );
  return ligne && enSituation(verrou, ligne);
}

const enSituation = ({ departement, id }: Verrou, ligne: Ligne): Situation => ({
  departement,
  allocataire: id,
  acteur: { organisme: ligne.acteurOrganisme, type: ligne.acteurType, source: ligne.acteurSource },
  entree: ligne.entreeRang === null ? null : { rang: ligne.entreeRang, notification: ligne.notification, sortie: ligne.sortie },
  orientation:
    ligne.orientationId === null
      ? null
      : { id: ligne.orientationId, decideeLe: ligne.decideeLe, organisme: ligne.organisme, referent: ligne.referent },
  contrat:
    ligne.contratId === null
      ? null
      : {
          id: ligne.contratId,
          nature: ligne.contratNature,
          statut: ligne.contratStatut,
          dateSignature: ligne.contratSignature,
          dateRefus: ligne.contratRefus,
          dateFin: ligne.contratFin,
        },
});

/** The organisme of the caller, for an act that is on nobody in particular. */
export async function lireActeur(tx: Transaction): Promise<Acteur> {
  const ligne = await tx.row<Pick<Ligne, "acteurOrganisme" | "acteurType" | "acteurSource">>(`select ${ACTEUR}`);
  return { organisme: ligne?.acteurOrganisme ?? null, type: ligne?.acteurType ?? null, source: ligne?.acteurSource };
}

/** Values of the columns source, source_organisme, collectee_le, recue_le, certifiee of what an organisme writes itself. */
export const provenanceDeLActe = (acteur: Acteur, le: Date): unknown[] => [sourceDe(acteur), acteur.organisme, le, le, true];
export const COLONNES_DE_L_ACTE = "source, source_organisme, collectee_le, recue_le, certifiee";
