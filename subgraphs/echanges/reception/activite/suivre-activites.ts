import type pg from "pg";
import type { PublishedEvent } from "../../../shared/event-follower";

/** What the Département did, and the activities that it answers. */
function codesFermes({ type, donnees }: PublishedEvent): string[] {
  if (type === "OrientationDecidee") return ["ACT382", "ACT414"];
  if (type === "ReorientationRefusee") return ["ACT414"];
  if (type === "RendezVousPlanifie" && donnees.famille === "PREMIER_ACCOMPAGNEMENT") return ["ACT380"];
  return [];
}

// An activity may carry the id that the person had before a merge.
const FERMER = `update echanges.activite_recue a set statut = 'TRAITEE', traitee_le = f.le, erreur_code = null, erreur_message = null
  from jsonb_to_recordset($1::jsonb) f (departement text, allocataire uuid, codes jsonb, le timestamptz)
  where a.departement = f.departement and a.statut in ('A_TRAITER', 'REJETEE') and f.codes ? a.code and a.creee_le <= f.le
    and (a.allocataire = f.allocataire or a.allocataire in (select p.allocataire from publie.perimetre p
      where p.departement = f.departement and p.canonique = f.allocataire))`;

/** Marks done the activities that the events answer: a decision, a first appointment. Set-based. */
export async function fermerActivites(client: pg.ClientBase, evenements: readonly PublishedEvent[]): Promise<void> {
  const faits = evenements.flatMap((evenement) => {
    const codes = codesFermes(evenement);
    const { departement, allocataire, survenuLe } = evenement;
    return codes.length > 0 && allocataire !== null ? [{ departement, allocataire, codes, le: survenuLe }] : [];
  });
  if (faits.length > 0) await client.query(FERMER, [JSON.stringify(faits)]);
}

const OUBLIER_ACTIVITES = `update echanges.activite_recue a set allocataire = null, attributs = '{}', statut = 'TRAITEE', traitee_le = coalesce(a.traitee_le, $3)
  from unnest($1::text[], $2::uuid[]) x (departement, id) where a.departement = x.departement and a.allocataire = x.id`;
const OUBLIER_LECTURES = `delete from echanges.lecture_personne l using unnest($1::text[], $2::uuid[]) x (departement, id)
  where l.departement = x.departement and l.allocataire = x.id`;
const OUBLIER_DIVERGENCES = `delete from echanges.divergence d using unnest($1::text[], $2::uuid[]) x (departement, id)
  where d.departement = x.departement and d.allocataire = x.id`;

/** Whoever is erased leaves nothing of what France Travail said of her: no divergence, no reading, no attribute. */
export async function oublierReception(
  client: pg.ClientBase,
  { departements, allocataires, le }: { departements: string[]; allocataires: string[]; le: Date },
): Promise<void> {
  await client.query(OUBLIER_ACTIVITES, [departements, allocataires, le]);
  await client.query(OUBLIER_LECTURES, [departements, allocataires]);
  await client.query(OUBLIER_DIVERGENCES, [departements, allocataires]);
}
