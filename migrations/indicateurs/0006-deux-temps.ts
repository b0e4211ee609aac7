import type { MigrationInterface, QueryRunner } from "typeorm";

/** Columns added to the tables that stood before. */
const AJOUTEES: Record<string, string> = {
  personne: "",
  entree:
    "orientation uuid, referent text, premier_rdv_orientation date, premier_contrat date, premiere_convocation date, premier_diagnostic date",
  orientation: "",
  contrat: "cloture_le date, cloture_cause text",
  presence: "planifie_le date",
  activite: "prescription uuid, structure text",
  sortie: "",
};

/** New tables: key, then the other columns. All begin with the département; `allocataire` is in the key or after it. */
const NOUVELLES: Record<string, { cle: string; colonnes: string; index?: string[] }> = {
  localisation: { cle: "allocataire uuid, depuis date", colonnes: "code_insee text not null, du date not null, avant date not null" },
  situation_droit: {
    cle: "allocataire uuid, dossier uuid, depuis date",
    colonnes: "etat text, soumis_droits_devoirs boolean, avant date not null",
  },
  profil: { cle: "allocataire uuid", colonnes: "naissance date, sexe text, situation_familiale text, niveau_etude text" },
  reorientation: {
    cle: "orientation uuid",
    colonnes:
      "allocataire uuid not null, parcours text, organisme text, demandee_le date, statuee_le date, acceptee boolean, instance boolean",
    index: ["allocataire", "demandee_le"],
  },
  intervention: {
    cle: "orientation uuid, referent text, role text, du date",
    colonnes: "allocataire uuid not null, fin_dite date, au date",
    index: ["allocataire", "referent, du"],
  },
  diagnostic: { cle: "id uuid", colonnes: "allocataire uuid not null, etabli_le date", index: ["allocataire, etabli_le", "etabli_le"] },
  prescription: {
    cle: "id uuid",
    colonnes: `allocataire uuid not null, offre text, structure text, statut text, ouverte_le date, validee_le date, demarree_le date,
      terminee_le date, refusee_le date, annulee_le date, expiree_le date, organisme text`,
    index: ["allocataire", "ouverte_le", "demarree_le"],
  },
  inscription: { cle: "allocataire uuid, date_effet date", colonnes: "statut text" },
  reprise: {
    cle: "id uuid",
    colonnes: "allocataire uuid not null, debut date, type_contrat text, terminee_le date, presente_six_mois_le date",
    index: ["allocataire", "debut"],
  },
  manquement: {
    cle: "id uuid",
    colonnes: "allocataire uuid not null, nature text, constate_le date, examine_le date, motif_legitime boolean",
    index: ["allocataire", "constate_le"],
  },
  sanction: {
    cle: "id uuid",
    colonnes: `allocataire uuid not null, manquement uuid, nature text, statut text, proposee_le date, decidee_le date, debut date, fin date,
      levee_le date, annulee_le date`,
    index: ["allocataire", "decidee_le"],
  },
};

/** Keys of the tables that stood before. */
const CLES: Record<string, string> = {
  personne: "departement, allocataire",
  entree: "departement, allocataire, rang",
  orientation: "departement, id",
  contrat: "departement, id",
  presence: "departement, rendez_vous, allocataire",
  activite: "departement, id",
  sortie: "departement, id",
};

const noms = (colonnes: string) =>
  colonnes
    .split(",")
    .map((colonne) => colonne.trim().split(/\s+/)[0])
    .join(", ");
