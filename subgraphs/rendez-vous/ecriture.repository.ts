import { randomUUID } from "node:crypto";
import type { SystemeSource } from "../shared/contrat/enums";
import type { Transaction } from "../shared/database";
import type { EventToPublish } from "../shared/journal";
import { MEMBRE, type PersonneVisible, personnesVisibles, VISIBLE } from "../shared/perimetre";
import type { CanalConvocation } from "./convocation/regles-convocation";
import { suivreConvocations } from "./convocation/suivre-convocations.repository";
import type { FamilleMotif, Modalite } from "./correspondances-rdv";
import type { CreneauOccupe } from "./creneau/creneau";
import { creneauxALHeure } from "./creneau/lecture-creneaux.repository";
import { type Declaration, fusionner, type Saisie, type StatutSaisi } from "./declaration";
import type { Plage } from "./prise-rendez-vous";
import { verrouiller, verrouPersonne } from "./reception.repository";
import { chargerRendezVous, type RendezVousRow } from "./rendez-vous.repository";
import type { StatutEnregistre } from "./statut-participation";

/** Who enters, as a record says it: never a person. */
export interface Auteur {
  source: SystemeSource;
  organisme: string | null;
  client: string;
}

export interface NouveauRendezVous {
  departement: string;
  allocataire: string;
  organisme: string;
  famille: FamilleMotif;
  modalite: Modalite;
  motif: string;
  debut: Date;
  dureeMinutes: number;
  convocation: boolean;
  canal: CanalConvocation;
  /** Where it takes its place; null outside any slot. */
  agenda: string | null;
}

/** A participant of an appointment, locked for this transaction. */
export interface ParticipationVerrouillee {
  departement: string;
  /** Id that the row carries: it may be older than a merge. */
  allocataire: string;
  canonique: string;
  statut: StatutEnregistre;
  debut: Date;
  famille: FamilleMotif;
  rang: number | null;
}

export interface Participant {
  allocataire: string;
  statut: StatutEnregistre;
  rang: number | null;
}

/** Writes appointments under the rights of the caller. */
export class EcritureRepository {
  /** Events that follow from what was written: ranks that changed, absences to examine. */
  readonly suites: EventToPublish[] = [];

  constructor(
    private readonly tx: Transaction,
    private readonly auteur: Auteur,
    private readonly maintenant: Date,
  ) {}

  /** A person whom the caller may read, or null. Waits for whoever else changes her appointments. */
  async personne(id: string): Promise<PersonneVisible | null> {
    const [person] = await personnesVisibles(this.tx, [id]);
    if (!person) return null;
    await verrouiller(this.tx, [verrouPersonne(person.canonique)]);
    return person;
  }

  async organismeExiste(departement: string, id: string): Promise<boolean> {
    return (await this.tx.row("select id from publie.organisme where departement = $1 and id = $2", [departement, id])) !== null;
  }

  /** The slots of the organisme at the hour of an appointment. Whoever else takes or publishes one there waits. */
  async creneaux(
    p: { departement: string; organisme: string; famille: FamilleMotif } & Plage,
    sauf: string | null = null,
  ): Promise<CreneauOccupe[]> {
    return creneauxALHeure(this.tx, { ...p, fin: new Date(p.debut.getTime() + p.dureeMinutes * 60_000), sauf });
  }

  /** Appointments at which these people are still expected, one excepted. */
  attendus(people: readonly string[], sauf: string | null): Promise<{ debut: Date; dureeMinutes: number }[]> {
    return this.tx.rows(
      `with ${VISIBLE}, ${MEMBRE} select r.debut, r.duree_minutes as "dureeMinutes" from membre m
       join rendez_vous.participation p on p.departement = m.departement and p.allocataire = m.allocataire
       join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous
       where p.statut = 'PREVU' and ($2::uuid is null or r.id <> $2) and r.debut > $3::timestamptz - interval '1 day'`,
      [people, sauf, this.maintenant],
    );
  }

  /** Returns the id of the appointment and the rank of its convocation. */
  async creer(n: NouveauRendezVous): Promise<{ id: string; rang: number | null }> {
    const id = randomUUID();
    await this.tx.execute(
      `insert into rendez_vous.rendez_vous (departement, id, debut, duree_minutes, modalite, famille, motif, organisme,
         source, source_organisme, collectee_le, recue_le, certifiee, agenda)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, true, $12)`,
      [
        n.departement,
        id,
        n.debut,
        n.dureeMinutes,
        n.modalite,
        n.famille,
        n.motif,
        n.organisme,
        this.auteur.source,
        this.auteur.organisme,
        this.maintenant,
        n.agenda,
      ],
    );
    await this.tx.execute(
      `insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le) values ($1, $2, $3, 'PREVU', $4)`,
      [n.departement, id, n.allocataire, this.maintenant],
    );
    await this.noter({ departement: n.departement, rendezVous: id, allocataire: n.allocataire, avant: null, apres: "PREVU" });
    if (n.convocation) {
      // The rank is computed just below.
      await this.tx.execute(
        `insert into rendez_vous.convocation (departement, rendez_vous, allocataire, rang, envoyee_le, canal, saisi_le) values ($1, $2, $3, 1, $4, $5, $4)`,
        [n.departement, id, n.allocataire, this.maintenant, n.canal],
      );
    }
    return { id, rang: (await this.suivre(n.allocataire, id)).get(id) ?? null };
  }

