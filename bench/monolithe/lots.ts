import { zonesDeLaCommune } from "../../subgraphs/offre-insertion/offre/zone";
import type { Constats } from "../../subgraphs/offre-insertion/proposition/constats";
import { CATEGORIES_PAR_PARCOURS } from "../../subgraphs/offre-insertion/proposition/criteres";
import { pourquoi, type Trouvee } from "../../subgraphs/offre-insertion/proposition/proposition";
import type { Frein } from "../../subgraphs/shared/contrat/enums";
import { aujourdhui, COMMUNE, DEPARTEMENT, OFFRES, RENDEZ_VOUS, SEMAINE } from "../demande";
import { CLASSES_D_AGE, classement } from "../propositions";
import { type Contexte, parCle, parPersonne } from "./contexte";

export interface OrientationLue {
  allocataire: string;
  parcours: string | null;
  organisme: string | null;
}
export interface RendezVousLu {
  allocataire: string;
  id: string;
  debut: Date;
  famille: string;
}

export const entrees = parPersonne<{ allocataire: string; ouvertureDroits: string | null; decisionOrientation: string | null }>(
  "entrees",
  `select distinct on (e.allocataire) e.allocataire, e.ouverture_droits as "ouvertureDroits", e.decision_orientation as "decisionOrientation"
   from allocataires.entree e where e.departement = '${DEPARTEMENT}' and e.allocataire = any ($1::uuid[]) order by e.allocataire, e.rang desc`,
);
export const orientations = parPersonne<OrientationLue>(
  "orientations",
  `select o.allocataire, o.parcours, o.organisme from allocataires.orientation o
   where o.departement = '${DEPARTEMENT}' and o.allocataire = any ($1::uuid[]) and o.statut = 'DECIDEE' and o.close_le is null`,
);
export const parcours = parCle<{ cle: string; libelle: string; categorie: string }>(
  "parcours",
  `select code as cle, libelle, categorie from allocataires.parcours_local where departement = '${DEPARTEMENT}' and code = any ($1::text[])`,
);
export const organismes = parCle<{ cle: string; nom: string }>(
  "organismes",
  "select id as cle, nom from allocataires.organisme where id = any ($1::text[])",
);
export const structures = parCle<{ cle: string; nom: string }>(
  "structures",
  "select id as cle, nom from offre_insertion.structure where id = any ($1::text[])",
);
export const contrats = parPersonne<{ allocataire: string; statut: string }>(
  "contrats",
  `select c.allocataire, c.statut from allocataires.contrat_engagement c
   where c.departement = '${DEPARTEMENT}' and c.allocataire = any ($1::uuid[]) and c.statut in ('A_SIGNER', 'SIGNE', 'SUSPENDU')`,
);
export const rendezVous = parPersonne<RendezVousLu>(
  "rendez-vous",
  `select d.id as allocataire, r.id, r.debut, r.famille from unnest($1::uuid[]) d(id) cross join lateral (
     select r.id, r.debut, r.famille from rendez_vous.participation p
     join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous
     where p.departement = '${DEPARTEMENT}' and p.allocataire = d.id order by r.debut desc, r.id limit ${RENDEZ_VOUS}) r
   order by 1, r.debut desc, r.id`,
);
export const participations = async (ids: readonly string[], contexte: Contexte): Promise<{ statut: string }[][]> => {
  const lignes = await contexte.lignes<{ rdv: string; statut: string }>(
    "participations",
    `select p.rendez_vous as rdv, case when p.statut = 'PREVU' and r.debut <= $2::timestamptz then 'A_RENSEIGNER' else p.statut end as statut
     from rendez_vous.participation p join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous
     where p.departement = '${DEPARTEMENT}' and p.rendez_vous = any ($1::uuid[]) order by p.rendez_vous, p.allocataire`,
    [ids, new Date()],
  );
  const groupes = Map.groupBy(lignes, (ligne) => ligne.rdv);
  return ids.map((id) => groupes.get(id) ?? []);
};
export const consultations = parPersonne<{ allocataire: string; nombre: number }>(
  "consultations",
  `select k.allocataire, k.nombre from echanges.registre_compteur k where k.departement = '${DEPARTEMENT}' and k.allocataire = any ($1::uuid[])`,
);

