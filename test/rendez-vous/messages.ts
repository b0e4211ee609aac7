import type pg from "pg";
import type { SystemeRdv } from "../../subgraphs/rendez-vous/declaration";
import { enteteSignature } from "../../subgraphs/rendez-vous/signature-webhook";
import { PEOPLE } from "../setup/fixtures";

export const SECRETS = { rdvSolidarites: "secret-solidarites", rdvInsertion: "secret-insertion" };
export const SOLIDARITES = "RENDEZ_VOUS_SOLIDARITES" as const;
export const INSERTION = "RENDEZ_VOUS_INSERTION" as const;

/** Civil status of the fixtures, as a source writes it (capitals, padding, no accent). */
export const USAGERS = {
  amina: {
    id: 501,
    affiliation_number: "0712341",
    birth_date: "1990-03-14",
    birth_name: "BENALI",
    first_name: "Amina",
    last_name: "BENALI",
  },
  bruno: {
    id: 502,
    affiliation_number: "712342",
    birth_date: "1985-07-02",
    birth_name: "Castel",
    first_name: "Bruno",
    last_name: "CASTEL",
  },
  driss: {
    id: 504,
    affiliation_number: "000000000712344",
    birth_date: "1999-01-05",
    birth_name: "etienne",
    first_name: "Driss",
    last_name: "X",
  },
  elodie: {
    id: 505,
    affiliation_number: "0712345",
    birth_date: "1988-09-21",
    birth_name: "FAURE",
    first_name: "Élodie",
    last_name: "FAURE",
  },
};

/** Gives each person of the fixtures a matricule, as the CAF flow does. */
export async function loadMatricules(owner: pg.Client): Promise<void> {
  for (const [departement, allocataire, valeur] of [
    ["94", PEOPLE.amina, "0712341"],
    ["94", PEOPLE.bruno, "0712342"],
    ["94", PEOPLE.chantal, "0712343"],
    ["94", PEOPLE.driss, "0712344"],
    ["93", PEOPLE.elodie, "0712345"],
  ]) {
    await owner.query(
      `insert into allocataires.identifiant (departement, allocataire, type, valeur, source, collectee_le, recue_le)
       values ($1, $2, 'MATRICULE_CAF', $3, 'CAF', '2026-01-10', '2026-01-10')`,
      [departement, allocataire, valeur],
    );
  }
}

/** Empties every table of the schema, and the journal. */
export async function vider(owner: pg.Client): Promise<void> {
  const { rows } = await owner.query(
    "select table_name as nom from information_schema.tables where table_schema = 'rendez_vous' and table_type = 'BASE TABLE'",
  );
  await owner.query(`truncate ${rows.map(({ nom }) => `rendez_vous.${nom}`).join(", ")}, journal.evenement, journal.consultation`);
}

export interface Participant {
  status?: string;
  user: object;
  convocable?: boolean;
  created_at?: string;
}

export interface RdvVoulu {
  id?: number | string;
  le: string;
  event?: string;
  debut?: string;
  duree?: number;
  participations: Participant[];
  organisation?: object;
  motif?: object;
  collectif?: boolean;
  raison?: string;
  solidarites?: number;
}

/** Body of an Rdv message. */
export const rdv = (voulu: RdvVoulu) => ({
  data: {
    id: voulu.id ?? 1,
    rdv_solidarites_rdv_id: voulu.solidarites,
    starts_at: voulu.debut ?? "2026-03-02T09:30:00+01:00",
    duration_in_min: voulu.duree ?? 60,
    status: "unknown",
    created_by: "agent",
    address: "12 rue de l'Exemple 94000 Créteil",
    collectif: voulu.collectif ?? false,
    organisation: voulu.organisation ?? { id: 7, name: "departement du val de marne" },
    motif: voulu.motif ?? {
      id: 31,
      name: "Orientation RSA",
      location_type: "public_office",
      motif_category: { short_name: "rsa_orientation" },
    },
    lieu: { id: 3, name: "EDS Créteil", address: "12 rue de l'Exemple 94000 Créteil" },
    participations: voulu.participations.map((p, index) => ({ id: index, status: "unknown", created_by: "agent", ...p })),
  },
  meta: { model: "Rdv", event: voulu.event ?? "updated", timestamp: voulu.le, webhook_reason: voulu.raison ?? null },
});

export const signe = (systeme: SystemeRdv, corps: unknown) => {
  const text = typeof corps === "string" ? corps : JSON.stringify(corps);
  return { systeme, entetes: enteteSignature(systeme, text, SECRETS), corps: text };
};
