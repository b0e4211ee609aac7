import type { CategorieParcours, SystemeSource } from "../../shared/contrat/enums";
import type { Transaction } from "../../shared/database";
import type { OrigineOrientation, StatutOrientation, TypeOrganisme } from "../vocabulaire";
import { type OrganismeATransmettre, organismeJson } from "./organisme.repository";

/** An orientation as it may be told: codes and civil dates. */
export interface OrientationATransmettre {
  id: string;
  /** Canonical id of the person. */
  allocataire: string;
  rang: number;
  statut: StatutOrientation;
  origine: OrigineOrientation;
  /** Of a réorientation that was refused: those of the orientation that goes on. */
  categorie: CategorieParcours | null;
  organisme: OrganismeATransmettre | null;
  demandeeLe: string;
  /** Day of the decision; of a refusal, the day of the IOP. */
  decideeLe: string | null;
  decideePar: TypeOrganisme | null;
  /** Only to be looked for in the table of France Travail’s motives: the sentence itself never leaves. */
  motif: string | null;
  closeLe: string | null;
  motifFin: string | null;
  source: SystemeSource;
}

const ORIENTATIONS = `select o.id, coalesce(a.canonique, a.id) as allocataire, o.rang, o.statut, o.origine, p.categorie,
    case when g.id is not null then ${organismeJson("g")} end as organisme, o.demandee_le as "demandeeLe",
    coalesce(o.decidee_le, (select max(x.le) from allocataires.passage_instance x
      where x.departement = o.departement and x.orientation = o.id and x.decision = 'REFUSEE')) as "decideeLe",
    o.decidee_par as "decideePar", o.motif, o.close_le as "closeLe", o.motif_fin as "motifFin", o.source
  from allocataires.orientation o
  join allocataires.allocataire a on a.departement = o.departement and a.id = o.allocataire
  left join allocataires.orientation c on o.statut = 'REFUSEE' and c.departement = o.departement and c.allocataire = o.allocataire
    and c.statut = 'DECIDEE' and c.close_le is null
  left join allocataires.parcours_local p on p.departement = o.departement and p.code = case o.statut when 'REFUSEE' then c.parcours else o.parcours end
  left join allocataires.organisme g on g.departement = o.departement and g.id = case o.statut when 'REFUSEE' then c.organisme else o.organisme end
  where o.id = any ($1::uuid[])`;

/** Orientations by id, as they are now: one statement. */
export async function orientationsATransmettre(tx: Transaction, ids: readonly string[]): Promise<Map<string, OrientationATransmettre>> {
  return new Map((await tx.rows<OrientationATransmettre>(ORIENTATIONS, [ids])).map((o) => [o.id, o]));
}

/** Day on which the orientation that runs was decided, by person (canonical id): one statement. */
export async function orientationsCourantes(tx: Transaction, allocataires: readonly string[]): Promise<Map<string, string>> {
  const lignes = await tx.rows<{ allocataire: string; decideeLe: string }>(
    `select o.allocataire, o.decidee_le as "decideeLe" from allocataires.orientation o
     where o.allocataire = any ($1::uuid[]) and o.statut = 'DECIDEE' and o.close_le is null`,
    [allocataires],
  );
  return new Map(lignes.map((o) => [o.allocataire, o.decideeLe]));
}
