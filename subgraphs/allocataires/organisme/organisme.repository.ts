import { defineLoader } from "../../shared/context";
import { type ParcoursLocal, type ParcoursLocalRow, parcoursLocal } from "../../shared/contrat/parcours-local";
import type { Transaction } from "../../shared/database";
import { listesParCle, parCle } from "../par-cle";
import type { TypeOrganisme } from "../vocabulaire";
import type { Organisme, Referent } from "./organisme";

const ORGANISME = "select o.id, o.departement, o.code, o.nom, o.type from allocataires.organisme o";
const REFERENT = "select r.id, r.departement, r.organisme, r.code, r.nom, r.prenom, r.fonction from allocataires.referent r";

export const organismeParId = defineLoader<string, Organisme | null>(async (ids, tx) =>
  parCle(ids, await tx.rows<Organisme>(`${ORGANISME} where o.id = any ($1::text[])`, [ids]), (o) => o.id),
);

export const referentParId = defineLoader<string, Referent | null>(async (ids, tx) =>
  parCle(ids, await tx.rows<Referent>(`${REFERENT} where r.id = any ($1::text[])`, [ids]), (r) => r.id),
);

export const referentsParOrganisme = defineLoader<string, Referent[]>(async (ids, tx) =>
  listesParCle(
    ids,
    await tx.rows<Referent>(`${REFERENT} where r.organisme = any ($1::text[]) order by r.nom, r.prenom, r.id`, [ids]),
    (r) => r.organisme,
  ),
);

/** The organismes that the caller's départements know, ordered by id. */
export const listerOrganismes = (tx: Transaction, departement: string | null, type: TypeOrganisme | null): Promise<Organisme[]> =>
  tx.rows<Organisme>(`${ORGANISME} where ($1::text is null or o.departement = $1) and ($2::text is null or o.type = $2) order by o.id`, [
    departement,
    type,
  ]);

export interface CleParcours {
  departement: string;
  code: string;
}
const cleParcours = ({ departement, code }: CleParcours) => `${departement} ${code}`;

/** Local parcours by département and code. */
export const parcoursParCode = defineLoader<CleParcours, ParcoursLocal | null>(async (cles, tx) => {
  const lignes = await tx.rows<ParcoursLocalRow>(
    "select p.* from allocataires.parcours_local p where p.departement = any ($1::text[]) and p.code = any ($2::text[])",
    [cles.map((c) => c.departement), cles.map((c) => c.code)],
  );
  return parCle(cles.map(cleParcours), lignes, cleParcours).map((ligne) => ligne && parcoursLocal(ligne));
}, cleParcours);

export interface FileActiveStockee {
  departement: string;
  referent: string;
  /** Null for the people whose orientation names no parcours. */
  parcours: string | null;
  effectif: number;
  maximum: number | null;
}

/** People followed today by a référent, counted by parcours; the parcours for which she has a capacity are listed even when empty. */
export const filesActivesParReferent = defineLoader<string, FileActiveStockee[]>(async (ids, tx) => {
  const lignes = await tx.rows<FileActiveStockee>(
    `select coalesce(f.departement, c.departement) as departement, coalesce(f.referent, c.referent) as referent, coalesce(f.parcours, c.parcours) as parcours,
       coalesce(f.effectif, 0) as effectif, c.maximum
     from (select * from allocataires.file_active where referent = any ($1::text[])) f
     full join (select * from allocataires.referent_capacite where referent = any ($1::text[])) c
       on c.departement = f.departement and c.referent = f.referent and c.parcours = f.parcours
     order by 3`,
    [ids],
  );
  return listesParCle(ids, lignes, (f) => f.referent);
});
