import { z } from "zod";
import { agent, id, instant, motifCategory, optional, organisation, parsed, text } from "./forme";
import { absenceRecue, plageRecue } from "./heures";
import type { Contenu, MessageRdv, OrganisationRecue } from "./message";
import { usagerRecu, user } from "./usager";

const rattache = { organisation: organisation.nullish(), organisation_id: id.nullish() };
const motif = z.looseObject({
  name: text,
  collectif: z.boolean().nullish(),
  location_type: optional,
  deleted_at: instant.nullish(),
  motif_category: motifCategory.nullish(),
  ...rattache,
});
const lieu = z.looseObject({ name: optional, address: optional, ...rattache });
const role = z.looseObject({ agent: agent.nullish(), agent_id: id.nullish(), ...rattache });
const profil = z.looseObject({ user, ...rattache });
const assignation = z.looseObject({ user, agent });
const invitation = z.looseObject({
  user,
  format: text,
  motif_category: motifCategory.nullish(),
  organisations: z.array(organisation).nullish(),
  created_at: instant.nullish(),
  expires_at: instant.nullish(),
  clicked: z.boolean().nullish(),
  delivery_status: optional,
});

type Rattache = { organisation?: z.infer<typeof organisation> | null; organisation_id?: string | null };
const organisationDe = (r: Rattache): OrganisationRecue | null => {
  const identifiant = r.organisation?.id ?? r.organisation_id ?? null;
  return identifiant === null ? null : { identifiant, nom: r.organisation?.name ?? null };
};

/** Reads what a message that is neither an appointment nor a user says; what was destroyed is known by its id alone.
 * Errors: MessageIllisible. */
export function lireContenu(message: Pick<MessageRdv, "modele" | "evenement">, data: unknown): Contenu | null {
  if (message.evenement === "destroyed" || !Object.hasOwn(LECTEURS, message.modele)) return null;
  return LECTEURS[message.modele]!(data);
}

const LECTEURS: Record<string, (data: unknown) => Contenu> = {
  Organisation: (data) => ({ genre: "ORGANISATION", nom: parsed(z.looseObject({ name: text }), data, "data").name }),
  Motif: (data) => {
    const m = parsed(motif, data, "data");
    return {
      genre: "MOTIF",
      nom: m.name,
      categorie: m.motif_category?.short_name ?? null,
      typeLieu: m.location_type,
      collectif: m.collectif ?? false,
      organisation: organisationDe(m)?.identifiant ?? null,
      supprimeLe: m.deleted_at ?? null,
    };
  },
  Lieu: (data) => {
    const l = parsed(lieu, data, "data");
    return { genre: "LIEU", nom: l.name, adresse: l.address, organisation: organisationDe(l)?.identifiant ?? null };
  },
  AgentRole: (data) => {
    const r = parsed(role, data, "data");
    const { agent, organisation } = parsed(z.object({ agent: id, organisation: id }), {
      agent: r.agent?.id ?? r.agent_id,
      organisation: organisationDe(r)?.identifiant,
    });
    return { genre: "ROLE", agent, organisation };
  },
  UserProfile: (data) => {
    const p = parsed(profil, data, "data");
    return { genre: "PROFIL", usager: usagerRecu(p.user), organisation: organisationDe(p) };
  },
  ReferentAssignation: (data) => {
    const a = parsed(assignation, data, "data");
    return { genre: "ASSIGNATION", usager: usagerRecu(a.user), agent: a.agent.id };
  },
  Invitation: (data) => {
    const i = parsed(invitation, data, "data");
    return {
      genre: "INVITATION",
      usager: usagerRecu(i.user),
      organisations: (i.organisations ?? []).map((o) => ({ identifiant: o.id, nom: o.name })),
      format: i.format,
      categorie: i.motif_category?.short_name ?? null,
      envoyeeLe: i.created_at ?? null,
      expireLe: i.expires_at ?? null,
      cliquee: i.clicked ?? false,
      remise: i.delivery_status,
    };
  },
  Absence: absenceRecue,
  PlageOuverture: plageRecue,
};
