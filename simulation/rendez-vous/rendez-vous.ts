import { createHmac } from "node:crypto";
import { instant, iso, type Jour } from "../calendrier";
import type { Contexte } from "../contexte";
import type { Foyer } from "../foyer/foyer-modele";

import { Hasard } from "../hasard";
import type { RendezVous, Statut, Suivi } from "../suivi/fait";
import { agentDe, identifiant, tientSonAgenda } from "./identifiants";
import { capaciteDe, type Reunion } from "./reunions";

export interface SecretsWebhooks {
  rdvSolidarites: string;
  rdvInsertion: string;
}

type Systeme = "RENDEZ_VOUS_INSERTION" | "RENDEZ_VOUS_SOLIDARITES";

/** A message before it is written: `moment` orders it, `data` is the whole object. */
export interface Message {
  modele: "Rdv" | "PlageOuverture" | "Absence";
  moment: number;
  systeme: Systeme;
  evenement: "created" | "updated" | "destroyed";
  horodatage: string;
  data: Record<string, unknown>;
}

/** A person's place in an appointment. */
export interface Participant {
  foyer: Foyer;
  suivi: Suivi;
  rdv: RendezVous;
  /** Rank of the appointment among hers, from 0. */
  essai: number;
}

/** Ids of collective meetings begin here, those of RDV-Solidarités ten times further: three series that never meet. */
const COLLECTIFS = 400_000_000;
const SOLIDARITES = 500_000_000;
const RDV_PAR_PERSONNE = 8;
/** Rank of the first accompaniment among the appointments of a person. */
const RANG_PREMIER_ENTRETIEN = 4;

const MOTIFS = {
  individuel: { nom: "Convocation : entretien d’orientation RSA", categorie: "rsa_orientation", collectif: false },
  collectif: { nom: "Convocation : information collective RSA", categorie: "rsa_orientation", collectif: true },
  premier: { nom: "Convocation : premier entretien d’accompagnement RSA", categorie: "rsa_premier_rdv_daccompagnement", collectif: false },
} as const;

/** What an opening of RDV-Solidarités serves. */
export const SUIVI = {
  premier: { nom: "Premier entretien d’accompagnement RSA", categorie: MOTIFS.premier.categorie, minutes: 60 },
  accompagnement: { nom: "Suivi du parcours RSA", categorie: "rsa_follow_up", minutes: 30 },
} as const;

/** One line of webhooks.jsonl, signed over the body's bytes as the two systems do. */
export function ligneWebhook(message: Message, secrets: SecretsWebhooks): string {
  const corps = JSON.stringify({
    data: message.data,
    meta: { model: message.modele, event: message.evenement, timestamp: message.horodatage, webhook_reason: null },
  });
  const solidarites = message.systeme === "RENDEZ_VOUS_SOLIDARITES";
  const signature = createHmac("sha256", solidarites ? secrets.rdvSolidarites : secrets.rdvInsertion)
    .update(corps)
    .digest("hex");
  const entetes = { "Content-Type": "application/json", [solidarites ? "X-Lapin-Signature" : "X-RDVI-SIGNATURE"]: signature };
  return `${JSON.stringify({ systeme: message.systeme, entetes, corps })}\n`;
}

/** Messages of the individual appointments of a person: created, sometimes moved, then what became of it. */
export function messagesDe(contexte: Contexte, foyer: Foyer, suivi: Suivi): Message[] {
  const messages = suivi.convocations.flatMap((rdv, essai) =>
    rdv.reunion ? [] : messagesIndividuels(contexte, { foyer, suivi, rdv, essai }, contexte.territoire.orienteur),
  );
  if (suivi.premierEntretien && suivi.orientation) {
    messages.push(
      ...messagesIndividuels(
        contexte,
        { foyer, suivi, rdv: suivi.premierEntretien, essai: RANG_PREMIER_ENTRETIEN },
        suivi.orientation.organisme,
      ),
    );
  }
  return messages;
}