const cleDe = (table: string) => CLES[table] ?? `departement, ${noms(NOUVELLES[table]!.cle)}`;
const TABLES = [...Object.keys(AJOUTEES), ...Object.keys(NOUVELLES)];
/** What events said, as they said it, and the days on which something was learned: without history of their own. */
const INTERNES = ["dite", "connaissance"];
const COMMENTAIRES = `
  comment on column indicateurs.entree.premier_rdv_orientation is 'Premier rendez-vous d’orientation honoré depuis cette entrée et avant la suivante.';
  comment on column indicateurs.entree.premiere_convocation is 'Date du premier rendez-vous où la personne était convoquée depuis cette entrée et avant la suivante.';
  comment on column indicateurs.entree.premier_contrat is 'Première signature depuis cette entrée et avant la suivante.';
  comment on column indicateurs.presence.planifie_le is 'Jour où le rendez-vous a été donné.';
  comment on table indicateurs.localisation is 'Commune de la personne : de « du » (inclus) à « avant » (exclu), sans trou. « depuis » est la date dite ; la première commune connue vaut aussi pour les jours d’avant.';
  comment on table indicateurs.situation_droit is 'État du droit d’une personne dans un dossier : de « depuis » (inclus) à « avant » (exclu). Un état nul : ouvert, sans précision.';
  comment on column indicateurs.situation_droit.dossier is 'Nul UUID (zéros) : dossier inconnu.';
  comment on table indicateurs.profil is 'Lu dans publie.profil_statistique, jamais dans un événement : une reconstruction le garde.';
  comment on column indicateurs.profil.naissance is 'Premier jour du mois de naissance.';
  comment on column indicateurs.intervention.au is 'Dernier jour, inclus : celui qui est dit, la veille de qui remplace, ou la fin de l’orientation.';
  comment on column indicateurs.prescription.organisme is 'Organisme de l’orientation en cours le jour de l’ouverture.';
  comment on table indicateurs.dite is 'Ce qu’un événement a dit d’une personne à partir d’un jour : localisation et situation_droit en découlent.';
  comment on table indicateurs.connaissance is 'Jours de Paris où le hub a appris quelque chose d’un département : le premier et le dernier.';`;

const FONCTIONS = `
  create function indicateurs.historiser() returns trigger language plpgsql set search_path = '' as $$
  declare
    jour constant date := current_setting('indicateurs.connu_le')::date;
    nom constant text := format('%I.%I', tg_table_schema, tg_table_name);
    passee constant text := format('%I.%I', tg_table_schema, tg_table_name || '_passee');
    de_p constant text := (select string_agg('p.' || quote_ident(c), ', ') from unnest(string_to_array(tg_argv[0], ', ')) c);
    de_n constant text := (select string_agg('n.' || quote_ident(c), ', ') from unnest(string_to_array(tg_argv[0], ', ')) c);
    de_t constant text := (select string_agg('t.' || quote_ident(c), ', ') from unnest(string_to_array(tg_argv[0], ', ')) c);
    valeurs_p constant text := (select string_agg('p.' || quote_ident(c), ', ') from unnest(string_to_array(tg_argv[1], ', ')) c);
    valeurs_n constant text := (select string_agg('n.' || quote_ident(c), ', ') from unnest(string_to_array(tg_argv[1], ', ')) c);
  begin
    if tg_op <> 'INSERT' then
      execute format('insert into %s (%s, %s, connu_depuis, connu_avant) select %s, %s, connu_depuis, $1 from anciennes where connu_depuis < $1 on conflict do nothing',
        passee, tg_argv[0], tg_argv[1], tg_argv[0], tg_argv[1]) using jour;
    end if;
    if tg_op <> 'DELETE' then
      execute format('with rendue as (
          delete from %s p using nouvelles n where (%s) = (%s) and p.connu_avant = $1 and n.connu_depuis = $1 and row(%s) is not distinct from row(%s)
          returning p.*)
        update %s t set connu_depuis = p.connu_depuis from rendue p where (%s) = (%s)',
        passee, de_p, de_n, valeurs_p, valeurs_n, nom, de_t, de_p) using jour;
    end if;
    return null;
  end $$;
  comment on function indicateurs.historiser() is 'Garde ce qui était connu avant le jour courant (indicateurs.connu_le) ; ce qui revient le jour même à ce qu’il était n’a pas changé. Arguments : clé, autres colonnes.';

  drop function indicateurs.anonymiser(text[], uuid[]);
  create function indicateurs.anonymiser(departements text[], personnes uuid[], nouvelles uuid[], temporaire boolean) returns void
  language plpgsql security definer set search_path = '' as $$
  declare nom text; lieu constant text := case when temporaire then 'pg_temp' else 'indicateurs' end;
  begin
    perform set_config('indicateurs.sans_histoire', 'oui', true);
    foreach nom in array '{${[...TABLES.flatMap((t) => [t, `${t}_passee`]), "dite"].join(",")}}'::text[] loop
      execute format('update %I.%I t set allocataire = x.nouvelle from unnest($1, $2, $3) as x (departement, personne, nouvelle)
        where t.departement = x.departement and t.allocataire = x.personne', lieu, nom) using departements, personnes, nouvelles;
    end loop;
    foreach nom in array '{personne,personne_passee,situation_droit,situation_droit_passee,dite}'::text[] loop
      execute format('update %I.%I t set dossier = %s from unnest($1, $2) as x (departement, nouvelle)
        where t.departement = x.departement and t.allocataire = x.nouvelle and t.dossier is not null',
        lieu, nom, case when nom like 'personne%' then 'null' else 'md5(x.nouvelle::text || t.dossier::text)::uuid' end) using departements, nouvelles;
    end loop;
    execute format('delete from %I.deplacement t using unnest($1, $2) as x (departement, personne)
      where t.departement = x.departement and t.allocataire = x.personne', lieu) using departements, personnes;
    perform set_config('indicateurs.sans_histoire', '', true);
  end $$;
  revoke all on function indicateurs.anonymiser(text[], uuid[], uuid[], boolean) from public;
  grant execute on function indicateurs.anonymiser(text[], uuid[], uuid[], boolean) to unefois_indicateurs;`;

