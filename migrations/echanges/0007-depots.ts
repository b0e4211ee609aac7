import type { MigrationInterface, QueryRunner } from "typeorm";
import { departementsSql } from "../../subgraphs/shared/perimetre";

/** Signed files that the hub leaves for a partner, and which exchanges left in which file. */
export class Depots1700000000507 implements MigrationInterface {
  name = "Depots1700000000507";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table echanges.depot (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        objet text not null,
        destinataire text not null,
        cle text not null,
        sequence int not null check (sequence > 0),
        nom text not null,
        nombre int not null check (nombre >= 0),
        manifeste text not null,
        sha256 bytea not null,
        signature bytea not null,
        contenu bytea,
        cree_le timestamptz not null,
        depose_le timestamptz,
        tentatives int not null default 0,
        prochain_essai timestamptz not null,
        erreur text,
        efface_le timestamptz,
        primary key (departement, id),
        constraint un_depot_par_sequence unique (departement, objet, destinataire, sequence),
        constraint un_depot_par_cle unique (departement, objet, destinataire, cle)
      );
      comment on table echanges.depot is 'Fichier signé laissé à un partenaire : un manifeste, sa signature Ed25519, et le contenu chiffré.';
      comment on column echanges.depot.cle is 'Ce que le fichier contient (la semaine, le jour…) : la même clé donne le même fichier, octet pour octet.';
      comment on column echanges.depot.sequence is 'Sans trou pour un même objet et un même destinataire : qui reçoit voit ce qui lui manque.';
      comment on column echanges.depot.contenu is 'Fichiers, chiffrés AES-256-GCM. Nul : effacé, à la demande d’une personne ou parce que le délai de conservation est passé.';
      comment on column echanges.depot.erreur is 'Pourquoi le dernier essai de dépôt a échoué : un code, jamais une donnée d’une personne.';
      create index depot_a_faire on echanges.depot (prochain_essai) where depose_le is null;

      alter table echanges.echange add column depot uuid;
      comment on column echanges.echange.depot is 'Le dépôt qui porte cet échange (canal DEPOT).';
      create index echange_depot on echanges.echange (departement, depot) where depot is not null;

      grant select (departement, id, objet, destinataire, cle, sequence, nom, nombre, sha256, cree_le, depose_le, tentatives, prochain_essai, erreur, efface_le)
        on echanges.depot to unefois_echanges;
      -- Only to blank what names a person who is erased, never to read or write a content.
      grant update (contenu, efface_le) on echanges.depot to unefois_echanges;
      alter table echanges.depot enable row level security;
      create policy perimetre on echanges.depot for all to unefois_echanges
        using (departement = any ${departementsSql} and current_setting('unefois.portee', true) = 'departement');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("alter table echanges.echange drop column depot; drop table echanges.depot;");
  }
}
