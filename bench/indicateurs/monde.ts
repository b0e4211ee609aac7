import { importerContrat } from "../../subgraphs/indicateurs/import-contrat";
import { importerTerritoires } from "../../subgraphs/indicateurs/territoire/import-territoires";
import { addDays, civilDateOf } from "../../subgraphs/shared/civil-date";
import { projectFile } from "../../subgraphs/shared/project-folder";
import { avecConnexion } from "../base";
import { BASE } from "./monde-base";
import { HISTOIRE } from "./monde-histoire";

/** A département made by SQL: the same facts in the tables of their owners and, as events, in the journal. Every draw follows from the rank of the
 * person: two runs make the same world, but for the days, which end yesterday. */
export interface Monde {
  personnes: number;
  /** Last day of which facts are told; a year of events ends there. */
  fin: string;
  /** The civil year that is asked: the last one that is not consolidated. */
  annee: number;
}

/** Days after which a period is consolidated, and one more. */
const CONSOLIDATION = 89;

export const mondeDe = (personnes: number, aujourdhui = civilDateOf(new Date())): Monde => ({
  personnes,
  fin: addDays(aujourdhui, -1),
  annee: Number(addDays(aujourdhui, -CONSOLIDATION).slice(0, 4)),
});

const OUTILS = `
  create schema banc;
  create function banc.tirer(i bigint, sel bigint, sur int) returns int language sql immutable as
    $f$ select ((hashint8extended(i, sel) & 2147483647) % sur)::int $f$;
  create function banc.id(genre text, i bigint) returns uuid language sql immutable as
    $f$ select overlay(overlay(md5(genre || ' ' || i) placing '4' from 13) placing 'a' from 17)::uuid $f$;
  insert into allocataires.organisme (id, departement, code, nom, type)
    select '94-CD94', '94', 'CD94', 'Département', 'DEPARTEMENT' union all
    select '94-B' || n, '94', 'B' || n, 'Organisme ' || n,
      (array['DEPARTEMENT', 'FRANCE_TRAVAIL', 'MISSION_LOCALE', 'DELEGATAIRE', 'CCAS'])[1 + n % 5] from generate_series(1, 20) n;
  insert into allocataires.referent (departement, id, organisme, code, nom)
    select '94', o.id || '-REF-' || n, o.id, 'REF-' || n, 'Référent ' || n from allocataires.organisme o, generate_series(0, 14) n where o.id like '94-B%';
  insert into allocataires.parcours_local select * from indicateurs.parcours_local on conflict do nothing;`;

/** One row a person. Two people of five share a dossier with their neighbour, and its dates. A table made by a query takes no parameter. */
const gensSql = ({ personnes, fin }: Monde) => `create table banc.gens as
  with fixe as (
    select array(select distinct unnest(communes) from indicateurs.territoire where departement = '94' and nature = 'EPCI' order by 1) as communes,
      array(select code from indicateurs.parcours_local where departement = '94' order by 1) as parcours, '${fin}'::date as fin, '${fin}'::date - 364 as debut
  ), tire as (
    select i, (i + 1) / 2 as paire, banc.tirer((i + 1) / 2, 1, 5) < 2 as couple from generate_series(1::bigint, ${personnes}) i
  ), foyer as (select *, case when couple then -paire else i end as foyer from tire), entree as (
    select f.*, x.*, f.i % 2 = 1 or not couple as demandeur, banc.tirer(foyer, 4, 10) < 3 as flux,
      case when banc.tirer(foyer, 4, 10) < 3 then debut + banc.tirer(foyer, 5, 360) else debut - 1 - banc.tirer(foyer, 5, 2000) end as notification
    from foyer f, fixe x
  ), decidee as (
    select *, notification - 5 - banc.tirer(foyer, 6, 40) as ouverture,
      case when banc.tirer(i, 12, 100) >= 85 then null
        when flux or banc.tirer(i, 14, 10) < 6 then notification + banc.tirer(i, 13, 70) else debut + banc.tirer(i, 13, 360) end as decision
    from entree
  )
  select i, banc.id('personne', i) as id, banc.id('dossier', foyer) as dossier, foyer, couple, demandeur, flux, ouverture, notification, debut, fin,
    fin - 6600 - banc.tirer(i, 2, 17000) as naissance, 1 + banc.tirer(i, 3, 2) as sexe, banc.tirer(paire, 15, 4) as enfants,
    banc.tirer(i, 10, 100) < 88 as soumise,
    communes[1 + banc.tirer(foyer, 7, cardinality(communes))] as commune,
    case when banc.tirer(foyer, 8, 100) < 4 then communes[1 + banc.tirer(foyer, 9, cardinality(communes))] end as nouvelle,
    least(fin, greatest(debut, notification) + 20 + banc.tirer(foyer, 9, 250)) as demenage_le,
    case when banc.tirer(foyer, 11, 100) < 8 then 'OUVERT_SUSPENDU' when banc.tirer(foyer, 11, 100) < 12 then 'CLOS' end as etat,
    least(fin, greatest(debut, notification) + 60 + banc.tirer(foyer, 16, 200)) as etat_le,
    case when decision <= fin then decision end as decision, parcours[1 + banc.tirer(i, 17, cardinality(parcours))] as parcours,
    '94-B' || 1 + banc.tirer(i, 18, 20) as organisme, '94-B' || 1 + banc.tirer(i, 18, 20) || '-REF-' || banc.tirer(i, 19, 15) as referent
  from decidee`;