/** A sub-select is computed once a statement; in the policy itself, it would be once a row. */
const PERIMETRE = (table: string) => `
  alter table indicateurs.${table} enable row level security;
  create policy perimetre on indicateurs.${table} for all to unefois_indicateurs
    using (departement = any ((select string_to_array(current_setting('unefois.departements', true), ','))::text[]));
  grant select, insert, update, delete on indicateurs.${table} to unefois_indicateurs;`;

const SANS_HISTOIRE = "pg_trigger_depth() = 0 and coalesce(current_setting('indicateurs.sans_histoire', true), '') = ''";

function jumelle(table: string, autres: string): string {
  const appel = `for each statement when (${SANS_HISTOIRE}) execute function indicateurs.historiser('${cleDe(table)}', '${autres}')`;
  return `
    create table indicateurs.${table}_passee (like indicateurs.${table}, connu_avant date not null, primary key (${cleDe(table)}, connu_depuis));
    create index ${table}_passee_connue on indicateurs.${table}_passee (departement, connu_avant, connu_depuis);
    create index ${table}_passee_personne on indicateurs.${table}_passee (departement, allocataire);
    comment on table indicateurs.${table}_passee is 'Ce que disait ${table}, connu de connu_depuis (inclus) à connu_avant (exclu).';
    create trigger histoire_i after insert on indicateurs.${table} referencing new table as nouvelles ${appel};
    create trigger histoire_u after update on indicateurs.${table} referencing old table as anciennes new table as nouvelles ${appel};
    create trigger histoire_d after delete on indicateurs.${table} referencing old table as anciennes ${appel};
    ${PERIMETRE(`${table}_passee`)}`;
}

/** Two times in the projection: when a fact holds, in its dates; since when the hub knows it, in `connu_depuis` and in the twin of
 * each table, which keeps what was known before. The projection is read again from the journal: it could not tell since when. */
