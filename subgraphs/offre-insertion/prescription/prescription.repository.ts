import { defineLoader } from "../../shared/context";
import type { Transaction } from "../../shared/database";
import { isUuid } from "../../shared/page";
import { MEMBRE, VISIBLE } from "../../shared/perimetre";
import { listesParCle, parCle } from "../par-cle";
import type { Etape, Prescription, Statut } from "./prescription";

/** Columns of `offre_insertion.prescription x`; the person by her canonical id. */
const COLONNES = `x.id, x.departement, x.offre, x.session, x.prescripteur, x.statut, x.motif, x.prescrite_le as "prescriteLe", x.debut, x.fin,
  x.duree_minutes as "dureeMinutes", x.mode, x.resultat,
  coalesce((select p.canonique from publie.perimetre p where p.departement = x.departement and p.allocataire = x.allocataire limit 1), x.allocataire) as allocataire`;
const PAR_ID = `select ${COLONNES} from offre_insertion.prescription x
  where x.departement = any (string_to_array(current_setting('unefois.departements', true), ',')) and x.id = any($1::uuid[])`;

export const prescriptionParId = defineLoader<string, Prescription | null>(async (ids, tx) => {
  const connus = ids.filter(isUuid);
  return parCle(
    ids.map((id) => id.toLowerCase()),
    connus.length === 0 ? [] : await tx.rows<Prescription>(PAR_ID, [connus]),
    (p) => p.id,
  );
});

export const lirePrescription = (tx: Transaction, id: string): Promise<Prescription | null> => tx.row<Prescription>(PAR_ID, [[id]]);

/** Prescriptions of each person, newest first; null for one out of the caller's perimeter. */
export const prescriptionsParPersonne = defineLoader<string, Prescription[] | null>(async (ids, tx) => {
  const connus = ids.filter(isUuid);
  if (connus.length === 0) return ids.map(() => null);
  const rows = await tx.rows<Prescription & { personne: string }>(
    `with ${VISIBLE}, ${MEMBRE}
     select m.id as personne, ${COLONNES} from membre m
     left join offre_insertion.prescription x on x.departement = m.departement and x.allocataire = m.allocataire
     order by x.prescrite_le desc, x.id`,
    [connus],
  );
  const visibles = new Set(rows.map((row) => row.personne));
  const listes = listesParCle(
    ids.map((id) => id.toLowerCase()),
    rows,
    (row) => row.personne,
  );
  return ids.map((id, rang) => (visibles.has(id.toLowerCase()) ? listes[rang]!.filter((p) => p.id !== null) : null));
});

export const etapesParPrescription = defineLoader<string, Etape[]>(async (ids, tx) =>
  listesParCle(
    ids,
    await tx.rows<Etape>(
      `select prescription, statut, le, par, motif from offre_insertion.etape_prescription
       where departement = any (string_to_array(current_setting('unefois.departements', true), ',')) and prescription = any($1::uuid[]) order by prescription, rang`,
      [ids],
    ),
    (etape) => etape.prescription,
  ),
);

export interface NouvellePrescription {
  departement: string;
  allocataire: string;
  offre: string;
  session: string | null;
  prescripteur: string | null;
  motif: string;
  dureeMinutes: number | null;
  mode: string | null;
  le: Date;
  par: string;
}

export async function creerPrescription(tx: Transaction, p: NouvellePrescription): Promise<string> {
  const row = await tx.row<{ id: string }>(
    `insert into offre_insertion.prescription (departement, allocataire, offre, session, prescripteur, statut, motif, prescrite_le, duree_minutes, mode)
     values ($1, $2, $3, $4, $5, 'OUVERTE', $6, $7, $8, $9) returning id`,
    [p.departement, p.allocataire, p.offre, p.session, p.prescripteur, p.motif, p.le, p.dureeMinutes, p.mode],
  );
  await ajouterEtape(tx, { ...p, prescription: row!.id, statut: "OUVERTE" });
  return row!.id;
}

/** Is the offer already prescribed to the person, and not finished? Two prescribers of the same offer to the same person come one after the other. */
export async function dejaPrescrite(tx: Transaction, departement: string, canonique: string, offre: string): Promise<boolean> {
  await tx.execute("select pg_advisory_xact_lock(hashtextextended($1, 4219007))", [`${departement} ${canonique} ${offre}`]);
  const row = await tx.row(
    `select 1 as un from offre_insertion.prescription where departement = $1 and offre = $3
       and allocataire in (select allocataire from publie.perimetre where departement = $1 and canonique = $2)
       and statut in ('BROUILLON', 'OUVERTE', 'A_L_ETUDE', 'VALIDEE', 'DEMARREE') limit 1`,
    [departement, canonique, offre],
  );
  return row !== null;
}

/** Locks a prescription that the caller may read, until the end of the transaction. */
export async function verrouillerPrescription(tx: Transaction, id: string): Promise<Prescription | null> {
  const verrou = await tx.row<{ id: string }>(
    `select id from offre_insertion.prescription
     where departement = any (string_to_array(current_setting('unefois.departements', true), ',')) and id = $1 for update`,
    [id],
  );
  return verrou && lirePrescription(tx, id);
}

export interface Avancee {
  departement: string;
  prescription: string;
  allocataire: string;
  statut: Statut;
  le: Date;
  par: string;
  motif: string | null;
}

export async function avancer(
  tx: Transaction,
  a: Avancee,
  effets: { debut?: string; fin?: string; resultat?: string | null },
): Promise<void> {
  await tx.execute(
    `update offre_insertion.prescription set statut = $3, debut = coalesce($4::date, debut), fin = coalesce($5::date, fin), resultat = coalesce($6, resultat)
     where departement = $1 and id = $2`,
    [a.departement, a.prescription, a.statut, effets.debut ?? null, effets.fin ?? null, effets.resultat ?? null],
  );
  await ajouterEtape(tx, a);
}

async function ajouterEtape(tx: Transaction, a: Avancee): Promise<void> {
  await tx.execute(
    `insert into offre_insertion.etape_prescription (departement, prescription, rang, allocataire, statut, le, par, motif)
     select $1, $2, 1 + coalesce(max(rang), 0), (select allocataire from offre_insertion.prescription where departement = $1 and id = $2), $3, $4, $5, $6
     from offre_insertion.etape_prescription where departement = $1 and prescription = $2`,
    [a.departement, a.prescription, a.statut, a.le, a.par, a.motif],
  );
}