const HEURES = `select d.id as allocataire,
    (select coalesce(sum(a.minutes), 0)::int from offre_insertion.activite a where a.departement = '${DEPARTEMENT}' and a.allocataire = d.id
      and a.date between '${SEMAINE.debut}' and '${SEMAINE.fin}' and a.statut in ('DECLAREE', 'CONFIRMEE')) as "realiseesMinutes",
    (select round(coalesce(m.heures_hebdomadaires, k.heures_hebdomadaires) * 60)::int from allocataires.contrat_engagement k
      left join lateral (select m.heures_hebdomadaires from allocataires.modulation m where m.departement = k.departement and m.contrat = k.id
        and m.du <= $2::date and (m.au is null or m.au >= $2::date) order by m.du desc limit 1) m on true
      where k.departement = '${DEPARTEMENT}' and k.allocataire = d.id and k.statut = 'SIGNE' order by 1 desc nulls last limit 1) as "objectifMinutes"
  from unnest($1::uuid[]) d(id)`;
export const heures = parPersonne<{ allocataire: string; realiseesMinutes: number; objectifMinutes: number | null }>(
  "heures",
  HEURES,
  aujourdhui(),
);

const PROPOSER = `with personne as (
    select a.id, o.parcours, l.categorie, coalesce(f.freins, '{}') as freins, ${CLASSES_D_AGE("a.date_naissance", "$2")} as ages
    from allocataires.allocataire a
    left join allocataires.orientation o on o.departement = a.departement and o.allocataire = a.id and o.statut = 'DECIDEE' and o.close_le is null
    left join allocataires.parcours_local l on l.departement = a.departement and l.code = o.parcours
    left join lateral (select array_agg(c.frein order by c.frein) as freins
      from (select d.departement, d.id from allocataires.diagnostic d where d.departement = a.departement and d.allocataire = a.id
        order by d.etabli_le desc, d.recue_le desc, d.id limit 1) d
      join allocataires.contrainte c on c.departement = d.departement and c.diagnostic = d.id
      where c.levee_le is null and c.impact <> 'AUCUN') f on true
    where a.departement = '${DEPARTEMENT}' and a.id = any ($1::uuid[])
  ), critere as (
    select row_number() over () as critere, array_agg(p.id) as personnes, '${DEPARTEMENT}' as departement, p.parcours, p.categorie, p.ages, p.freins <> '{}' as par_frein,
      case when p.freins <> '{}' then p.freins else array(select jsonb_array_elements_text($3::jsonb -> coalesce(p.categorie, 'AUCUNE'))) end as cles
    from personne p group by p.parcours, p.categorie, p.ages, p.freins), ${classement("$4::text[]", "$5::float8[]", String(OFFRES))}
  select c.personnes, c.par_frein as "parFrein", c.categorie, o.zone, s.nom, s.structure, s.publics,
    array(select k.cle from unnest(c.cles) with ordinality k(cle, rang) where k.cle = any(s.cles) order by k.rang) as cles,
    case when 'en-presentiel' = any(s.modes_accueil) then round(
      offre_insertion.distance_km(v.longitude, v.latitude, s.longitude, s.latitude)::numeric, 1)::float8 end as "distanceKm",
    x.places_financees - x.places_occupees as "placesDisponibles"
  from proposee o
  join critere c on c.critere = o.critere
  join offre_insertion.service s on s.id = o.offre
  left join offre_insertion.pdie x on x.offre = s.id and s.departement is not null
  left join offre_insertion.position_commune v on v.code_insee = '${COMMUNE}'
  order by c.critere, o.place`;

const AUCUN_CONSTAT: Constats = { francaisDemande: false, thematiquesRefusees: [], manqueHeures: null, session: null, essai: null };

export interface Proposee {
  offre: { nom: string; structure: string };
  pourquoi: string[];
}

/** The offers of each person; people who share their criteria share the search. */
export async function propositions(ids: readonly string[], contexte: Contexte): Promise<Proposee[][]> {
  const zones = zonesDeLaCommune(COMMUNE);
  type Ligne = Omit<Trouvee, "offre"> & { personnes: string[]; nom: string; structure: string; publics: string[]; cles: Frein[] };
  const lignes = await contexte.lignes<Ligne>("propositions", PROPOSER, [
    ids,
    aujourdhui(),
    JSON.stringify(CATEGORIES_PAR_PARCOURS),
    zones.map((z) => z.zone),
    zones.map((z) => z.proximite),
  ]);
  const trouvees = new Map<string, Proposee[]>(ids.map((id) => [id, []]));
  for (const { personnes, nom, structure, publics, ...ligne } of lignes) {
    const proposee = {
      offre: { nom, structure },
      pourquoi: pourquoi({ ...ligne, constats: AUCUN_CONSTAT, offre: { publics: publics ?? [] } } as unknown as Trouvee),
    };
    for (const personne of personnes) trouvees.get(personne)?.push(proposee);
  }
  return ids.map((id) => trouvees.get(id)!);
}