/** What happens to those who are oriented, one row a fact. */
const FAITS = `
  create table banc.rendez_vous as
    select banc.id('orientation rdv', i) as id, id as allocataire, decision - 5 as le, 'ORIENTATION' as famille, 1 + banc.tirer(i, 20, 2) as convocation, organisme,
      (array['HONORE', 'HONORE', 'HONORE', 'ABSENT', 'ABSENT_JUSTIFIE'])[1 + banc.tirer(i, 21, 5)] as statut, i, debut, fin
    from banc.gens where decision - 5 >= notification
    union all
    select banc.id('accompagnement rdv', i), id, decision + 5 + banc.tirer(i, 22, 40), 'PREMIER_ACCOMPAGNEMENT', null, organisme,
      case when banc.tirer(i, 23, 5) < 4 then 'HONORE' else 'ABSENT' end, i, debut, fin
    from banc.gens where banc.tirer(i, 24, 10) < 7 and decision + 5 + banc.tirer(i, 22, 40) <= fin;
  create table banc.contrat as
    select banc.id('contrat', i) as id, id as allocataire, decision + 20 + banc.tirer(i, 25, 60) as signature, organisme, referent, i, debut, fin
    from banc.gens where banc.tirer(i, 26, 10) < 6 and decision + 20 + banc.tirer(i, 25, 60) <= fin;
  create table banc.activite as
    select banc.id('activite', i * 10 + n) as id, g.id as allocataire, greatest(g.decision, debut) + 20 + n * 30 + banc.tirer(i, 27 + n, 20) as date,
      60 * (1 + banc.tirer(i, 40 + n, 10)) as minutes, i, debut, fin
    from banc.gens g, generate_series(0, 5) n where n < banc.tirer(i, 50, 7) and greatest(g.decision, debut) + 20 + n * 30 + banc.tirer(i, 27 + n, 20) <= fin;
  create table banc.sortie as
    select banc.id('sortie', i) as id, id as allocataire, greatest(decision, debut) + 100 + banc.tirer(i, 51, 60) as date, i, debut, fin
    from banc.gens where banc.tirer(i, 52, 20) = 0 and greatest(decision, debut) + 100 + banc.tirer(i, 51, 60) <= fin;`;

/** Other readers of the journal: what is made here is nothing to tell partners. */
const AUTRES_SUIVIS = [
  ["echanges", "echanges"],
  ["echanges", "abonnements"],
  ["rendez_vous", "effacement"],
  ["rendez_vous", "reunions-de-personnes"],
  ["offre_insertion", "effacement"],
] as const;

/** Makes the world in an empty migrated database. Returns the number of events that the journal holds. */
export async function creerMonde(url: string, monde: Monde): Promise<number> {
  const contexte = { ownerUrl: url, now: () => new Date() };
  await importerContrat(projectFile("data", "contrat-94-2024"), "94", contexte);
  await importerTerritoires(contexte, projectFile("data", "zonages", "zonages-94.csv"), "94");
  return avecConnexion(url, async (client) => {
    await client.query(OUTILS);
    await client.query(gensSql(monde));
    await client.query(FAITS);
    // The facts hold together: their foreign keys and their triggers would be checked row by row.
    await client.query("set session_replication_role = replica");
    for (const texte of [...BASE, HISTOIRE]) await client.query(texte);
    await client.query("set session_replication_role = origin");
    for (const [schema, nom] of AUTRES_SUIVIS)
      await client.query(
        `insert into ${schema}.curseur (nom, position) select $1, count(*) from journal.evenement on conflict do nothing`,
        [nom],
      );
    await client.query("vacuum analyze");
    return Number((await client.query("select count(*) as n from journal.evenement")).rows[0].n);
  });
}