/** Délégataires and missions locales work in RDV-Solidarités, the others in RDV-Insertion, which a few times sends its twin through the first. */
function messagesIndividuels(contexte: Contexte, p: Participant, organisme: string): Message[] {
  const h = new Hasard(contexte.graine, contexte.territoire.departement, "rdv", p.suivi.personne.rang, p.essai);
  const type = contexte.territoire.organismes.find((o) => o.code === organisme)?.type;
  const systeme: Systeme = tientSonAgenda(type) ? "RENDEZ_VOUS_SOLIDARITES" : "RENDEZ_VOUS_INSERTION";
  const messages = etapes(contexte, p, h).map((etape) => {
    const rdv = {
      jour: etape.debut,
      secondes: p.rdv.secondes,
      dureeMinutes: 60,
      organisme,
      motif: p.essai === RANG_PREMIER_ENTRETIEN ? MOTIFS.premier : MOTIFS.individuel,
    };
    const n = p.suivi.personne.rang * RDV_PAR_PERSONNE + p.essai;
    return message(contexte, systeme, n, etape, corpsRdv(contexte, rdv, [{ ...p, statut: etape.statut }], systeme));
  });
  return systeme === "RENDEZ_VOUS_INSERTION" && h.oui(0.04) ? [...messages, ...messages.map((m) => jumeau(m))] : messages;
}

/** The same appointment as RDV-Solidarités tells it, 40 s later. */
function jumeau(m: Message): Message {
  const { rdv_solidarites_rdv_id, ...reste } = m.data;
  const moment = m.moment + 40;
  return {
    ...m,
    moment,
    systeme: "RENDEZ_VOUS_SOLIDARITES",
    horodatage: instant(Math.floor(moment / 86_400), moment % 86_400),
    data: { ...reste, id: rdv_solidarites_rdv_id },
  };
}

interface Etape {
  jour: Jour;
  secondes: number;
  debut: Jour;
  statut: Statut;
  evenement: Message["evenement"];
}

function etapes(contexte: Contexte, { rdv }: Participant, h: Hasard): Etape[] {
  const liste: Etape[] = [
    { jour: rdv.envoye, secondes: h.entier(32_400, 57_600), debut: rdv.deplaceDu ?? rdv.jour, statut: "unknown", evenement: "created" },
  ];
  if (rdv.deplaceDu !== null)
    liste.push({ jour: rdv.envoye, secondes: h.entier(57_700, 64_000), debut: rdv.jour, statut: "unknown", evenement: "updated" });
  if (rdv.statut === "unknown") return liste;
  const annule = rdv.statut === "excused" || rdv.statut === "revoked";
  const apres = { jour: rdv.jour, secondes: rdv.secondes + 3600 + h.entier(60, 5400) };
  const avant = { jour: Math.max(rdv.envoye, rdv.jour - 1), secondes: h.entier(64_100, 66_600) };
  liste.push({ ...(annule ? avant : apres), debut: rdv.jour, statut: rdv.statut, evenement: "updated" });
  return liste.filter((etape) => etape.jour <= contexte.veille);
}

/** Messages of one room of a collective meeting: everyone convened, then everyone's presence. */
export function messagesCollectifs(contexte: Contexte, reunion: Reunion, salle: number, participants: Participant[]): Message[] {
  const n = COLLECTIFS + reunion.numero * 100 + salle;
  const rdv = {
    jour: reunion.jour,
    secondes: reunion.secondes,
    dureeMinutes: reunion.dureeMinutes,
    organisme: contexte.territoire.orienteur,
    motif: MOTIFS.collectif,
  };
  const corps = (liste: (Participant & { statut: Statut })[]) => ({
    ...corpsRdv(contexte, rdv, liste, "RENDEZ_VOUS_INSERTION"),
    max_participants_count: capaciteDe(participants.length),
  });
  const convocation = {
    jour: Math.max(...participants.map((p) => p.rdv.envoye)),
    secondes: 66_600 + salle,
    debut: reunion.jour,
    statut: "unknown" as const,
    evenement: "created" as const,
  };
  const convoques = corps(participants.map((p) => ({ ...p, statut: "unknown" })));
  const messages = [message(contexte, "RENDEZ_VOUS_INSERTION", n, convocation, convoques)];
  if (reunion.jour > contexte.veille) return messages;
  const emargement = {
    ...convocation,
    jour: reunion.jour,
    secondes: reunion.secondes + reunion.dureeMinutes * 60 + 900,
    evenement: "updated" as const,
  };
  return [
    ...messages,
    message(contexte, "RENDEZ_VOUS_INSERTION", n, emargement, corps(participants.map((p) => ({ ...p, statut: p.rdv.statut })))),
  ];
}

