import type { Transaction } from "../shared/database";
import type { FamilleMotif } from "./correspondances-rdv";
import { type Declaration, fusionner, type SystemeDeclarant, type SystemeRdv } from "./declaration";
import type { IdentiteExterneRepository } from "./identite-externe.repository";
import type { MessageRdv, UsagerRecu } from "./message-rdv";
import {
  cleLien,
  cleMessage,
  clePersonne,
  cleSha,
  type Etape,
  type Issue,
  type Lien,
  type MessageSigne,
  type Monde,
  type Noeud,
  rienEcrit,
} from "./monde";
import type { StatutEnregistre } from "./statut-participation";

/** Taken in shared mode by whoever changes one appointment, alone by an import: its batch then needs no lock for each appointment. */
const VERROU_RENDEZ_VOUS = 4_219_010;

/** Waits for whoever changes the appointments or people of these keys. */
export async function verrouiller(tx: Transaction, cles: readonly string[]): Promise<void> {
  await tx.rows("select pg_advisory_xact_lock_shared($1)", [VERROU_RENDEZ_VOUS]);
  if (cles.length === 0) return;
  // Always in the same order: two transactions never wait for each other.
  await tx.rows(
    "select pg_advisory_xact_lock(k) from (select distinct hashtextextended(c, 4219) as k from unnest($1::text[]) c order by 1) cles",
    [cles],
  );
}

/** Waits until nobody changes any appointment. */
export async function verrouillerTout(tx: Transaction): Promise<void> {
  await tx.rows("select pg_advisory_xact_lock($1)", [VERROU_RENDEZ_VOUS]);
}

/** Key of the lock of a person: the ranks of her convocations depend on all her appointments. */
export const verrouPersonne = (allocataire: string): string => `personne ${allocataire}`;

/** Loads what a batch of messages speaks of: a constant number of statements. */
export class ReceptionRepository {
  constructor(
    private readonly tx: Transaction,
    private readonly identites: IdentiteExterneRepository,
  ) {}

  /** @param alone true when the transaction holds the lock of the whole. */
  async charger(messages: readonly MessageSigne[], alone: boolean): Promise<Monde> {
    const read = messages.flatMap((m) => (m.message ? [m.message] : []));
    const keys = [...new Set(read.flatMap(clesDeLien))];
    if (alone) await verrouillerTout(this.tx);
    else await verrouiller(this.tx, [...read.map(cleMessage), ...keys]);
    const usagers = read.flatMap(usagersDe);
    const candidats = await this.identites.candidats(usagers.map((u) => u.usager));
    const liens = await this.liens(keys);
    const personnes = await this.personnes(usagers);
    const rendezVous = [...new Set([...liens.values()].map((lien) => lien.rendezVous))];
    const people = new Set([
      ...personnes.byKey.values(),
      ...usagers.flatMap((u) => candidats(u.usager).map((c) => c.allocataire)),
      ...(await this.participants(rendezVous)),
    ]);
    if (!alone) await verrouiller(this.tx, [...people].map(verrouPersonne));
    const noeuds = await this.noeuds(rendezVous);
    return {
      issues: await this.issues(messages),
      ordre: await this.ordre(read),
      liens,
      noeuds,
      organisations: await this.organisations(read),
      organismes: await this.identites.organismes(),
      personnes: personnes.byKey,
      effaces: personnes.effaces,
      candidats,
      etapes: await this.etapes([...people]),
      ecrits: rienEcrit(),
    };
  }

  /** The appointment that a system names, and all those of the people concerned, locked. */
  async chargerUn(systeme: SystemeDeclarant, identifiant: string, allocataire: string): Promise<Monde> {
    const key = cleLien(systeme, identifiant);
    await verrouiller(this.tx, [key]);
    const liens = await this.liens([key]);
    const rendezVous = [...liens.values()].map((lien) => lien.rendezVous);
    const people = new Set([allocataire, ...(await this.participants(rendezVous))]);
    await verrouiller(this.tx, [...people].map(verrouPersonne));
    const rien = { issues: new Map(), ordre: new Map(), organisations: new Map(), organismes: new Map(), personnes: new Map() };
    const noeuds = await this.noeuds(rendezVous);
    const etapes = await this.etapes([...people]);
    return { ...rien, liens, noeuds, etapes, effaces: new Set(), candidats: () => [], ecrits: rienEcrit() };
  }

