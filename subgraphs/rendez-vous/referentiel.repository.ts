import type { Transaction } from "../shared/database";
import { canalInvitation, modaliteDeRdv, remiseInvitation } from "./correspondances-rdv";
import { ecrireDisponibilites } from "./disponibilite/disponibilite.repository";
import type { EtatExterne, Monde } from "./monde";

/** Writes what messages say besides appointments: organisations, motives, places, agents, invitations, availability. */
export class ReferentielRepository {
  constructor(
    private readonly tx: Transaction,
    private readonly maintenant: Date,
  ) {}

  async ecrire({ ecrits }: Monde): Promise<void> {
    const etats = [...ecrits.etats.values()];
    await this.organisations([...ecrits.nomsOrganisations.values()]);
    await this.motifs(etats);
    await this.lieux(etats);
    await this.agents(etats);
    await this.referents(etats);
    await this.invitations(etats);
    await this.retirer(etats.filter((e) => e.contenu === null));
    const [plages, absences, retirees] = [[...ecrits.plages.values()], [...ecrits.absences.values()], [...ecrits.retirees.values()]];
    if (plages.length + absences.length + retirees.length === 0) return;
    const le = this.maintenant;
    await ecrireDisponibilites(this.tx, { plages, absences, retirees, le });
  }

  private async organisations(rows: readonly object[]): Promise<void> {
    await this.batch(
      `insert into rendez_vous.organisation_externe as o (systeme, identifiant, nom, maj_le)
       select systeme, identifiant, nom, "majLe" from jsonb_to_recordset($1::jsonb) d (systeme text, identifiant text, nom text, "majLe" timestamptz)
       on conflict (systeme, identifiant) do update set nom = excluded.nom, maj_le = excluded.maj_le`,
      rows,
    );
  }

  private async motifs(etats: readonly EtatExterne[]): Promise<void> {
    const rows = etats.flatMap(({ contenu, ...e }) =>
      contenu?.genre === "MOTIF" ? [{ ...e, ...contenu, modalite: modaliteDeRdv(contenu.typeLieu) ?? "PHYSIQUE" }] : [],
    );
    await this.batch(
      `insert into rendez_vous.motif_externe (systeme, identifiant, organisation, nom, categorie, famille, modalite, collectif, supprime_le, maj_le)
       select systeme, identifiant, organisation, nom, categorie, famille, modalite, collectif, "supprimeLe", le
       from jsonb_to_recordset($1::jsonb) d (systeme text, identifiant text, organisation text, nom text, categorie text, famille text, modalite text,
         collectif boolean, "supprimeLe" timestamptz, le timestamptz)
       on conflict (systeme, identifiant) do update set organisation = excluded.organisation, nom = excluded.nom, categorie = excluded.categorie,
         famille = excluded.famille, modalite = excluded.modalite, collectif = excluded.collectif, supprime_le = excluded.supprime_le, maj_le = excluded.maj_le`,
      rows,
    );
  }

  private async lieux(etats: readonly EtatExterne[]): Promise<void> {
    await this.batch(
      `insert into rendez_vous.lieu_externe (systeme, identifiant, organisation, nom, adresse, maj_le)
       select systeme, identifiant, organisation, nom, adresse, le
       from jsonb_to_recordset($1::jsonb) d (systeme text, identifiant text, organisation text, nom text, adresse text, le timestamptz)
       on conflict (systeme, identifiant) do update set organisation = excluded.organisation, nom = excluded.nom, adresse = excluded.adresse,
         maj_le = excluded.maj_le`,
      etats.flatMap(({ contenu, ...e }) => (contenu?.genre === "LIEU" ? [{ ...e, ...contenu }] : [])),
    );
  }

