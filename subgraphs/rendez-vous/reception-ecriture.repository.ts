import type { Transaction } from "../shared/database";
import { insertConsultation, insertEvents } from "../shared/journal";
import { newOperation } from "../shared/operation";
import type { Monde } from "./monde";

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
    await this.correspondances(monde);
    await this.effacements(monde);
    await insertEvents(this.tx, monde.ecrits.evenements);
    await this.registre(monde);
  }

  private async rendezVous({ ecrits, noeuds }: Monde): Promise<void> {
    const rows = [...ecrits.noeuds].map((id) => {
      const { departement, effectif } = noeuds.get(id)!;
      const { etat, origine, enConflit } = effectif!;
      return { departement, id, ...etat, enConflit, source: origine.systeme, le: origine.le, reference: origine.identifiant };
    });
    if (rows.length === 0) return;
    await this.tx.execute(
      `insert into rendez_vous.rendez_vous as r (departement, id, debut, duree_minutes, modalite, famille, motif, lieu, organisme, collectif, capacite,
         participants_inconnus, en_conflit, source, source_organisme, collectee_le, recue_le, certifiee, reference)
       select departement, id, debut, "dureeMinutes", modalite, famille, motif, lieu, organisme, collectif, capacite, inconnus, "enConflit",
         source, organisme, le, $2, true, reference
       from jsonb_to_recordset($1::jsonb) d (departement text, id uuid, debut timestamptz, "dureeMinutes" int, modalite text, famille text, motif text,
         lieu text, organisme text, collectif boolean, capacite int, inconnus int, "enConflit" boolean, source text, le timestamptz, reference text)
       on conflict (departement, id) do update set debut = excluded.debut, duree_minutes = excluded.duree_minutes, modalite = excluded.modalite,
         famille = excluded.famille, motif = excluded.motif, lieu = excluded.lieu, organisme = excluded.organisme, collectif = excluded.collectif,
         capacite = excluded.capacite, participants_inconnus = excluded.participants_inconnus, en_conflit = excluded.en_conflit,
         source = excluded.source, source_organisme = excluded.source_organisme, collectee_le = excluded.collectee_le, recue_le = excluded.recue_le,
         reference = excluded.reference`,
      [JSON.stringify(rows), this.maintenant],
    );
  }

  private async participations({ ecrits, noeuds, etapes }: Monde): Promise<void> {
    const touched = [...ecrits.participations.values()];
    const current = touched.flatMap(({ departement, rendezVous, allocataire, majLe }) => {
      const participation = noeuds.get(rendezVous)!.effectif!.participations.get(allocataire);
      const rang = etapes.get(allocataire)?.get(rendezVous)?.rang ?? null;
      return participation
        ? [{ departement, rendezVous, allocataire, majLe, statut: participation.statut, ...participation.convocation, rang }]
        : [];
    });
    const removed = touched.filter((t) => !noeuds.get(t.rendezVous)!.effectif!.participations.has(t.allocataire));
    const convened = current.filter((c) => c.envoyeeLe);
    const notConvened = current.filter((c) => !c.envoyeeLe);
    await this.batch(
      `insert into rendez_vous.participation (departement, rendez_vous, allocataire, statut, maj_le)
       select departement, "rendezVous", allocataire, statut, "majLe"
       from jsonb_to_recordset($1::jsonb) d (departement text, "rendezVous" uuid, allocataire uuid, statut text, "majLe" timestamptz)
       on conflict (departement, rendez_vous, allocataire) do update set statut = excluded.statut, maj_le = excluded.maj_le`,
      current,
    );
    await this.batch(
      `insert into rendez_vous.convocation (departement, rendez_vous, allocataire, rang, envoyee_le, canal)
       select departement, "rendezVous", allocataire, rang, "envoyeeLe", canal
       from jsonb_to_recordset($1::jsonb) d (departement text, "rendezVous" uuid, allocataire uuid, rang int, "envoyeeLe" timestamptz, canal text)
       on conflict (departement, rendez_vous, allocataire) do update set rang = excluded.rang, envoyee_le = excluded.envoyee_le, canal = excluded.canal`,
      convened,
    );
    const gone = `using jsonb_to_recordset($1::jsonb) d (departement text, "rendezVous" uuid, allocataire uuid)
       where t.departement = d.departement and t.rendez_vous = d."rendezVous" and t.allocataire = d.allocataire`;
    await this.batch(`delete from rendez_vous.convocation t ${gone}`, notConvened);
    await this.batch(`delete from rendez_vous.participation t ${gone}`, removed);
    await this.batch(
      `insert into rendez_vous.historique_presence (departement, rendez_vous, allocataire, avant, apres, le, source, client)
       select departement, "rendezVous", allocataire, avant, apres, le, source, source
       from jsonb_to_recordset($1::jsonb) d (departement text, "rendezVous" uuid, allocataire uuid, avant text, apres text, le timestamptz, source text)`,
      ecrits.historique,
    );
  }

  private async rangs({ ecrits }: Monde): Promise<void> {
    await ecrireRangs(this.tx, [...ecrits.rangs.values()]);
  }

  private async liens({ ecrits, liens, noeuds }: Monde): Promise<void> {
    const rows = [...ecrits.liens].map((key) => {
      const lien = liens.get(key)!;
      return { ...lien, declare: noeuds.get(lien.rendezVous)?.declarations.get(key) ?? null };
    });
    await this.batch(
      `insert into rendez_vous.lien_externe (systeme, identifiant, departement, rendez_vous, maj_le, declare, efface_le)
       select systeme, identifiant, departement, "rendezVous", "majLe", declare, "effaceLe"
       from jsonb_to_recordset($1::jsonb) d (systeme text, identifiant text, departement text, "rendezVous" uuid, "majLe" timestamptz, declare jsonb, "effaceLe" timestamptz)
       on conflict (systeme, identifiant) do update set maj_le = excluded.maj_le, declare = excluded.declare, efface_le = excluded.efface_le`,
      rows,
    );
  }

  private async correspondances({ ecrits, organisations, ordre }: Monde): Promise<void> {
    const split = (key: string) => key.split(" ") as [string, string, string];
    await this.batch(
      `insert into rendez_vous.organisation_externe (systeme, identifiant, departement, organisme)
       select systeme, identifiant, departement, organisme
       from jsonb_to_recordset($1::jsonb) d (systeme text, identifiant text, departement text, organisme text) on conflict do nothing`,
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
      `insert into rendez_vous.ordre_message (systeme, modele, identifiant, horodatage)
       select systeme, modele, identifiant, horodatage
       from jsonb_to_recordset($1::jsonb) d (systeme text, modele text, identifiant text, horodatage timestamptz)
       on conflict (systeme, modele, identifiant) do update set horodatage = excluded.horodatage`,
      [...ecrits.ordre].map((key) => {
        const [systeme, modele] = split(key);
        return { systeme, modele, identifiant: key.slice(systeme.length + modele.length + 2), horodatage: ordre.get(key)! };
      }),
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

/** Writes ranks that changed. */
export async function ecrireRangs(
  tx: Transaction,
  rangs: readonly { departement: string; rendezVous: string; allocataire: string; rang: number }[],
): Promise<void> {
  if (rangs.length === 0) return;
  await tx.execute(
    `update rendez_vous.convocation c set rang = d.rang
     from jsonb_to_recordset($1::jsonb) d (departement text, "rendezVous" uuid, allocataire uuid, rang int)
     where c.departement = d.departement and c.rendez_vous = d."rendezVous" and c.allocataire = d.allocataire and c.rang <> d.rang`,
    [JSON.stringify(rangs)],
  );
}