  private async issues(messages: readonly MessageSigne[]): Promise<Monde["issues"]> {
    const rows = await this.tx.rows<{ systeme: string; sha256: Buffer; issue: Issue["issue"] }>(
      `select m.systeme, m.sha256, m.issue from rendez_vous.message_entrant m
       join unnest($1::text[], $2::bytea[]) d (systeme, sha256) on d.systeme = m.systeme and d.sha256 = m.sha256`,
      [messages.map((m) => m.systeme), messages.map((m) => m.sha256)],
    );
    return new Map(rows.map((row) => [cleSha(row.systeme, row.sha256), row.issue]));
  }

  private async ordre(messages: readonly MessageRdv[]): Promise<Monde["ordre"]> {
    const rows = await this.tx.rows<{ systeme: string; modele: string; identifiant: string; horodatage: Date }>(
      `select o.systeme, o.modele, o.identifiant, o.horodatage from rendez_vous.ordre_message o
       join (select distinct * from unnest($1::text[], $2::text[], $3::text[]) u (systeme, modele, identifiant)) d
         on d.systeme = o.systeme and d.modele = o.modele and d.identifiant = o.identifiant`,
      [messages.map((m) => m.systeme), messages.map((m) => m.modele), messages.map((m) => m.identifiant)],
    );
    return new Map(rows.map((row) => [cleMessage(row), row.horodatage]));
  }

  /** Links of the messages. */
  private async liens(keys: readonly string[]): Promise<Map<string, Lien>> {
    const rows = await this.tx.rows<Lien>(
      `select systeme, identifiant, departement, rendez_vous as "rendezVous", maj_le as "majLe", efface_le as "effaceLe"
       from rendez_vous.lien_externe where (systeme, identifiant) in (select split_part(c, ' ', 1), substr(c, strpos(c, ' ') + 1) from unnest($1::text[]) c)`,
      [keys],
    );
    return new Map(rows.map((row) => [cleLien(row.systeme, row.identifiant), row]));
  }

  private async participants(rendezVous: readonly string[]): Promise<string[]> {
    if (rendezVous.length === 0) return [];
    const rows = await this.tx.rows<{ allocataire: string }>(
      `select distinct p.allocataire from rendez_vous.rendez_vous r
       join rendez_vous.participation p on p.departement = r.departement and p.rendez_vous = r.id where r.id = any($1)`,
      [rendezVous],
    );
    return rows.map((row) => row.allocataire);
  }

  private async noeuds(rendezVous: readonly string[]): Promise<Map<string, Noeud>> {
    if (rendezVous.length === 0) return new Map();
    const rows = await this.tx.rows<{ departement: string; id: string; debut: Date | null; duree: number | null; le: Date | null }>(
      `select departement, id, debut_saisi as debut, duree_saisie as duree, saisi_le as le from rendez_vous.rendez_vous where id = any($1) order by id for update`,
      [rendezVous],
    );
    const noeuds = new Map<string, Noeud>();
    for (const { departement, id, debut, duree, le } of rows) {
      const saisie = debut && duree && le ? { debut: debut.toISOString(), dureeMinutes: duree, le: le.toISOString() } : null;
      noeuds.set(id, { departement, id, declarations: new Map(), saisie, saisies: new Map(), effectif: null });
    }
    await this.declarations(noeuds, rendezVous);
    for (const noeud of noeuds.values()) {
      if (noeud.declarations.size > 0) noeud.effectif = fusionner([...noeud.declarations.values()], noeud.saisie, noeud.saisies);
    }
    return noeuds;
  }

  private async declarations(noeuds: Map<string, Noeud>, rendezVous: readonly string[]): Promise<void> {
    const links = await this.tx.rows<{ rendezVous: string; declare: Declaration }>(
      `select l.rendez_vous as "rendezVous", l.declare from rendez_vous.rendez_vous r
       join rendez_vous.lien_externe l on l.departement = r.departement and l.rendez_vous = r.id
       where r.id = any($1) and l.declare is not null`,
      [rendezVous],
    );
    for (const { rendezVous: id, declare } of links)
      noeuds.get(id)?.declarations.set(cleLien(declare.systeme, declare.identifiant), declare);
    const entered = await this.tx.rows<{ rendezVous: string; allocataire: string; statut: StatutEnregistre; le: Date }>(
      `select p.rendez_vous as "rendezVous", p.allocataire, p.statut_saisi as statut, p.statut_saisi_le as le from rendez_vous.rendez_vous r
       join rendez_vous.participation p on p.departement = r.departement and p.rendez_vous = r.id
       where r.id = any($1) and p.statut_saisi is not null`,
      [rendezVous],
    );
    for (const { rendezVous: id, allocataire, statut, le } of entered)
      noeuds.get(id)?.saisies.set(allocataire, { statut, le: le.toISOString() });
  }

