import { civilDateOf } from "../../shared/civil-date";
import type { Database, Transaction } from "../../shared/database";
import type { Erreur } from "../echange/erreur-echange";
import {
  type Ensuite,
  erreurDeReception,
  evenementDuMessage,
  type IssueMessage,
  type MessageConnu,
  type MessageRecu,
} from "./message-recu";

const CONNUS = `select e.evenement, e.id, e.statut, e.erreur_code as code, e.prochain_essai is not null as demande
  from echanges.echange e where e.departement = $1 and e.evenement = any ($2::uuid[]) and e.sens = 'ENTRANT'`;

const NOTER = `insert into echanges.echange as e (departement, evenement, sens, partenaire, objet, allocataire, statut, tentatives, cree_le, traite_le,
    identifiant_partenaire, cle, lecture, fait, raison, erreur_code, erreur_message, erreur_reessayable, erreur_action)
  values ($1, $2, 'ENTRANT', 'FRANCE_TRAVAIL', $3, $4, $5, 1, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
  on conflict on constraint un_echange_par_evenement_et_objet do update set allocataire = coalesce(excluded.allocataire, e.allocataire),
    statut = excluded.statut, tentatives = e.tentatives + 1, traite_le = excluded.traite_le, prochain_essai = null, fait = excluded.fait,
    raison = excluded.raison, erreur_code = excluded.erreur_code, erreur_message = excluded.erreur_message,
    erreur_reessayable = excluded.erreur_reessayable, erreur_action = excluded.erreur_action
  returning e.id`;

/** What was received, as exchanges, under the rights of the whole département. */
export class MessagesRecus {
  constructor(private readonly base: Database) {}

  /** What the hub already did of messages of one département, by `evenementDuMessage`. One statement. */
  async connus(messages: readonly MessageRecu[]): Promise<Map<string, MessageConnu>> {
    if (messages.length === 0) return new Map();
    const { departement, recuLe } = messages[0]!;
    const lignes = await this.base.write(this.base.systemRights([departement], civilDateOf(recuLe)), (tx) =>
      tx.rows<MessageConnu & { evenement: string }>(CONNUS, [departement, messages.map(evenementDuMessage)]),
    );
    return new Map(lignes.map(({ evenement, ...connu }) => [evenement, connu]));
  }

  /** Writes what the hub did of a message, and what goes with it in the same transaction. Returns the id of the exchange. */
  noter(message: MessageRecu, issue: IssueMessage, ensuite?: Ensuite): Promise<string> {
    return this.base.write(this.base.systemRights([message.departement], civilDateOf(message.recuLe)), async (tx) => {
      const echange = await noterMessage(tx, message, issue);
      await ensuite?.(tx, issue);
      return echange;
    });
  }
}

async function noterMessage(tx: Transaction, message: MessageRecu, issue: IssueMessage): Promise<string> {
  const erreur: Erreur | null = issue.statut === "REJETE" ? erreurDeReception(issue.code, issue.message) : null;
  const ligne = await tx.row<{ id: string }>(NOTER, [
    message.departement,
    evenementDuMessage(message),
    message.objet,
    message.allocataire,
    issue.statut,
    message.recuLe,
    issue.statut === "REJETE" ? null : message.recuLe,
    message.identifiantPartenaire ?? null,
    message.cle,
    message.lecture,
    issue.statut === "TRAITE" ? issue.fait : null,
    issue.statut === "IGNORE" ? issue.raison : null,
    erreur?.code ?? null,
    erreur?.message ?? null,
    erreur?.reessayable ?? null,
    erreur?.actionAgent ?? null,
  ]);
  return ligne!.id;
}
