import { defineLoader } from "../../shared/context";
import { listesParCle } from "../par-cle";
import type { ProcedureSuivie } from "./echeances";

interface Ligne {
  allocataire: string;
  le: string;
}

/** Days on which an instance examined an orientation of the person, oldest first. */
export const passagesParAllocataire = defineLoader<string, string[]>(async (ids, tx) => {
  const lignes = await tx.rows<Ligne>(
    `select o.allocataire, p.le from allocataires.passage_instance p
     join allocataires.orientation o on o.departement = p.departement and o.id = p.orientation
     where o.allocataire = any ($1::uuid[]) order by p.le`,
    [ids],
  );
  return listesParCle(ids, lignes, (p) => p.allocataire).map((siens) => siens.map((p) => p.le));
});

/** Days on which a transfer from another département asked for an orientation, oldest first. */
export const transfertsParAllocataire = defineLoader<string, string[]>(async (ids, tx) => {
  const lignes = await tx.rows<Ligne>(
    `select o.allocataire, o.demandee_le as le from allocataires.orientation o
     where o.allocataire = any ($1::uuid[]) and o.origine = 'TRANSFERT_DEPARTEMENT' order by o.demandee_le`,
    [ids],
  );
  return listesParCle(ids, lignes, (o) => o.allocataire).map((siens) => siens.map((o) => o.le));
});

/** Procedures of sanction whose next step has a limit. */
export const proceduresParAllocataire = defineLoader<string, ProcedureSuivie[]>(async (ids, tx) => {
  const lignes = await tx.rows<ProcedureSuivie & { allocataire: string }>(
    `select z.allocataire, z.id, z.nature, z.statut, z.proposee_le as "proposeeLe", z.instruction_limite as "instructionLimite",
       z.notifiee_le as "notifieeLe", z.observations_limite as "observationsLimite", z.debut, z.fin
     from allocataires.sanction z
     where z.allocataire = any ($1::uuid[]) and z.statut in ('PROPOSEE', 'EN_INSTRUCTION', 'OBSERVATIONS_ATTENDUES', 'DECIDEE')
     order by z.proposee_le, z.id`,
    [ids],
  );
  return listesParCle(ids, lignes, (z) => z.allocataire);
});