function message(contexte: Contexte, systeme: Systeme, n: number, etape: Etape, corps: Record<string, unknown>): Message {
  const solidarites = identifiant(contexte, SOLIDARITES + n);
  const ids =
    systeme === "RENDEZ_VOUS_SOLIDARITES" ? { id: solidarites } : { id: identifiant(contexte, n), rdv_solidarites_rdv_id: solidarites };
  return {
    modele: "Rdv",
    moment: etape.jour * 86_400 + etape.secondes,
    systeme,
    evenement: etape.evenement,
    horodatage: instant(etape.jour, etape.secondes),
    data: { ...ids, ...corps },
  };
}

interface Fiche {
  jour: Jour;
  secondes: number;
  dureeMinutes: number;
  organisme: string;
  motif: (typeof MOTIFS)[keyof typeof MOTIFS];
}

function corpsRdv(
  contexte: Contexte,
  fiche: Fiche,
  participants: (Participant & { statut: Statut })[],
  systeme: Systeme,
): Record<string, unknown> {
  const rang = contexte.territoire.organismes.findIndex((o) => o.code === fiche.organisme);
  const organisme = contexte.territoire.organismes[rang] as { nom: string; adresse: string };
  const id = identifiant(contexte, rang + 1);
  const statut = fiche.motif.collectif ? "unknown" : (participants[0] as { statut: Statut }).statut;
  return {
    starts_at: instant(fiche.jour, fiche.secondes),
    duration_in_min: fiche.dureeMinutes,
    status: statut,
    cancelled_at: null,
    created_by: "agent",
    address: organisme.adresse,
    users_count: participants.length,
    collectif: fiche.motif.collectif,
    organisation: { id, name: organisme.nom },
    motif: {
      id: id * 10 + Object.values(MOTIFS).indexOf(fiche.motif),
      name: fiche.motif.nom,
      collectif: fiche.motif.collectif,
      location_type: "public_office",
      motif_category: { short_name: fiche.motif.categorie },
    },
    lieu: { id, name: organisme.nom, address: organisme.adresse },
    ...(systeme === "RENDEZ_VOUS_SOLIDARITES" && {
      agents: [{ id: agentDe(contexte, fiche.organisme, participants[0]!.suivi.personne.rang) }],
    }),
    participations: participants.map((p) => participation(contexte, p, systeme)),
  };
}

function participation(
  contexte: Contexte,
  { foyer, suivi, rdv, essai, statut }: Participant & { statut: Statut },
  systeme: Systeme,
): Record<string, unknown> {
  const { personne } = suivi;
  const canal = personne.rang % 3;
  return {
    id: identifiant(contexte, personne.rang * RDV_PAR_PERSONNE + essai),
    status: statut,
    created_by: "agent",
    ...(systeme === "RENDEZ_VOUS_INSERTION" && { convocable: true }),
    created_at: instant(rdv.envoye, 32_400),
    user: {
      id: identifiant(contexte, personne.rang),
      affiliation_number: String(foyer.matricule),
      birth_date: iso(personne.naissance),
      birth_name: personne.nomNaissance,
      first_name: personne.prenom,
      last_name: personne.nom,
      notify_by_sms: canal === 0,
      notify_by_email: canal === 1,
    },
  };
}
