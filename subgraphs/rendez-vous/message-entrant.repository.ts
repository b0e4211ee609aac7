import { randomUUID } from "node:crypto";
import type { Transaction } from "../shared/database";
import { insertEvents } from "../shared/journal";
import { cleLien, type Issue, type MessageSigne } from "./monde";
import type { MessageRecu } from "./reception";

const OBJET = "WEBHOOK_RDV";

/** What became of the messages, and the rejects, kept whole until they are applied. */
export class MessageEntrantRepository {
  constructor(
    private readonly tx: Transaction,
    private readonly maintenant: Date,
  ) {}

  /** Writes what became of each message, and keeps whole those that were rejected. */
  async issues(messages: readonly MessageRecu[]): Promise<void> {
    await this.tx.execute(
      `insert into rendez_vous.message_entrant as m (systeme, sha256, modele, evenement, identifiant, horodatage, recu_le, receptions, issue, code)
       select systeme, decode(sha256, 'hex'), modele, evenement, identifiant, horodatage, recu, receptions, issue, code
       from jsonb_to_recordset($1::jsonb) d (systeme text, sha256 text, modele text, evenement text, identifiant text, horodatage timestamptz,
         recu timestamptz, receptions int, issue text, code text, doublon boolean)
       on conflict (systeme, sha256) do update set receptions = m.receptions + excluded.receptions,
         issue = case when m.issue = 'REJETE' then excluded.issue else m.issue end, code = case when m.issue = 'REJETE' then excluded.code else m.code end`,
      [JSON.stringify(uneLigneParCorps(messages, this.maintenant))],
    );
    const kept = messages.filter((m) => !m.doublon && !m.signe.rejeu && m.issue.code !== null && m.issue.issue !== "IGNORE");
    await this.rejets(kept);
    await this.reprises(messages.filter((m) => m.reprise && !m.signe.rejeu && m.issue.code === null));
    for (const { signe, issue } of messages) if (signe.rejeu) await this.rejeu(signe, issue);
  }

  private async rejets(kept: readonly MessageRecu[]): Promise<void> {
    if (kept.length === 0) return;
    const rows = kept.map(({ signe, issue }) => ({
      id: randomUUID(),
      departement: issue.departement,
      cle: signe.enveloppe && cleLien(signe.enveloppe.modele, signe.enveloppe.identifiant),
      code: issue.code!,
      message: issue.message!,
      partenaire: signe.systeme,
      empreinte: signe.sha256.toString("hex"),
      original: sceller(signe, JSON.stringify({ systeme: signe.systeme, corps: signe.corps })),
    }));
    const fresh = await this.tx.rows<{ id: string }>(
      `insert into rendez_vous.rejet (id, departement, objet, cle, code, message, partenaire, empreinte, original, cree_le)
       select d.id, d.departement, $2, d.cle, d.code, d.message, d.partenaire, decode(d.empreinte, 'hex'), d.original, $3
       from unnest($1::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[])
         d (id, departement, cle, code, message, partenaire, empreinte, original)
       on conflict (partenaire, empreinte) do nothing returning id`,
      [
        rows.map((r) => r.id),
        OBJET,
        this.maintenant,
        ...(["departement", "cle", "code", "message", "partenaire", "empreinte", "original"] as const).map((c) => rows.map((r) => r[c])),
      ],
    );
    const inserted = new Set(fresh.map((row) => row.id));
    await insertEvents(
      this.tx,
      rows
        .filter((row) => inserted.has(row.id))
        .map(({ id, departement, code, partenaire }) => ({
          type: "RejetEnregistre",
          departement,
          allocataire: null,
          donnees: { rejet: id, objet: OBJET, code, partenaire },
          survenuLe: this.maintenant,
        })),
    );
  }

  /** The source sent a rejected message again, and this time it was applied. */
  private async reprises(messages: readonly MessageRecu[]): Promise<void> {
    if (messages.length === 0) return;
    const closed = await this.tx.rows<{ id: string; partenaire: string; departement: string | null }>(
      `update rendez_vous.rejet r set resultat = 'APPLIQUE', rejoue_le = $3 from unnest($1::text[], $2::bytea[]) d (partenaire, empreinte)
       where r.partenaire = d.partenaire and r.empreinte = d.empreinte and r.rejoue_le is null returning r.id, r.partenaire, r.departement`,
      [messages.map((m) => m.signe.systeme), messages.map((m) => m.signe.sha256), this.maintenant],
    );
    const survenuLe = this.maintenant;
    await insertEvents(
      this.tx,
      closed.map(({ id, partenaire, departement }) => ({
        type: "RejetRejoue",
        departement,
        allocataire: null,
        donnees: { rejet: id, objet: OBJET, partenaire, resultat: "APPLIQUE" },
        survenuLe,
      })),
    );
  }

  /** A reject that is applied, or overtaken by a newer message, is closed; rejected again, it can be replayed again. */
  private async rejeu({ rejeu, systeme }: MessageSigne, issue: Issue): Promise<void> {
    const done = issue.issue === "IGNORE" || (issue.issue === "APPLIQUE" && issue.code === null);
    const resultat = done ? "APPLIQUE" : "REJETE";
    await this.tx.execute(
      `update rendez_vous.rejet set resultat = $2::text, rejoue_le = case when $2::text = 'APPLIQUE' then $3::timestamptz end,
         code = coalesce($4, code), message = coalesce($5, message) where id = $1`,
      [rejeu, resultat, this.maintenant, done ? null : issue.code, done ? null : issue.message],
    );
    const donnees = { rejet: rejeu, objet: OBJET, partenaire: systeme, resultat };
    await insertEvents(this.tx, [
      { type: "RejetRejoue", departement: issue.departement, allocataire: null, donnees, survenuLe: this.maintenant },
    ]);
  }
}

const sceller = (signe: MessageSigne, original: string): string => signe.sceller?.(original) ?? original;

/** The same body several times in one batch is one row. */
function uneLigneParCorps(messages: readonly MessageRecu[], recu: Date) {
  const rows = new Map<string, Record<string, unknown> & { receptions: number }>();
  for (const { signe, issue } of messages) {
    const sha256 = signe.sha256.toString("hex");
    const earlier = rows.get(`${signe.systeme} ${sha256}`);
    if (earlier) earlier.receptions += 1;
    else {
      const { modele = null, evenement = null, identifiant = null, horodatage = null } = signe.enveloppe ?? {};
      const receptions = signe.rejeu ? 0 : 1;
      rows.set(`${signe.systeme} ${sha256}`, {
        systeme: signe.systeme,
        sha256,
        modele,
        evenement,
        identifiant,
        horodatage,
        recu,
        receptions,
        issue: issue.issue,
        code: issue.code,
      });
    }
  }
  return [...rows.values()];
}
