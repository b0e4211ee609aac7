import { defineLoader } from "../../shared/context";
import { MEMBRE, VISIBLE } from "../../shared/perimetre";
import type { FamilleMotif } from "../correspondances-rdv";
import type { SystemeRdv } from "../declaration";

export interface InvitationRow {
  canonique: string;
  systeme: SystemeRdv;
  identifiant: string;
  canal: string;
  famille: FamilleMotif;
  categorie: string | null;
  envoyeeLe: Date;
  expireLe: Date | null;
  cliquee: boolean;
  remise: string | null;
  remiseSource: string | null;
}

/** The invitations of people whom the caller may read, newest first, in one statement. */
export const invitationsDe = defineLoader<string, InvitationRow[]>(async (ids, tx) => {
  const rows = await tx.rows<InvitationRow & { demande: string }>(
    `with ${VISIBLE}, ${MEMBRE}
     select m.id as demande, m.canonique, i.systeme, i.identifiant, i.canal, i.famille, i.categorie, i.envoyee_le as "envoyeeLe", i.expire_le as "expireLe",
       i.cliquee, i.remise, i.remise_source as "remiseSource"
     from membre m join rendez_vous.invitation i on i.departement = m.departement and i.allocataire = m.allocataire
     order by m.id, i.envoyee_le desc, i.systeme, i.identifiant`,
    [ids],
  );
  const groups = Map.groupBy(rows, (row) => row.demande);
  return ids.map((id) => groups.get(id) ?? []);
});

export interface ReferentRow {
  canonique: string;
  systeme: SystemeRdv;
  agent: string;
  organisme: string | null;
  depuis: Date;
}

/** Whom the tools say to follow people, those whom they removed left out. */
export const referentsAilleursDe = defineLoader<string, ReferentRow[]>(async (ids, tx) => {
  const rows = await tx.rows<ReferentRow & { demande: string }>(
    `with ${VISIBLE}, ${MEMBRE}
     select m.id as demande, m.canonique, r.systeme, r.agent, r.depuis, rendez_vous.organisme_de_l_agent(r.departement, r.systeme, r.agent) as organisme
     from membre m join rendez_vous.referent_externe r on r.departement = m.departement and r.allocataire = m.allocataire
     where r.retire_le is null order by m.id, r.depuis desc, r.systeme, r.identifiant`,
    [ids],
  );
  const groups = Map.groupBy(rows, (row) => row.demande);
  return ids.map((id) => groups.get(id) ?? []);
});
