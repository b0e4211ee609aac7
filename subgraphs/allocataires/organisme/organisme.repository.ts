import { defineLoader } from "../../shared/context";
import { type ParcoursLocal, type ParcoursLocalRow, parcoursLocal } from "../../shared/contrat/parcours-local";
import type { Transaction } from "../../shared/database";
import { listesParCle, parCle } from "../par-cle";
import type { TypeOrganisme } from "../vocabulaire";
import type { Organisme, Referent } from "./organisme";

const ORGANISME = "select o.id, o.departement, o.code, o.nom, o.type, o.du, o.au from allocataires.organisme o";
const REFERENT = "select r.id, r.departement, r.organisme, r.code, r.nom, r.prenom, r.fonction, r.du, r.au from allocataires.referent r";

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

export interface CriteresOrganisme {
  departement: string | null;
  type: TypeOrganisme | null;
  /** Those of that day only, civil date; null for all. */
  jour: string | null;
}

/** The organismes that the caller's départements know, ordered by id. */
export const listerOrganismes = (tx: Transaction, { departement, type, jour }: CriteresOrganisme): Promise<Organisme[]> =>
  tx.rows<Organisme>(
    `${ORGANISME} where ($1::text is null or o.departement = $1) and ($2::text is null or o.type = $2)
       and ($3::date is null or ((o.du is null or o.du <= $3::date) and (o.au is null or o.au >= $3::date))) order by o.id`,
    [departement, type, jour],
  );

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
