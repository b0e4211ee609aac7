import type { SystemeRdv } from "../../subgraphs/rendez-vous/declaration";
import { INSERTION, SOLIDARITES, signe, USAGERS } from "./messages";

/** Payloads of both systems, with the fields of the reference (§1.7 and §2): every model, every event. */
export type Evenement = "created" | "updated" | "destroyed";

const message = (systeme: SystemeRdv, model: string, event: string, timestamp: string, data: object, raison: string | null = null) =>
  signe(systeme, { data, meta: { model, event, webhook_reason: raison, timestamp } });

export const ORGANISATION = {
  id: 7,
  name: "Département du Val-de-Marne",
  phone_number: "0143990000",
  email: "rsa@exemple.fr",
  verticale: "rdv_insertion",
};
const AGENT = { id: 91, first_name: "Claude", last_name: "MARTIN", email: "claude@exemple.fr", inclusion_connect_open_id_sub: null };
const LIEU = {
  id: 3,
  name: "EDS Créteil",
  address: "12 rue de l'Exemple 94000 Créteil",
  phone_number: null,
  organisation_id: 7,
  single_use: false,
};
export const motif = (autre: object = {}) => ({
  id: 31,
  name: "Orientation RSA",
  location_type: "public_office",
  deleted_at: null,
  bookable_publicly: false,
  bookable_by: "agents",
  service_id: 4,
  organisation_id: 7,
  collectif: false,
  follow_up: false,
  instruction_for_rdv: "",
  motif_category: { id: 1, name: "RSA orientation", short_name: "rsa_orientation" },
  ...autre,
});
const usager = (u: object) => ({
  email: "a@exemple.fr",
  phone_number: "0600000000",
  caisse_affiliation: "caf",
  notify_by_sms: true,
  notify_by_email: false,
  ...u,
});

export interface Rdv {
  id: number;
  le: string;
  debut: string;
  event?: string;
  personnes: { user: object; status?: string; convocable?: boolean }[];
  collectif?: boolean;
  categorie?: string;
  raison?: string;
  /** Id of the agent who receives. */
  agent?: number;
}

const corpsRdv = (r: Rdv) => ({
  id: r.id,
  uuid: `uuid-${r.id}`,
  starts_at: r.debut,
  duration_in_min: 45,
  status: "unknown",
  cancelled_at: null,
  created_by: "agent",
  address: LIEU.address,
  max_participants_count: r.collectif ? 12 : null,
  users_count: r.personnes.length,
  collectif: r.collectif ?? false,
  organisation: ORGANISATION,
  motif: motif({ collectif: r.collectif ?? false, ...(r.categorie && { motif_category: { short_name: r.categorie } }) }),
  lieu: LIEU,
  agents: [{ ...AGENT, id: r.agent ?? AGENT.id }],
  participations: r.personnes.map(({ user, status = "unknown", convocable }, i) => ({
    id: r.id * 10 + i,
    status,
    created_by: "agent",
    created_at: "2026-02-01T09:00:00+01:00",
    send_lifecycle_notifications: true,
    ...(convocable !== undefined && { convocable }),
    user: usager(user),
  })),
});

export const rdvSolidarites = (r: Rdv) => message(SOLIDARITES, "Rdv", r.event ?? "updated", r.le, corpsRdv(r), r.raison);
export const rdvInsertion = (r: Rdv & { solidarites?: number }) =>
  message(
    INSERTION,
    "Rdv",
    r.event ?? "updated",
    r.le,
    { ...corpsRdv(r), ...(r.solidarites && { rdv_solidarites_rdv_id: r.solidarites }) },
    r.raison,
  );

export const objet = {
  organisation: (event: Evenement, le: string, name = ORGANISATION.name) =>
    message(SOLIDARITES, "Organisation", event, le, { ...ORGANISATION, name }),
  motif: (event: Evenement, le: string, id = 31, autre: object = {}) => message(SOLIDARITES, "Motif", event, le, motif({ id, ...autre })),
  lieu: (event: Evenement, le: string, id = 3, name = LIEU.name) => message(SOLIDARITES, "Lieu", event, le, { ...LIEU, id, name }),
  agent: (event: Evenement, le: string) => message(SOLIDARITES, "Agent", event, le, AGENT),
  role: (event: Evenement, le: string, id = 12) =>
    message(SOLIDARITES, "AgentRole", event, le, { id, access_level: "basic", agent: AGENT, organisation: ORGANISATION }),
  usager: (event: Evenement, le: string, user: { id: number } = USAGERS.amina, raison: string | null = null) =>
    message(SOLIDARITES, "User", event, le, usager(user), raison),
  profil: (event: Evenement, le: string, id = 61) =>
    message(SOLIDARITES, "UserProfile", event, le, {
      id,
      user: usager(USAGERS.amina),
      organisation: ORGANISATION,
      logement: "locataire",
      notes: null,
    }),
  assignation: (event: Evenement, le: string, id = 71) =>
    message(SOLIDARITES, "ReferentAssignation", event, le, { id, user: usager(USAGERS.amina), agent: AGENT }),
  absence: (event: Evenement, le: string, id = 81, jour = "2026-03-17") =>
    message(SOLIDARITES, "Absence", event, le, {
      id,
      ical_uid: `absence_${id}`,
      title: "Congés",
      first_day: jour,
      end_day: jour,
      start_time: "08:00:00",
      end_time: "20:00:00",
      rrule: null,
      ical: "",
      agent: AGENT,
    }),
  plage: (event: Evenement, le: string, id = 95, fin = "12:00:00") =>
    message(SOLIDARITES, "PlageOuverture", event, le, {
      id,
      ical_uid: `plage_ouverture_${id}`,
      title: "Permanence",
      first_day: "2026-03-10",
      start_time: "09:00:00",
      end_time: fin,
      rrule: "FREQ=WEEKLY;BYDAY=TU;COUNT=4",
      ical: "",
      agent: AGENT,
      organisation: ORGANISATION,
      lieu: LIEU,
      motifs: [{ ...motif(), default_duration_in_min: 30 }],
    }),
  invitation: (event: Evenement, le: string, id = 21, autre: object = {}) =>
    message(INSERTION, "Invitation", event, le, {
      id,
      format: "sms",
      origin: "agent",
      uuid: "abcdefgh",
      created_at: "2026-02-10T10:00:00+01:00",
      expires_at: "2026-02-20T10:00:00+01:00",
      clicked: false,
      delivery_status: null,
      rdv_with_referents: false,
      user: usager({ ...USAGERS.amina, id: 7001 }),
      motif_category: { short_name: "rsa_orientation" },
      organisations: [ORGANISATION],
      ...autre,
    }),
};
