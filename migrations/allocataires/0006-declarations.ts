import type { MigrationInterface, QueryRunner } from "typeorm";
import { PROVENANCE_SQL } from "../../subgraphs/shared/contrat/provenance";
import { policySql } from "../../subgraphs/shared/migrations";

const ETAT_CIVIL = ["civilite", "nom", "nomUsage", "prenoms", "dateNaissance", "rangNaissance", "sexe", "lieuNaissance"];
const ADRESSE = ["adresse", "sansDomicileFixe"];
const FOYER = ["situationFamille", "enfantsACharge"];
const CONTACT = ["telephone", "courriel"];

const PAYEURS = ["CAF", "MSA"];
const PROCHES = [
  "ALLOCATAIRE",
  "ORGANISME_REFERENT",
  "DEPARTEMENT",
  "FRANCE_TRAVAIL",
  "MISSION_LOCALE",
  "CAP_EMPLOI",
  "ORIAS",
  "RENDEZ_VOUS_INSERTION",
  "RENDEZ_VOUS_SOLIDARITES",
];
const AUTRES = ["DATA_INCLUSION", "DORA", "PLATEFORME_INCLUSION", "MES_EVENEMENTS_EMPLOI", "OUIFORM", "IMMERSION", "PDIE"];

/** champs, sources, rank (the smallest speaks), reason. Sources of one rank: the certified one, then the latest. */
const REGLES: [string[], string[], number, string][] = [
  [ETAT_CIVIL, [...PAYEURS, "FRANCE_TRAVAIL"], 10, "État civil vérifié à l’ouverture du droit ou à l’inscription."],
  [ETAT_CIVIL, ["DEPARTEMENT", "ORIAS"], 20, "État civil saisi par le Département, au vu de pièces ou non."],
  [ETAT_CIVIL, ["ALLOCATAIRE", "ORGANISME_REFERENT"], 30, "État civil déclaré sans pièce : ne remplace pas un état civil vérifié."],
  [ADRESSE, PAYEURS, 10, "Adresse déclarée à l’organisme payeur, sous peine d’indu (CASF R. 262-37)."],
  [ADRESSE, ["ALLOCATAIRE", "ORGANISME_REFERENT", "DEPARTEMENT", "ORIAS"], 20, "Adresse donnée au professionnel qui suit la personne."],
  [ADRESSE, ["FRANCE_TRAVAIL"], 20, "Adresse donnée à l’inscription ou à l’actualisation."],
  [FOYER, PAYEURS, 10, "Situation du foyer déclarée à l’organisme payeur, sous peine d’indu (CASF R. 262-37)."],
  [FOYER, ["ALLOCATAIRE", "ORGANISME_REFERENT", "DEPARTEMENT"], 20, "Situation dite par la personne à qui la suit."],
  [CONTACT, PROCHES, 10, "Coordonnées données par la personne, ou à qui la rencontre : la plus récente vaut."],
  [CONTACT, PAYEURS, 20, "Coordonnées du dossier de droit : rarement mises à jour."],
  [["*"], PAYEURS, 50, "Organisme payeur : donnée de gestion du droit."],
  [["*"], PROCHES, 60, "Professionnel du réseau pour l’emploi, ou la personne elle-même."],
  [["*"], AUTRES, 90, "Système de l’offre d’insertion : ne vérifie pas ce qu’il sait de la personne."],
];

/** What each source said of a person, datum by datum, and whom the hub believes. */
export class Declarations1700000000106 implements MigrationInterface {
  name = "Declarations1700000000106";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table allocataires.declaration (
        departement text not null,
        id uuid not null default gen_random_uuid(),
        allocataire uuid not null,
        ${PROVENANCE_SQL},
        dossier uuid,
        dossier_ouvert boolean not null default true,
        donnees jsonb not null,
        primary key (departement, id),
        foreign key (departement, allocataire) references allocataires.allocataire,
        constraint une_declaration_dit_quelque_chose check (jsonb_typeof(donnees) = 'object')
      );
      comment on table allocataires.declaration is 'Ce qu’une source a dit d’une personne un jour. Rien n’y est corrigé : ce qui change est une nouvelle déclaration.';
      comment on column allocataires.declaration.dossier is 'Dossier RSA qui le dit en entier : une clé absente ou nulle veut dire que la source ne sait pas. Sans dossier, seules les clés présentes comptent, et une valeur nulle retire la donnée.';
      comment on column allocataires.declaration.donnees is 'Champ → valeur. Champs : civilite, nom, nomUsage, prenoms, dateNaissance, rangNaissance, sexe, lieuNaissance, codeInsee, communeNom, codePostal, adresse, sansDomicileFixe, telephone, courriel, situationFamille, enfantsACharge.';
      create index declaration_allocataire on allocataires.declaration (departement, allocataire);
      create index declaration_dossier on allocataires.declaration (departement, dossier) where dossier is not null;
      ${policySql({ schema: "allocataires", table: "declaration", allocataire: "allocataire" })}
      grant select, insert, update on allocataires.declaration to unefois_allocataires;

      create table allocataires.precedence (
        departement text not null,
        champ text not null,
        source text not null,
        rang int not null check (rang > 0),
        motif text not null,
        primary key (departement, champ, source)
      );
      comment on table allocataires.precedence is 'Règles de préséance : par champ (* : tous), la source du plus petit rang est crue ; à rang égal, celle qui certifie, puis le dossier ouvert, puis la plus récente. La règle d’un département passe avant celle de tous (*).';
      grant select on allocataires.precedence to unefois_allocataires;

      create function allocataires.nom_tri(nom text, prenoms text[]) returns text language sql immutable as $$
        select trim(regexp_replace(upper(regexp_replace(normalize(
          replace(replace(replace(replace(replace(nom || ' ' || array_to_string(prenoms, ' '), 'œ', 'OE'), 'Œ', 'OE'), 'æ', 'AE'), 'Æ', 'AE'), '’', ''''),
          NFD), '[\\u0300-\\u036f]', '', 'g')), '\\s+', ' ', 'g'))
      $$;
      comment on function allocataires.nom_tri is 'Nom et prénoms en capitales sans accents : le tri d’une personne dont le nom change.';
    `);
    for (const [champs, sources, rang, motif] of REGLES) {
      await runner.query(
        `insert into allocataires.precedence (departement, champ, source, rang, motif)
         select '*', champ, source, $3, $4 from unnest($1::text[]) champ cross join unnest($2::text[]) source`,
        [champs, sources, rang, motif],
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop function allocataires.nom_tri;
      drop table allocataires.precedence;
      drop table allocataires.declaration;`);
  }
}
