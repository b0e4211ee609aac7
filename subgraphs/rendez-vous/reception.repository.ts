import type { Transaction } from "../shared/database";
import { type FamilleMotif, statutDeRdv } from "./correspondances-rdv";
import type { SystemeDeclarant, SystemeRdv } from "./declaration";
import type { IdentiteExterneRepository } from "./identite-externe.repository";
import type { MessageRdv, OrganisationRecue, UsagerDe } from "./message/message";
import {
  cleLien,
  cleMessage,
  clePersonne,
  cleSha,
  type Etape,
  type Issue,
  type MessageSigne,
  type Monde,
  mondeVide,
  type Ordre,
} from "./monde";
import { NoeudsRepository } from "./noeuds.repository";
import type { StatutEnregistre } from "./statut-participation";

/** Taken in shared mode by whoever changes one appointment, alone by an import: its batch then needs no lock for each appointment. */
const VERROU_RENDEZ_VOUS = 4_219_010;

/** Waits for whoever changes the appointments or people of these keys. */
export async function verrouiller(tx: Pick<Transaction, "rows">, cles: readonly string[]): Promise<void> {
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

/** Loads what a batch of messages speaks of: a number of statements that does not depend on how many they are. */
export class ReceptionRepository {
  private readonly noeuds: NoeudsRepository;

  constructor(
    private readonly tx: Transaction,
    private readonly identites: IdentiteExterneRepository,
  ) {
    this.noeuds = new NoeudsRepository(tx);
  }

  /** @param alone true when the transaction holds the lock of the whole. */
  async charger(messages: readonly MessageSigne[], alone: boolean): Promise<Monde> {
    const read = messages.flatMap((m) => (m.message ? [m.message] : []));
    const keys = [...new Set(read.flatMap(clesDeLien))];
    if (alone) await verrouillerTout(this.tx);
    else await verrouiller(this.tx, [...read.map(cleMessage), ...keys]);
    const usagers = read.flatMap(usagersDe);
    const monde = mondeVide();
    monde.candidats = await this.identites.candidats(usagers);
    await this.personnes(monde, usagers);
    const heures = read.flatMap((m) => heuresDe(monde, m));
    if (!alone) await verrouiller(this.tx, [...new Set(heures.map((h) => verrouPersonne(h.allocataire)))]);
    const people = await this.noeuds.charger(monde, keys, heures);
    for (const { allocataire } of heures) people.add(allocataire);
    if (!alone) await verrouiller(this.tx, [...people].map(verrouPersonne));
    monde.issues = await this.issues(messages);
    await this.ordre(monde, read);
    await this.organisations(monde, read, messages);
    monde.organismes = await this.identites.organismes();
    await this.statuts(monde);
    monde.etapes = await this.etapes([...people]);
    return monde;
  }

  /** The appointment that a system names, all those that may be one with it, and all those of the people concerned, locked. */
  async chargerUn(systeme: SystemeDeclarant, identifiant: string, allocataire: string, debut: string): Promise<Monde> {
    const key = cleLien(systeme, identifiant);
    await verrouiller(this.tx, [key, verrouPersonne(allocataire)]);
    const monde = mondeVide();
    const people = await this.noeuds.charger(monde, [key], [{ allocataire, debut }]);
    people.add(allocataire);
    await verrouiller(this.tx, [...people].map(verrouPersonne));
    await this.statuts(monde);
    monde.etapes = await this.etapes([...people]);
    return monde;
  }

  /** The appointment of one link, and those that it may be one with, locked. */
  async chargerLien(systeme: string, identifiant: string): Promise<Monde> {
    const key = cleLien(systeme, identifiant);
    await verrouiller(this.tx, [key]);
    const monde = mondeVide();
    const people = await this.noeuds.charger(monde, [key], []);
    await verrouiller(this.tx, [...people].map(verrouPersonne));
    await this.statuts(monde);
    monde.etapes = await this.etapes([...people]);
    return monde;
  }

  private async issues(messages: readonly MessageSigne[]): Promise<Monde["issues"]> {
    const rows = await this.tx.rows<{ systeme: string; sha256: Buffer; issue: Issue["issue"] }>(
      `select m.systeme, m.sha256, m.issue from rendez_vous.message_entrant m
       join unnest($1::text[], $2::bytea[]) d (systeme, sha256) on d.systeme = m.systeme and d.sha256 = m.sha256`,
      [messages.map((m) => m.systeme), messages.map((m) => m.sha256)],
    );
    return new Map(rows.map((row) => [cleSha(row.systeme, row.sha256), row.issue]));
  }

  private async ordre(monde: Monde, messages: readonly MessageRdv[]): Promise<void> {
    const cles = [messages.map((m) => m.systeme), messages.map((m) => m.modele), messages.map((m) => m.identifiant)];
    const voulus = "(select distinct * from unnest($1::text[], $2::text[], $3::text[]) u (systeme, modele, identifiant)) d";
    const rows = await this.tx.rows<{ systeme: string; modele: string; identifiant: string } & Ordre>(
      `select o.systeme, o.modele, o.identifiant, o.horodatage, o.rang, o.empreinte from rendez_vous.ordre_message o
       join ${voulus} on d.systeme = o.systeme and d.modele = o.modele and d.identifiant = o.identifiant`,
      cles,
    );
    for (const { horodatage, rang, empreinte, ...message } of rows) monde.ordre.set(cleMessage(message), { horodatage, rang, empreinte });
    const tombes = await this.tx.rows<{ systeme: string; modele: string; identifiant: string }>(
      `select e.systeme, e.modele, e.identifiant from rendez_vous.efface_externe e
       join ${voulus} on d.systeme = e.systeme and d.modele = e.modele and d.identifiant = e.identifiant`,
      cles,
    );
    monde.tombes = new Set(tombes.map(cleMessage));
  }

  private async organisations(monde: Monde, messages: readonly MessageRdv[], signes: readonly MessageSigne[]): Promise<void> {
    const agents = messages.flatMap((m) => (m.contenu?.genre === "ABSENCE" ? [{ systeme: m.systeme, id: m.contenu.agent }] : []));
    const works = await this.tx.rows<{ systeme: string; identifiant: string; organisation: string }>(
      `select a.systeme, a.identifiant, a.organisation from rendez_vous.agent_externe a
       join (select distinct * from unnest($1::text[], $2::text[]) u (systeme, identifiant)) d on d.systeme = a.systeme and d.identifiant = a.identifiant`,
      [agents.map((a) => a.systeme), agents.map((a) => a.id)],
    );
    for (const { systeme, identifiant, organisation } of works) {
      const key = cleLien(systeme, identifiant);
      monde.agents.set(key, (monde.agents.get(key) ?? new Set()).add(organisation));
    }
    const named = [
      ...messages.flatMap((m) => organisationsDe(m).map((o) => ({ systeme: m.systeme as string, id: o.identifiant }))),
      ...signes.flatMap((m) => (m.enveloppe?.organisations ?? []).map((id) => ({ systeme: m.systeme as string, id }))),
      ...works.map((w) => ({ systeme: w.systeme, id: w.organisation })),
    ];
    const rows = await this.tx.rows<{
      systeme: string;
      identifiant: string;
      departement: string;
      organisme: string | null;
      nom: string | null;
    }>(
      `select o.systeme, o.identifiant, o.departement, o.organisme, o.nom from rendez_vous.organisation_externe o
       join (select distinct * from unnest($1::text[], $2::text[]) u (systeme, identifiant)) d on d.systeme = o.systeme and d.identifiant = o.identifiant`,
      [named.map((n) => n.systeme), named.map((n) => n.id)],
    );
    for (const { systeme, identifiant, departement, organisme, nom } of rows) {
      if (organisme) monde.organisations.set(cleLien(systeme, identifiant), { departement, organisme });
      if (nom) monde.nomsOrganisations.set(cleLien(systeme, identifiant), nom);
    }
    const users = await this.tx.rows<{ systeme: string; departements: string[] }>(
      `select systeme, array_agg(distinct departement) as departements from rendez_vous.organisation_externe
       where organisme is not null and systeme = any($1::text[]) group by systeme`,
      [[...new Set(signes.map((s) => s.systeme))]],
    );
    monde.utilisateurs = new Map(users.map((u) => [u.systeme, u.departements]));
  }

  private async personnes(monde: Monde, usagers: readonly UsagerDe[]): Promise<void> {
    const rows = await this.tx.rows<{
      departement: string;
      systeme: SystemeRdv;
      identifiant: string;
      allocataire: string | null;
      efface: boolean;
    }>(
      `select p.departement, p.systeme, p.identifiant, p.allocataire, p.efface_le is not null as efface from rendez_vous.personne_externe p
       join (select distinct * from unnest($1::text[], $2::text[]) u (systeme, identifiant)) d on d.systeme = p.systeme and d.identifiant = p.identifiant`,
      [usagers.map((u) => u.systeme), usagers.map((u) => u.usager.identifiant)],
    );
    for (const r of rows) if (r.allocataire) monde.personnes.set(clePersonne(r.systeme, r.identifiant, r.departement), r.allocataire);
    monde.effaces = new Set(rows.filter((r) => r.efface).map((r) => cleLien(r.systeme, r.identifiant)));
    const linked = Map.groupBy(
      rows.filter((r) => r.allocataire),
      (r) => cleLien(r.systeme, r.identifiant),
    );
    monde.departementsDe = (systeme, usager) => linked.get(cleLien(systeme, usager))?.map((r) => r.departement) ?? [];
  }

  /** The table of the hub, then the one that the Département fills for the codes it does not have. */
  private async statuts(monde: Monde): Promise<void> {
    const rows = await this.tx.rows<{ departement: string; systeme: string; code: string; statut: StatutEnregistre }>(
      "select departement, systeme, code, statut from rendez_vous.correspondance_statut",
    );
    const tables = new Map(rows.map((row) => [`${row.departement} ${row.systeme} ${row.code}`, row.statut]));
    monde.lireStatut = (systeme, departement, code) => statutDeRdv(code) ?? tables.get(`${departement} ${systeme} ${code}`) ?? null;
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
    `select p.departement, p.allocataire, p.rendez_vous as "rendezVous", r.debut, p.statut, r.famille, c.rang, c.rang is not null as convoquee,
       c.saisi_le is not null as saisie
     from rendez_vous.participation p
     join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous
     left join rendez_vous.convocation c on c.departement = p.departement and c.rendez_vous = p.rendez_vous and c.allocataire = p.allocataire
     where p.allocataire = any($1)`,
    [people],
  );
}

function usagersDe(m: MessageRdv): UsagerDe[] {
  const inside = m.contenu && "usager" in m.contenu ? [m.contenu.usager] : [];
  const all = [...(m.usager ? [m.usager] : []), ...inside, ...(m.rdv?.participants.map((p) => p.usager) ?? [])];
  return all.map((usager) => ({ systeme: m.systeme, usager }));
}

function organisationsDe({ modele, identifiant, rdv, contenu }: MessageRdv): OrganisationRecue[] {
  if (rdv) return [rdv.organisation];
  if (modele === "Organisation") return [{ identifiant, nom: null }];
  if (contenu?.genre === "INVITATION") return contenu.organisations;
  return contenu && "organisation" in contenu && contenu.organisation !== null && typeof contenu.organisation === "object"
    ? [contenu.organisation]
    : [];
}

/** Who comes at what hour, as far as the people are known. */
function heuresDe(monde: Monde, { systeme, rdv }: MessageRdv): { allocataire: string; debut: string }[] {
  if (!rdv) return [];
  return rdv.participants.flatMap(({ usager }) => {
    const linked = monde
      .departementsDe(systeme, usager.identifiant)
      .map((d) => monde.personnes.get(clePersonne(systeme, usager.identifiant, d))!);
    const people = new Set([...linked, ...monde.candidats(usager, systeme).map((c) => c.allocataire)]);
    return [...people].map((allocataire) => ({ allocataire, debut: rdv.debut.toISOString() }));
  });
}

const clesDeLien = (m: MessageRdv): string[] =>
  m.modele === "Rdv"
    ? [cleLien(m.systeme, m.identifiant), ...(m.rdv?.idSolidarites ? [cleLien("RENDEZ_VOUS_SOLIDARITES", m.rdv.idSolidarites)] : [])]
    : [];