  /** The participation of a person to an appointment, if the caller may read both. Call `personne` before: it takes the lock. */
  async participation(rendezVous: string, allocataire: string): Promise<ParticipationVerrouillee | null> {
    return this.tx.row<ParticipationVerrouillee>(
      `with ${VISIBLE}, ${MEMBRE}
       select p.departement, p.allocataire, m.canonique, p.statut, r.debut, r.famille, c.rang from membre m
       join rendez_vous.participation p on p.departement = m.departement and p.allocataire = m.allocataire
       join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous
       left join rendez_vous.convocation c on c.departement = p.departement and c.rendez_vous = p.rendez_vous and c.allocataire = p.allocataire
       where r.id = $2 for update of r, p`,
      [[allocataire], rendezVous],
    );
  }

  /** Enters a status; the ranks of the person's convocations follow. Returns the rank at this appointment. */
  async renseigner(p: ParticipationVerrouillee, rendezVous: string, statut: StatutEnregistre): Promise<number | null> {
    await this.tx.execute(
      `update rendez_vous.participation set statut = $4, statut_saisi = $4, statut_saisi_le = $5, maj_le = $5
       where departement = $1 and rendez_vous = $2 and allocataire = $3`,
      [p.departement, rendezVous, p.allocataire, statut, this.maintenant],
    );
    await this.noter({ departement: p.departement, rendezVous, allocataire: p.allocataire, avant: p.statut, apres: statut });
    await this.releverConflit(p.departement, rendezVous);
    return (await this.suivre(p.allocataire, rendezVous)).get(rendezVous) ?? p.rang;
  }

  /** An appointment that the caller may read, locked; null otherwise. */
  async rendezVous(id: string): Promise<RendezVousRow | null> {
    const people = await this.participants(id);
    await verrouiller(
      this.tx,
      people.map((p) => verrouPersonne(p.allocataire)),
    );
    const locked = await this.tx.row("select id from rendez_vous.rendez_vous where id = $1 for update", [id]);
    return locked && chargerRendezVous(this.tx, id);
  }

  /** Every participant, those whom the caller may not read included: an event goes to each. */
  participants(id: string): Promise<Participant[]> {
    return this.tx.rows<Participant>(
      `select p.allocataire, p.statut, p.convocation_rang as rang from rendez_vous.rendez_vous r
       join publie.presence p on p.departement = r.departement and p.rendez_vous = r.id where r.id = $1 order by p.allocataire`,
      [id],
    );
  }

  async deplacer(row: RendezVousRow, { debut, dureeMinutes }: Plage, motif: string, agenda: string | null): Promise<void> {
    await this.tx.execute(
      `update rendez_vous.rendez_vous set debut = $3, duree_minutes = $4, debut_saisi = $3, duree_saisie = $4, saisi_le = $5, agenda = $6
       where departement = $1 and id = $2`,
      [row.departement, row.id, debut, dureeMinutes, this.maintenant, agenda],
    );
    await this.tx.execute(
      "insert into rendez_vous.deplacement (departement, rendez_vous, avant, apres, motif, le, client) values ($1, $2, $3, $4, $5, $6, $7)",
      [row.departement, row.id, row.debut, debut, motif, this.maintenant, this.auteur.client],
    );
    await this.releverConflit(row.departement, row.id);
  }

  private async noter(h: {
    departement: string;
    rendezVous: string;
    allocataire: string;
    avant: string | null;
    apres: string;
  }): Promise<void> {
    await this.tx.execute(
      `insert into rendez_vous.historique_presence (departement, rendez_vous, allocataire, avant, apres, le, source, client) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
      [h.departement, h.rendezVous, h.allocataire, h.avant, h.apres, this.maintenant, this.auteur.source, this.auteur.client],
    );
  }

  /** The hub and the source may now say different things of the appointment. */
  private async releverConflit(departement: string, id: string): Promise<void> {
    const links = await this.tx.rows<{ declare: Declaration }>(
      "select declare from rendez_vous.lien_externe where departement = $1 and rendez_vous = $2 and declare is not null",
      [departement, id],
    );
    if (links.length === 0) return;
    const row = await this.tx.row<{ debut: Date | null; duree: number; le: Date }>(
      "select debut_saisi as debut, duree_saisie as duree, saisi_le as le from rendez_vous.rendez_vous where departement = $1 and id = $2",
      [departement, id],
    );
    const saisie: Saisie | null = row?.debut ? { debut: row.debut.toISOString(), dureeMinutes: row.duree, le: row.le.toISOString() } : null;
    const entered = await this.tx.rows<{ allocataire: string; statut: StatutEnregistre; le: Date }>(
      `select allocataire, statut_saisi as statut, statut_saisi_le as le from rendez_vous.participation
       where departement = $1 and rendez_vous = $2 and statut_saisi is not null`,
      [departement, id],
    );
    const saisies = new Map<string, StatutSaisi>(entered.map((e) => [e.allocataire, { statut: e.statut, le: e.le.toISOString() }]));
    const { enConflit } = fusionner(
      links.map((link) => link.declare),
      saisie,
      saisies,
    );
    await this.tx.execute("update rendez_vous.rendez_vous set en_conflit = $3 where departement = $1 and id = $2", [
      departement,
      id,
      enConflit,
    ]);
  }

  /** The rank of a convocation that was just written. */
  async recalculer(allocataire: string, rendezVous: string): Promise<number> {
    return (await this.suivre(allocataire, rendezVous)).get(rendezVous)!;
  }

  /** What follows for people whose appointments were changed otherwise. */
  async suivreTous(people: readonly string[]): Promise<void> {
    this.suites.push(...(await suivreConvocations(this.tx, people, this.maintenant)).evenements);
  }

  /** Ranks of all the convocations of a person, by appointment; what else follows waits in `suites`. */
  private async suivre(allocataire: string, sauf: string): Promise<Map<string, number>> {
    const { rangs, evenements } = await suivreConvocations(this.tx, [allocataire], this.maintenant, sauf);
    this.suites.push(...evenements);
    return rangs;
  }
}
