import type { Transaction } from "../shared/database";
import { insertConsultation, insertEvents } from "../shared/journal";
import { newOperation } from "../shared/operation";
import { ecrireRangs } from "./convocation/etapes.repository";
import { suivreConvocations } from "./convocation/suivre-convocations.repository";
import { type Declaration, UNEFOIS } from "./declaration";
import type { Monde } from "./monde";
import { ReferentielRepository } from "./referentiel.repository";
import { reunirNoeuds } from "./reunion.repository";

/** Writes what a batch of messages changed: facts, events and register, a constant number of statements. */
export class ReceptionEcritureRepository {
  constructor(
    private readonly tx: Transaction,
    private readonly maintenant: Date,
  ) {}

  async ecrire(monde: Monde): Promise<void> {
    await this.rendezVous(monde);
    await this.participations(monde);
    await this.rangs(monde);
    await this.liens(monde);
    await reunirNoeuds(this.tx, monde);
    await this.dires(monde);
    await this.correspondances(monde);
    await new ReferentielRepository(this.tx, this.maintenant).ecrire(monde);
    await this.effacements(monde);
    await insertEvents(this.tx, monde.ecrits.evenements.map(this.survenu));
    await this.suites(monde);
    await this.registre(monde);
  }

  /** A tool whose clock is ahead tells a fact that has happened already: told later than it was received, it would hide what France Travail says since. */
  private readonly survenu = <T extends { survenuLe: Date }>(evenement: T): T =>
    evenement.survenuLe > this.maintenant ? { ...evenement, survenuLe: this.maintenant } : evenement;

  private async rendezVous({ ecrits, noeuds }: Monde): Promise<void> {
    const rows = [...ecrits.noeuds].map((id) => {
      const { departement, effectif, saisie } = noeuds.get(id)!;
      const { etat, origine, enConflit, agents } = effectif!;
      const saisi = { debutSaisi: saisie?.debut ?? null, dureeSaisie: saisie?.dureeMinutes ?? null, saisiLe: saisie?.le ?? null };
      return {
        departement,
        id,
        ...etat,
        enConflit,
        source: origine.systeme,
        le: origine.le,
        reference: origine.identifiant,
        agents,
        ...saisi,
      };
    });
    if (rows.length === 0) return;
    await this.tx.execute(
      `insert into rendez_vous.rendez_vous as r (departement, id, debut, duree_minutes, modalite, famille, motif, lieu, organisme, collectif, capacite,
         participants_inconnus, en_conflit, source, source_organisme, collectee_le, recue_le, certifiee, reference, natif, agents)
       select departement, id, debut, "dureeMinutes", modalite, famille, motif, lieu, organisme, collectif, capacite, inconnus, "enConflit",
         source, organisme, le, $2, true, reference, false, agents
       from jsonb_to_recordset($1::jsonb) d (departement text, id uuid, debut timestamptz, "dureeMinutes" int, modalite text, famille text, motif text,
         lieu text, organisme text, collectif boolean, capacite int, inconnus int, "enConflit" boolean, source text, le timestamptz, reference text, agents text[],
         "debutSaisi" timestamptz, "dureeSaisie" int, "saisiLe" timestamptz)
       on conflict (departement, id) do update set debut = excluded.debut, duree_minutes = excluded.duree_minutes, modalite = excluded.modalite,
         famille = excluded.famille, motif = excluded.motif, lieu = excluded.lieu, organisme = excluded.organisme, collectif = excluded.collectif,
         capacite = excluded.capacite, participants_inconnus = excluded.participants_inconnus, en_conflit = excluded.en_conflit,
         source = excluded.source, source_organisme = excluded.source_organisme, collectee_le = excluded.collectee_le, recue_le = excluded.recue_le,
         reference = excluded.reference, agents = excluded.agents
       where excluded.source <> '${UNEFOIS}'`,
      [JSON.stringify(rows), this.maintenant],
    );
    // What the hub says last of an appointment taken in it keeps where it comes from; what professionals entered follows a node that goes into another.
    await this.batch(
      `update rendez_vous.rendez_vous r set debut = d.debut, duree_minutes = d."dureeMinutes", en_conflit = d."enConflit",
         agents = d.agents, debut_saisi = d."debutSaisi", duree_saisie = d."dureeSaisie", saisi_le = d."saisiLe"
       from jsonb_to_recordset($1::jsonb) d (departement text, id uuid, debut timestamptz, "dureeMinutes" int, "enConflit" boolean, agents text[],
         "debutSaisi" timestamptz, "dureeSaisie" int, "saisiLe" timestamptz)
       where r.departement = d.departement and r.id = d.id`,
      rows.filter((row) => row.saisiLe !== null || row.source === UNEFOIS),
    );
  }