  private async organisations(messages: readonly MessageRdv[]): Promise<Monde["organisations"]> {
    const named = messages.flatMap((m) => (m.rdv ? [{ systeme: m.systeme, id: m.rdv.organisation.identifiant }] : []));
    const rows = await this.tx.rows<{ systeme: string; identifiant: string; departement: string; organisme: string }>(
      `select o.systeme, o.identifiant, o.departement, o.organisme from rendez_vous.organisation_externe o
       join (select distinct * from unnest($1::text[], $2::text[]) u (systeme, identifiant)) d on d.systeme = o.systeme and d.identifiant = o.identifiant`,
      [named.map((n) => n.systeme), named.map((n) => n.id)],
    );
    return new Map(rows.map((row) => [cleLien(row.systeme, row.identifiant), { departement: row.departement, organisme: row.organisme }]));
  }

  private async personnes(usagers: readonly UsagerDe[]): Promise<{ byKey: Map<string, string>; effaces: Set<string> }> {
    const rows = await this.tx.rows<{
      departement: string;
      systeme: string;
      identifiant: string;
      allocataire: string | null;
      efface: boolean;
    }>(
      `select p.departement, p.systeme, p.identifiant, p.allocataire, p.efface_le is not null as efface from rendez_vous.personne_externe p
       join (select distinct * from unnest($1::text[], $2::text[]) u (systeme, identifiant)) d on d.systeme = p.systeme and d.identifiant = p.identifiant`,
      [usagers.map((u) => u.systeme), usagers.map((u) => u.usager.identifiant)],
    );
    const byKey = new Map(
      rows.flatMap((r) => (r.allocataire ? [[clePersonne(r.systeme, r.identifiant, r.departement), r.allocataire] as const] : [])),
    );
    return { byKey, effaces: new Set(rows.filter((r) => r.efface).map((r) => cleLien(r.systeme, r.identifiant))) };
  }

  private async etapes(people: readonly string[]): Promise<Monde["etapes"]> {
    const byPerson: Monde["etapes"] = new Map();
    for (const { allocataire, ...etape } of await etapesDe(this.tx, people)) {
      const etapes = byPerson.get(allocataire) ?? new Map<string, Etape>();
      byPerson.set(allocataire, etapes.set(etape.rendezVous, etape));
    }
    return byPerson;
  }
}

/** Every appointment of these people, for the ranks of their convocations. */
export async function etapesDe(
  tx: Transaction,
  people: readonly string[],
): Promise<(Etape & { allocataire: string; famille: FamilleMotif })[]> {
  if (people.length === 0) return [];
  return tx.rows(
    `select p.departement, p.allocataire, p.rendez_vous as "rendezVous", r.debut, p.statut, r.famille, c.rang, c.rang is not null as convoquee
     from rendez_vous.participation p
     join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous
     left join rendez_vous.convocation c on c.departement = p.departement and c.rendez_vous = p.rendez_vous and c.allocataire = p.allocataire
     where p.allocataire = any($1)`,
    [people],
  );
}

interface UsagerDe {
  systeme: SystemeRdv;
  usager: UsagerRecu;
}

const usagersDe = (m: MessageRdv): UsagerDe[] =>
  [...(m.usager ? [m.usager] : []), ...(m.rdv?.participants.map((p) => p.usager) ?? [])].map((usager) => ({ systeme: m.systeme, usager }));

const clesDeLien = (m: MessageRdv): string[] =>
  m.modele === "Rdv"
    ? [cleLien(m.systeme, m.identifiant), ...(m.rdv?.idSolidarites ? [cleLien("RENDEZ_VOUS_SOLIDARITES", m.rdv.idSolidarites)] : [])]
    : [];