  private async agents(etats: readonly EtatExterne[]): Promise<void> {
    await this.batch(
      `insert into rendez_vous.agent_externe (systeme, origine, identifiant, organisation, maj_le)
       select systeme, modele || ' ' || identifiant, agent, organisation, le
       from jsonb_to_recordset($1::jsonb) d (systeme text, modele text, identifiant text, agent text, organisation text, le timestamptz)
       on conflict (systeme, origine) do update set identifiant = excluded.identifiant, organisation = excluded.organisation, maj_le = excluded.maj_le`,
      etats.flatMap(({ contenu, ...e }) => (contenu?.genre === "ROLE" ? [{ ...e, ...contenu }] : [])),
    );
  }

  private async referents(etats: readonly EtatExterne[]): Promise<void> {
    await this.batch(
      `insert into rendez_vous.referent_externe as r (departement, systeme, identifiant, allocataire, agent, depuis, maj_le)
       select departement, systeme, identifiant, allocataire, agent, le, le
       from jsonb_to_recordset($1::jsonb) d (departement text, systeme text, identifiant text, allocataire uuid, agent text, le timestamptz)
       on conflict (departement, systeme, identifiant) do update set allocataire = excluded.allocataire, agent = excluded.agent,
         depuis = excluded.depuis, maj_le = excluded.maj_le`,
      etats.flatMap(({ contenu, ...e }) => (contenu?.genre === "ASSIGNATION" ? [{ ...e, agent: contenu.agent }] : [])),
    );
  }

  private async invitations(etats: readonly EtatExterne[]): Promise<void> {
    const rows = etats.flatMap(({ contenu: i, ...e }) =>
      i?.genre === "INVITATION"
        ? [
            {
              ...e,
              canal: canalInvitation(i.format) ?? i.format,
              categorie: i.categorie,
              envoyeeLe: i.envoyeeLe ?? e.le,
              expireLe: i.expireLe,
              cliquee: i.cliquee,
              remise: i.remise && remiseInvitation(i.remise),
              remiseSource: i.remise,
            },
          ]
        : [],
    );
    await this.batch(
      `insert into rendez_vous.invitation (departement, systeme, identifiant, allocataire, canal, famille, categorie, envoyee_le, expire_le, cliquee, remise, remise_source, maj_le)
       select departement, systeme, identifiant, allocataire, canal, famille, categorie, "envoyeeLe", "expireLe", cliquee, remise, "remiseSource", le
       from jsonb_to_recordset($1::jsonb) d (departement text, systeme text, identifiant text, allocataire uuid, canal text, famille text, categorie text,
         "envoyeeLe" timestamptz, "expireLe" timestamptz, cliquee boolean, remise text, "remiseSource" text, le timestamptz)
       on conflict (departement, systeme, identifiant) do update set allocataire = excluded.allocataire, canal = excluded.canal, famille = excluded.famille,
         categorie = excluded.categorie, envoyee_le = excluded.envoyee_le, expire_le = excluded.expire_le, cliquee = excluded.cliquee,
         remise = excluded.remise, remise_source = excluded.remise_source, maj_le = excluded.maj_le`,
      rows,
    );
  }

  /** What the source removed; of an older message that comes later nothing is made again (ordre_message). */
  private async retirer(etats: readonly EtatExterne[]): Promise<void> {
    const tables = { Motif: "motif_externe", Lieu: "lieu_externe", ReferentAssignation: "referent_externe", Invitation: "invitation" };
    const d = "jsonb_to_recordset($1::jsonb) d (systeme text, modele text, identifiant text)";
    for (const [modele, table] of Object.entries(tables)) {
      const rows = etats.filter((e) => e.modele === modele);
      await this.batch(`delete from rendez_vous.${table} t using ${d} where t.systeme = d.systeme and t.identifiant = d.identifiant`, rows);
    }
    await this.batch(
      `delete from rendez_vous.agent_externe t using ${d} where t.systeme = d.systeme and t.origine = d.modele || ' ' || d.identifiant`,
      etats.filter((e) => e.modele === "AgentRole" || e.modele === "PlageOuverture"),
    );
  }

  private async batch(text: string, rows: readonly unknown[]): Promise<void> {
    if (rows.length > 0) await this.tx.execute(text, [JSON.stringify(rows)]);
  }
}