  private async participations({ ecrits, noeuds, etapes }: Monde): Promise<void> {
    const touched = [...ecrits.participations.values()];
    const current = touched.flatMap(({ departement, rendezVous, allocataire, majLe: recu }) => {
      const { effectif, saisies, declarations } = noeuds.get(rendezVous)!;
      const majLe = ditLe(declarations.values(), allocataire) ?? recu;
      const participation = effectif!.participations.get(allocataire);
      const saisi = saisies.get(allocataire);
      const rang = etapes.get(allocataire)?.get(rendezVous)?.rang ?? null;
      return participation
        ? [
            {
              departement,
              rendezVous,
              allocataire,
              majLe,
              statut: participation.statut,
              saisi: saisi?.statut,
              saisiLe: saisi?.le,
              ...participation.convocation,
              rang,
            },
          ]
        : [];
    });
    const passe = new Map(ecrits.reunions.map((r) => [r.ancien, r.actuel]));
    const removed = touched.filter((t) => !noeuds.get(t.rendezVous)!.effectif!.participations.has(t.allocataire));
    const convened = current.filter((c) => c.envoyeeLe);
    const notConvened = current.filter((c) => !c.envoyeeLe);
    await this.batch(
      `insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le, statut_saisi, statut_saisi_le)
       select departement, "rendezVous", allocataire, statut, "majLe", saisi, "saisiLe"
       from jsonb_to_recordset($1::jsonb) d (departement text, "rendezVous" uuid, allocataire uuid, statut text, "majLe" timestamptz, saisi text, "saisiLe" timestamptz)
       on conflict (departement, rendez_vous, allocataire) do update set statut = excluded.statut, maj_le = excluded.maj_le,
         statut_saisi = excluded.statut_saisi, statut_saisi_le = excluded.statut_saisi_le`,
      current,
    );
    await this.batch(
      `insert into rendez_vous.convocation as c (departement, rendez_vous, allocataire, rang, envoyee_le, canal)
       select departement, "rendezVous", allocataire, rang, "envoyeeLe", canal
       from jsonb_to_recordset($1::jsonb) d (departement text, "rendezVous" uuid, allocataire uuid, rang int, "envoyeeLe" timestamptz, canal text)
       on conflict (departement, rendez_vous, allocataire) do update set rang = excluded.rang,
         envoyee_le = case when c.saisi_le is null then excluded.envoyee_le else c.envoyee_le end,
         canal = case when c.saisi_le is null then excluded.canal else c.canal end`,
      convened,
    );
    const gone = `using jsonb_to_recordset($1::jsonb) d (departement text, "rendezVous" uuid, allocataire uuid)
       where t.departement = d.departement and t.rendez_vous = d."rendezVous" and t.allocataire = d.allocataire`;
    await this.batch(`delete from rendez_vous.convocation t ${gone} and t.saisi_le is null`, notConvened);
    await this.batch(`delete from rendez_vous.participation t ${gone}`, removed);
    await this.batch(
      `insert into rendez_vous.historique_presence (departement, rendez_vous, allocataire, avant, apres, le, source, client)
       select departement, "rendezVous", allocataire, avant, apres, le, source, source
       from jsonb_to_recordset($1::jsonb) d (departement text, "rendezVous" uuid, allocataire uuid, avant text, apres text, le timestamptz, source text)`,
      ecrits.historique.map((h) => ({ ...h, rendezVous: passe.get(h.rendezVous) ?? h.rendezVous })),
    );
  }

