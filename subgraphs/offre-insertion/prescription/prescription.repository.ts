import { defineLoader } from "../../shared/context";
import type { Transaction } from "../../shared/database";
import { isUuid } from "../../shared/page";
import { MEMBRE, VISIBLE } from "../../shared/perimetre";
import { listesParCle, parCle } from "../par-cle";
import type { Acteur, Effets, Statut } from "./cycle";
import type { Etape, PreferenceContact, Prescription } from "./prescription";

/** Columns of `offre_insertion.prescription x`; the person by her canonical id. */
export const COLONNES = `x.id, x.departement, x.offre, x.session, x.prescripteur, x.statut, x.motif, x.prescrite_le as "prescriteLe", x.debut, x.fin,
  x.duree_minutes as "dureeMinutes", x.mode, x.resultat, x.issue, x.motif_refus as "motifRefus", x.place, x.attente, x.accepte_attente as "accepteAttente",
  x.delai_depuis as "delaiDepuis", x.relances, x.relancee_le as "relanceeLe", x.preferences_contact as "preferencesContact", x.disponibilites,
  x.conditions_remplies as "conditionsRemplies", x.protection_attestee_le as "protectionAttesteeLe",
  (select v.structure from offre_insertion.service v where v.id = x.offre) as structure,
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
      `select prescription, statut, le, par, acteur, motif from offre_insertion.etape_prescription
       where departement = any (string_to_array(current_setting('unefois.departements', true), ',')) and prescription = any($1::uuid[]) order by prescription, rang`,
      [ids],
    ),
    (etape) => etape.prescription,
  ),
);

/** Place in the line, from 1: it counts people whom the caller may not see, without naming them. */
export const rangAttente = defineLoader<string, number | null>(async (ids, tx) => {
  const rows = await tx.rows<{ prescription: string; rang: number }>(
    "select prescription, rang from offre_insertion.rangs_attente(string_to_array(current_setting('unefois.departements', true), ','), $1::uuid[])",
    [ids],
  );
  const rangs = new Map(rows.map((row) => [row.prescription, row.rang]));
  return ids.map((id) => rangs.get(id) ?? null);
});

export interface NouvellePrescription {
  departement: string;
  allocataire: string;
  offre: string;
  session: string | null;
  prescripteur: string | null;
  statut: "BROUILLON" | "OUVERTE";
  motif: string;
  dureeMinutes: number | null;
  mode: string | null;
  /** False with OUVERTE: it waits in the line. */
  place: boolean;
  accepteAttente: boolean;
  preferencesContact: PreferenceContact[];
  disponibilites: string | null;
  conditionsRemplies: string[];
  protectionAttestee: boolean;
  le: Date;
  par: string;
}

export async function creerPrescription(tx: Transaction, p: NouvellePrescription): Promise<string> {
  const row = await tx.row<{ id: string }>(
    `insert into offre_insertion.prescription (departement, allocataire, offre, session, prescripteur, motif, prescrite_le, duree_minutes, mode, statut, place,
       attente, delai_depuis, accepte_attente, preferences_contact, disponibilites, conditions_remplies, protection_attestee_le)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, case when $10 = 'OUVERTE' and not $11 then nextval('offre_insertion.rang_attente') end,
       case when $11 then $7::timestamptz end, $12, $13, $14, $15, case when $16::boolean then $7::timestamptz end) returning id`,
    [p.departement, p.allocataire, p.offre, p.session, p.prescripteur, p.motif, p.le, p.dureeMinutes, p.mode, p.statut, p.place].concat([
      p.accepteAttente,
      p.preferencesContact,
      p.disponibilites,
      p.conditionsRemplies,
      p.protectionAttestee,
    ] as never[]),
  );
  await ajouterEtape(tx, { ...p, acteur: "PRESCRIPTEUR", prescription: row!.id });
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
  statut: Statut;
  acteur: Acteur;
  le: Date;
  par: string;
  motif: string | null;
  /** What becomes of its place: held, in the line, or none. */
  tient: "PLACE" | "FILE" | "RIEN";
}

/** Delays run again from each step; they stop where nothing is awaited any more. */
export async function avancer(tx: Transaction, a: Avancee, effets: Effets): Promise<void> {
  await tx.execute(
    `update offre_insertion.prescription set statut = $3, debut = coalesce($4::date, debut), fin = coalesce($5::date, fin), resultat = coalesce($6, resultat),
       issue = coalesce($7, issue), motif_refus = coalesce($8, motif_refus), place = $9 = 'PLACE',
       attente = case when $9 = 'FILE' then coalesce(attente, nextval('offre_insertion.rang_attente')) end,
       delai_depuis = case when $9 = 'PLACE' and $3 in ('OUVERTE', 'A_L_ETUDE', 'VALIDEE') then $10::timestamptz end, relances = 0, relancee_le = null
     where departement = $1 and id = $2`,
    [
      ...[a.departement, a.prescription, a.statut, effets.debut ?? null, effets.fin ?? null, effets.resultat ?? null],
      ...[effets.issue ?? null, effets.motifRefus ?? null, a.tient, a.le],
    ],
  );
  await ajouterEtape(tx, a);
}

async function ajouterEtape(tx: Transaction, a: Omit<Avancee, "tient">): Promise<void> {
  await tx.execute(
    `insert into offre_insertion.etape_prescription (departement, prescription, rang, allocataire, statut, le, par, acteur, motif)
     select $1, $2, 1 + coalesce(max(rang), 0), (select allocataire from offre_insertion.prescription where departement = $1 and id = $2), $3, $4, $5, $6, $7
     from offre_insertion.etape_prescription where departement = $1 and prescription = $2`,
    [a.departement, a.prescription, a.statut, a.le, a.par, a.acteur, a.motif],
  );
}
