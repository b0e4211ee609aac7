import { MAITRISER_LE_FRANCAIS } from "../offre/thematique";

/** An offer that comes after the others of its frein keeps this part of its relevance: the relevance of the others is 0.3 at least, and its own 1 at most. */
const RECUL = 0.3;
/** An offer that fills the week gains this part of what its relevance lacks. */
const QUINZE_HEURES = 0.25;

/** A session `e` that takes place, as far as is known. */
export const TENUE = "e.annulee_le is null and e.retiree_le is null";

/** Conditions on `offre_insertion.proposition i` for the list `l` and its zone `z`: of this key, zone and age, not under way; of the département, valid,
 * open to the parcours and with a place when it is not of the national catalogue; with a seat when it has sessions to come. */
const PROPOSABLE = `i.cle = l.cle and i.zone = z.zone and i.ages & l.ages <> 0
  and (i.departement is null or (i.departement = l.departement
    and not exists (select from offre_insertion.pdie x where x.offre = i.offre
      and (x.places_occupees >= x.places_financees or (x.parcours <> '{}' and l.parcours is not null and l.parcours <> all(x.parcours))))
    and not exists (select from offre_insertion.service s where s.id = i.offre and (s.valide_du > $7::date or s.valide_au < $7::date))))
  and (not exists (select from offre_insertion.session e where e.offre = i.offre and e.debut > $6::timestamptz and ${TENUE})
    or exists (select from offre_insertion.session e where e.offre = i.offre and e.debut > $6 and ${TENUE} and (e.capacite is null or e.inscrits < e.capacite)))`;

/** The offer asks for French, which the person lacks; or it is no course of French, in the list of the frein of language; or she was refused twice on its
 * thématique. The few offers that ask for French are read once a statement; the record of an offer, only in the lists that need it. */
const RECULEE = `((l.langue and i.offre in (select s.id from offre_insertion.service s where s.francais_requis))
    or (l.cle = 'LANGUE_SAVOIRS_DE_BASE' and exists (select from offre_insertion.service s
      where s.id = i.offre and not coalesce('${MAITRISER_LE_FRANCAIS}' = any(s.thematiques), false)))
    or (l.evitees <> '{}' and exists (select from offre_insertion.service s where s.id = i.offre and s.thematiques && l.evitees)))`;

const MEILLEURES = (facteur: number, condition: string) =>
  `(select i.offre, i.qualite, ${facteur}::float8 as facteur, 0::float8 as gain from offre_insertion.proposition i
    where ${condition} and ${PROPOSABLE} and i.offre <> all(l.essayees) order by i.qualite desc, i.offre limit $5)`;

/** Rows of the index for the few offers that a list names. `offset 0`: a look in the index for each of them, and none for a list that names nothing. */
const CITEES = (colonne: "essayees" | "convient") =>
  `(select p.* from unnest(l.${colonne}) t(offre) cross join lateral (
    select p.* from offre_insertion.proposition p where p.offre = t.offre and p.cle = l.cle and p.zone = z.zone offset 0) p offset 0) i`;

/** CTE `classee(liste, offre, zone, pertinence, score)`, after `besoin`: the N first offers of each list, from the index of proposals.
 * The offers that come last are only read when those before do not fill the list; those already prescribed, and those that fill the week, are few: all
 * are read. */
export const LISTES = `classee as materialized (
    select liste, offre, zone, pertinence, pertinence * 2 / (1 + place) as score from (
    select l.liste, r.offre, r.zone, r.pertinence, row_number() over (partition by l.liste order by r.pertinence desc, r.offre) as place
    from (select distinct on (liste) * from besoin order by liste) l
    cross join lateral (
      select distinct on (i.offre) i.offre, z.zone, (0.5 * i.qualite + 0.5 * z.proximite) * i.facteur
        + (1 - (0.5 * i.qualite + 0.5 * z.proximite)) * i.gain as pertinence
      from unnest(l.zones, l.proximites) z(zone, proximite)
      cross join lateral (
        (select * from (
          ${MEILLEURES(1, `not (l.surveillee and ${RECULEE})`)}
          union all
          ${MEILLEURES(RECUL, `l.surveillee and ${RECULEE}`)}
        ) f limit $5)
        union all
        select i.offre, i.qualite, ${RECUL}, 0 from ${CITEES("essayees")} where i.offre <> all(l.exclues) and ${PROPOSABLE}
        union all
        select i.offre, i.qualite, 1, ${QUINZE_HEURES} from ${CITEES("convient")}
          where ${PROPOSABLE} and i.offre <> all(l.essayees) and not (l.surveillee and ${RECULEE})
      ) i
      order by i.offre, pertinence desc, z.zone
    ) r) rangee where place <= $5)`;