  /** What follows from these facts, in the same transaction: ranks across a merge, absences to examine. */
  private async suites({ ecrits }: Monde): Promise<void> {
    const people = [...new Set([...ecrits.participations.values()].map((p) => p.allocataire))];
    const { evenements } = await suivreConvocations(this.tx, people, this.maintenant);
    await insertEvents(this.tx, evenements);
  }

  private async rangs({ ecrits }: Monde): Promise<void> {
    await ecrireRangs(this.tx, [...ecrits.rangs.values()]);
  }

  private async liens({ ecrits, liens, declarations }: Monde): Promise<void> {
    const rows = [...ecrits.liens].map((key) => {
      const lien = liens.get(key)!;
      return { ...lien, declare: declarations.get(key) ?? null };
    });
    await this.batch(
      `insert into rendez_vous.lien_externe (systeme, identifiant, departement, rendez_vous, maj_le, declare, efface_le)
       select systeme, identifiant, departement, "rendezVous", "majLe", declare, "effaceLe"
       from jsonb_to_recordset($1::jsonb) d (systeme text, identifiant text, departement text, "rendezVous" uuid, "majLe" timestamptz, declare jsonb, "effaceLe" timestamptz)
       on conflict (systeme, identifiant) do update set departement = excluded.departement, rendez_vous = excluded.rendez_vous,
         maj_le = excluded.maj_le, declare = excluded.declare, efface_le = excluded.efface_le`,
      rows,
    );
    await this.batch(
      `delete from rendez_vous.lien_externe l using jsonb_to_recordset($1::jsonb) d (cle text) where l.systeme || ' ' || l.identifiant = d.cle`,
      [...ecrits.liensRetires].filter((key) => !liens.has(key)).map((cle) => ({ cle })),
    );
  }

  private async dires({ ecrits }: Monde): Promise<void> {
    const lastOf = new Map(ecrits.dires.map((d) => [`${d.systeme} ${d.identifiant} ${d.allocataire} ${d.le}`, d]));
    await this.batch(
      `insert into rendez_vous.dire (departement, systeme, identifiant, allocataire, le, debut, organisme, collectif, famille, code, supprime)
       select departement, systeme, identifiant, allocataire, le, debut, organisme, collectif, famille, code, supprime
       from jsonb_to_recordset($1::jsonb) d (departement text, systeme text, identifiant text, allocataire uuid, le timestamptz, debut timestamptz,
         organisme text, collectif boolean, famille text, code text, supprime boolean)
       on conflict (departement, systeme, identifiant, allocataire, le) do update set debut = excluded.debut, organisme = excluded.organisme,
         collectif = excluded.collectif, famille = excluded.famille, code = excluded.code, supprime = excluded.supprime`,
      [...lastOf.values()],
    );
  }

