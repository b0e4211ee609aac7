import { randomUUID } from "node:crypto";
import { appliquerMessage, type Reception } from "./appliquer-message";
import { cleLien, cleSha, type Issue, type MessageSigne, type Monde } from "./monde";

/** Where a batch is loaded from and written to. */
export interface DepotReception {
  charger(messages: readonly MessageSigne[]): Promise<Monde>;
  ecrire(monde: Monde): Promise<void>;
  issues(messages: readonly MessageRecu[]): Promise<void>;
}

export interface MessageRecu {
  signe: MessageSigne;
  issue: Issue;
  /** The same body had already been applied or ignored. */
  doublon: boolean;
  /** The same body had been rejected: it is tried again. */
  reprise: boolean;
}

/** Receives messages in their order: loads what they speak of, applies them one after the other in memory, writes the whole. */
export async function recevoirLot(
  messages: readonly MessageSigne[],
  depot: DepotReception,
  temps: Pick<Reception, "maintenant" | "depuis">,
): Promise<MessageRecu[]> {
  const monde = await depot.charger(messages);
  const received = messages.map((signe) => recevoirUn(monde, signe, temps));
  await depot.ecrire(monde);
  await depot.issues(received);
  return received;
}

function recevoirUn(monde: Monde, signe: MessageSigne, temps: Pick<Reception, "maintenant" | "depuis">): MessageRecu {
  const key = cleSha(signe.systeme, signe.sha256);
  const earlier = monde.issues.get(key);
  if (earlier && earlier !== "REJETE" && !signe.rejeu) {
    const issue: Issue = { issue: "IGNORE", code: "DEJA_RECU", message: "Ce message a déjà été reçu.", departement: null };
    return { signe, issue, doublon: true, reprise: false };
  }
  const dite: Issue = signe.message
    ? appliquerMessage(monde, signe.message, receptionDe(signe, temps))
    : { issue: "REJETE", code: "MESSAGE_ILLISIBLE", message: signe.illisible!, departement: null };
  const issue = dite.issue === "REJETE" ? { ...dite, departement: dite.departement ?? departementNomme(monde, signe) } : dite;
  monde.issues.set(key, issue.issue);
  return { signe, issue, doublon: false, reprise: earlier === "REJETE" };
}

/** The département that a refused message is about, so that its Département is told: that of the organisations it names, else of those where its agent
 * works; when neither is known, the only one that uses the tool. Null when there are several. */
function departementNomme(monde: Monde, { systeme, enveloppe, message }: MessageSigne): string | null {
  const agent = message?.contenu?.genre === "ABSENCE" ? message.contenu.agent : null;
  const sources = [
    (enveloppe?.organisations ?? []).flatMap((id) => departementDe(monde, systeme, id)),
    [...(monde.agents.get(cleLien(systeme, agent ?? "")) ?? [])].flatMap((id) => departementDe(monde, systeme, id)),
    monde.utilisateurs.get(systeme) ?? [],
  ];
  const connus = new Set(sources.find((departements) => departements.length > 0));
  return connus.size === 1 ? [...connus][0]! : null;
}

const departementDe = (monde: Monde, systeme: string, organisation: string): string[] =>
  [monde.organisations.get(cleLien(systeme, organisation))].flatMap((o) => o?.departement ?? []);

const receptionDe = ({ rejeu, sha256 }: MessageSigne, { maintenant, depuis }: Pick<Reception, "maintenant" | "depuis">): Reception => ({
  maintenant,
  empreinte: sha256.toString("hex"),
  rejeu: rejeu !== null,
  depuis: rejeu === null ? depuis : null,
  nouvelId: randomUUID,
});

/** Cuts a sequence of messages into batches. An erasure ends its batch: what follows reads the appointments that it left behind. */
export function lots<T extends { signe: MessageSigne }>(messages: readonly T[], taille: number): T[][] {
  const batches: T[][] = [[]];
  for (const item of messages) {
    const { message } = item.signe;
    const erases = message?.modele === "User" && message.rgpd === true;
    if (batches.at(-1)!.length >= taille || (erases && batches.at(-1)!.length > 0)) batches.push([]);
    batches.at(-1)!.push(item);
    if (erases) batches.push([]);
  }
  return batches.filter((batch) => batch.length > 0);
}