export class DeuxTemps1700000000406 implements MigrationInterface {
  name = "DeuxTemps1700000000406";

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`truncate ${[...Object.keys(AJOUTEES), "deplacement"].map((t) => `indicateurs.${t}`).join(", ")}`);
    await runner.query("update indicateurs.curseur set position = 0 where nom = 'indicateurs'");
    for (const [table, colonnes] of Object.entries(AJOUTEES)) {
      const liste = ["connu_depuis date not null", ...colonnes.split(",").filter(Boolean)];
      await runner.query(`alter table indicateurs.${table} ${liste.map((c) => `add column ${c}`).join(", ")}`);
    }
    for (const [table, { cle, colonnes, index = [] }] of Object.entries(NOUVELLES)) {
      await runner.query(`create table indicateurs.${table} (departement text not null, ${cle}, ${colonnes}, connu_depuis date not null, primary key (${cleDe(table)}));
        ${PERIMETRE(table)}`);
      for (const [i, colonnesIndexees] of index.entries())
        await runner.query(`create index ${table}_${i + 1} on indicateurs.${table} (departement, ${colonnesIndexees})`);
    }
    await runner.query(`
      create index activite_allocataire on indicateurs.activite (departement, allocataire, date);
      create table indicateurs.dite (
        departement text not null, allocataire uuid not null, origine text not null, position bigint not null, lieu_depuis date, code_insee text,
        droit_depuis date, dossier uuid, etat text, soumis_droits_devoirs boolean,
        primary key (departement, allocataire, origine));
      create table indicateurs.connaissance (departement text primary key, premier date not null, dernier date not null, evenement_le timestamptz not null);
      alter table indicateurs.curseur add column connu_le date;
      comment on column indicateurs.curseur.connu_le is 'Jour de Paris du dernier fait lu : il n’avance qu’avec les positions.';
      alter table indicateurs.deplacement alter column cle type text using cle::text, add column ligne jsonb, add column deplacee boolean not null default true;
      comment on column indicateurs.deplacement.ligne is 'La ligne telle qu’elle était, quand sa clé nomme la personne.';
      ${INTERNES.map(PERIMETRE).join("\n")}
      ${FONCTIONS}`);
    for (const table of TABLES) await runner.query(jumelle(table, await this.autres(runner, table)));
    await runner.query(COMMENTAIRES);
  }

  /** The columns of a table that are not in its key, nor its knowledge. */
  private async autres(runner: QueryRunner, table: string): Promise<string> {
    const cle = cleDe(table).split(", ");
    const lignes: { nom: string }[] = await runner.query(
      "select attname as nom from pg_attribute where attrelid = $1::regclass and attnum > 0 and not attisdropped order by attnum",
      [`indicateurs.${table}`],
    );
    return lignes
      .map(({ nom }) => nom)
      .filter((nom) => nom !== "connu_depuis" && !cle.includes(nom))
      .join(", ");
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of TABLES) {
      for (const quand of ["i", "u", "d"]) await runner.query(`drop trigger histoire_${quand} on indicateurs.${table}`);
      await runner.query(`drop table indicateurs.${table}_passee`);
    }
    await runner.query(`
      drop table ${[...Object.keys(NOUVELLES), ...INTERNES].map((t) => `indicateurs.${t}`).join(", ")};
      drop index indicateurs.activite_allocataire;
      truncate ${[...Object.keys(AJOUTEES), "deplacement"].map((t) => `indicateurs.${t}`).join(", ")};
      update indicateurs.curseur set position = 0 where nom = 'indicateurs';
      alter table indicateurs.curseur drop column connu_le;
      alter table indicateurs.deplacement alter column cle type uuid using cle::uuid, drop column ligne, drop column deplacee;
      drop function indicateurs.historiser();
      drop function indicateurs.anonymiser(text[], uuid[], uuid[], boolean);`);
    for (const [table, colonnes] of Object.entries(AJOUTEES)) {
      const retirees = ["connu_depuis", ...noms(colonnes).split(", ").filter(Boolean)];
      await runner.query(`alter table indicateurs.${table} ${retirees.map((c) => `drop column ${c}`).join(", ")}`);
    }
    await runner.query(`create function indicateurs.anonymiser(departements text[], personnes uuid[]) returns void
      language plpgsql security definer set search_path = '' as $$
      declare i int; nouvel uuid;
      begin
        for i in 1 .. coalesce(cardinality(personnes), 0) loop
          nouvel := gen_random_uuid();
          ${Object.keys(AJOUTEES)
            .map(
              (t) =>
                `update indicateurs.${t} t set allocataire = nouvel where t.departement = departements[i] and t.allocataire = personnes[i];`,
            )
            .join("\n          ")}
          update indicateurs.personne t set dossier = null where t.departement = departements[i] and t.allocataire = nouvel;
        end loop;
      end $$;
      revoke all on function indicateurs.anonymiser(text[], uuid[]) from public;
      grant execute on function indicateurs.anonymiser(text[], uuid[]) to unefois_indicateurs;`);
  }
}
