import type { MigrationInterface, QueryRunner } from "typeorm";
import { policySql } from "../../subgraphs/shared/migrations";
import { departementsSql } from "../../subgraphs/shared/perimetre";

/** The weekly list of people to register at France Travail, or only to identify, and what came of it. */
export class Inscriptions1700000000509 implements MigrationInterface {
  name = "Inscriptions1700000000509";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table echanges.liste_inscription (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        semaine text not null check (semaine ~ '^[0-9]{4}-W[0-9]{2}$'),
        cree_le timestamptz not null,
        delai_semaines int not null check (delai_semaines > 0),
        depot uuid,
        primary key (departement, id),
        constraint une_liste_par_semaine unique (departement, semaine)
      );
      comment on column echanges.liste_inscription.delai_semaines is 'Au-delà, qui n’est pas inscrit a abandonné la téléprocédure.';
      comment on column echanges.liste_inscription.depot is 'Dernier fichier signé qui porte des lignes de cette liste.';

      create table echanges.liste_inscription_personne (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        liste uuid not null,
        allocataire uuid,
        nature text not null check (nature in ('A_INSCRIRE', 'A_IDENTIFIER')),
        entree int not null,
        evenement uuid not null default gen_random_uuid(),
        statut text check (statut in ('IDENTIFIE', 'INSCRIT', 'CESSE', 'RADIE')),
        date_effet date,
        constate_le timestamptz,
        primary key (departement, id),
        foreign key (departement, liste) references echanges.liste_inscription,
        constraint une_demande_par_entree_et_nature unique (departement, allocataire, nature, entree)
      );
      comment on table echanges.liste_inscription_personne is 'Qui a été demandé à France Travail, et le statut qu’il en dit depuis.';
      comment on column echanges.liste_inscription_personne.allocataire is 'Nul quand la personne est effacée : le compte de la semaine reste.';
      comment on column echanges.liste_inscription_personne.entree is 'Rang de l’entrée dans le dispositif : qui revient des années plus tard est demandé de nouveau.';
      create index liste_inscription_personne_liste on echanges.liste_inscription_personne (departement, liste, id);

      grant select on echanges.liste_inscription to unefois_echanges;
      grant select, update on echanges.liste_inscription_personne to unefois_echanges;
      alter table echanges.liste_inscription enable row level security;
      create policy perimetre on echanges.liste_inscription for all to unefois_echanges using (departement = any ${departementsSql});
      ${policySql({ schema: "echanges", table: "liste_inscription_personne", allocataire: "allocataire" })}
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query("drop table echanges.liste_inscription_personne, echanges.liste_inscription;");
  }
}