  private async correspondances({ ecrits, organisations, ordre }: Monde): Promise<void> {
    const split = (key: string) => key.split(" ") as [string, string, string];
    await this.batch(
      `insert into rendez_vous.organisation_externe (systeme, identifiant, departement, organisme)
       select systeme, identifiant, departement, organisme
       from jsonb_to_recordset($1::jsonb) d (systeme text, identifiant text, departement text, organisme text)
       on conflict (systeme, identifiant) do update set departement = excluded.departement, organisme = excluded.organisme
       where organisation_externe.organisme is null`,
      [...ecrits.organisations].map((key) => {
        const [systeme, ...identifiant] = key.split(" ");
        return { systeme, identifiant: identifiant.join(" "), ...organisations.get(key)! };
      }),
    );
    await this.batch(
      `insert into rendez_vous.personne_externe as p (departement, systeme, identifiant, allocataire, maj_le)
       select departement, systeme, identifiant, allocataire, "majLe"
       from jsonb_to_recordset($1::jsonb) d (departement text, systeme text, identifiant text, allocataire uuid, "majLe" timestamptz)
       on conflict (departement, systeme, identifiant) do update set allocataire = excluded.allocataire, maj_le = excluded.maj_le where p.efface_le is null`,
      [...ecrits.personnes.values()],
    );
    await this.batch(
      `insert into rendez_vous.ordre_message (systeme, modele, identifiant, horodatage, rang, empreinte)
       select systeme, modele, identifiant, horodatage, rang, empreinte
       from jsonb_to_recordset($1::jsonb) d (systeme text, modele text, identifiant text, horodatage timestamptz, rang int, empreinte text)
       on conflict (systeme, modele, identifiant) do update set horodatage = excluded.horodatage, rang = excluded.rang, empreinte = excluded.empreinte`,
      [...ecrits.ordre].map((key) => {
        const [systeme, modele] = split(key);
        return { systeme, modele, identifiant: key.slice(systeme.length + modele.length + 2), ...ordre.get(key)! };
      }),
    );
    await this.batch(
      `insert into rendez_vous.efface_externe (systeme, modele, identifiant, le)
       select systeme, modele, identifiant, le from jsonb_to_recordset($1::jsonb) d (systeme text, modele text, identifiant text, le timestamptz)
       on conflict do nothing`,
      ecrits.tombes,
    );
  }

  /** Erases the link to the person for ever. Her appointments stay: the hub takes over the status that the source can no longer tell. */
  private async effacements({ ecrits }: Monde): Promise<void> {
    for (const { systeme, identifiant, le } of ecrits.effacements) {
      const erased = await this.tx.rows<{ departement: string; allocataire: string }>(
        `select departement, allocataire from rendez_vous.personne_externe where systeme = $1 and identifiant = $2 and allocataire is not null`,
        [systeme, identifiant],
      );
      await this.tx.execute(
        `update rendez_vous.personne_externe set allocataire = null, efface_le = $3, maj_le = $3 where systeme = $1 and identifiant = $2`,
        [systeme, identifiant, le],
      );
      await this.tx.execute(
        `insert into rendez_vous.personne_externe (departement, systeme, identifiant, maj_le, efface_le) values ('*', $1, $2, $3, $3) on conflict do nothing`,
        [systeme, identifiant, le],
      );
      for (const { departement, allocataire } of erased) {
        await this.tx.execute(
          `update rendez_vous.participation p set statut_saisi = p.statut, statut_saisi_le = $4
           where p.departement = $1 and p.allocataire = $2 and p.statut_saisi is null and exists (
             select from rendez_vous.lien_externe l where l.departement = p.departement and l.rendez_vous = p.rendez_vous and l.systeme = $3)`,
          [departement, allocataire, systeme, le],
        );
        ecrits.evenements.push({ type: "PersonneEffacee", departement, allocataire, donnees: { systeme }, survenuLe: le });
      }
    }
  }

  /** The register says that the system wrote in the file of these people. */
  private async registre({ ecrits }: Monde): Promise<void> {
    for (const [key, people] of ecrits.touches) {
      const [systeme, departement] = key.split(" ") as [string, string];
      const caller = {
        client: systeme,
        departement,
        organisme: null,
        agent: null,
        scopes: new Set<string>(),
        finalite: "ACCOMPAGNEMENT" as const,
      };
      await insertConsultation(this.tx, {
        nature: "IMPORT",
        operation: newOperation("recevoirRendezVous"),
        subgraph: "rendez-vous",
        caller,
        allocataires: [...people],
        champs: ["RendezVous.debut", "Participation.statut"],
        le: this.maintenant,
      });
    }
  }

  private async batch(text: string, rows: readonly unknown[]): Promise<void> {
    if (rows.length > 0) await this.tx.execute(text, [JSON.stringify(rows)]);
  }
}

/** When a tool last said something of a participant; null when none did. */
function ditLe(declarations: Iterable<Declaration>, allocataire: string): string | null {
  const instants = [...declarations].filter((d) => d.participants.some((p) => p.allocataire === allocataire)).map((d) => d.le);
  return instants.sort().at(-1) ?? null;
}
