import { createHash } from "node:crypto";
import type pg from "pg";
import { CHAMPS } from "../data-inclusion/champs";
import { CALCULES, ficheDe } from "../data-inclusion/fiche";
import { placesDe } from "./controle";
import { idDe, sourceDe } from "./fichiers";
import type { StructureLue } from "./lignes-lues";
import type { OffreLue } from "./offre-lue";

/** Whose file it is, and when it is read. `jour`: civil date, Paris. */
export interface Depot {
  departement: string;
  le: Date;
  jour: string;
}

const liste = (colonnes: readonly string[], prefixe = "") => colonnes.map((c) => `${prefixe}${c}`).join(", ");
const empreinteDe = (valeur: unknown): string => createHash("sha256").update(JSON.stringify(valeur)).digest("hex");

const DE_STRUCTURE = [...CHAMPS.structure, "departement", "recue_le"];
/** A date of update that the file does not give is the day when the rest of the line changed. */
const STRUCTURES = `insert into offre_insertion.structure as s (id, empreinte, ${liste(DE_STRUCTURE)})
  select r.id, r.empreinte, ${liste(DE_STRUCTURE, "r.").replace("r.date_maj", "case when d.dite or a.empreinte is distinct from r.empreinte then r.date_maj else a.date_maj end")}
  from jsonb_populate_recordset(null::offre_insertion.structure, $1::jsonb) r
  join jsonb_to_recordset($1::jsonb) d(id text, dite boolean) on d.id = r.id
  left join offre_insertion.structure a on a.id = r.id
  on conflict (id) do update set empreinte = excluded.empreinte, retiree_le = null, (${liste(DE_STRUCTURE)}) = (${liste(DE_STRUCTURE, "excluded.")})
    where s.empreinte is distinct from excluded.empreinte or s.date_maj <> excluded.date_maj or s.retiree_le is not null
  returning s.id`;
const RELIER =
  "select offre_insertion.indexer(array(select s.id from offre_insertion.service s where s.structure = any ($1) and s.retiree_le is null))";

/** Writes structures; what searches find by their names follows. Returns how many changed. */
export async function ecrireStructures(
  client: pg.ClientBase,
  lues: readonly StructureLue[],
  { departement, le, jour }: Depot,
): Promise<number> {
  const lignes = lues.map(({ code, dateMaj, structure }) => {
    const fiche = { id: idDe(departement, code), source: sourceDe(departement), date_maj: dateMaj ?? jour, ...structure };
    const { colonnes } = ficheDe("structure", fiche, le, jour);
    return { ...colonnes, departement, dite: dateMaj !== null, empreinte: `\\x${empreinteDe(structure)}` };
  });
  const { rows } = await client.query<{ id: string }>(STRUCTURES, [JSON.stringify(lignes)]);
  if (rows.length > 0) await client.query(RELIER, [rows.map(({ id }) => id)]);
  return rows.length;
}

const CHANGEES = `select r.code from jsonb_to_recordset($2::jsonb) r(code text, empreinte text, "dateMaj" date)
  left join offre_insertion.pdie x on x.departement = $1 and x.code = r.code
  left join offre_insertion.service s on s.id = x.offre
  where x.empreinte is distinct from decode(r.empreinte, 'hex') or r."dateMaj" <> s.date_maj or x.absente_le is not null`;

const DE_SERVICE = [
  ...CHAMPS.service,
  ...CALCULES,
  ...["origine", "departement", "mode", "dispositif", "valide_du", "valide_au", "recue_le"],
];
const SERVICES = `insert into offre_insertion.service as s (id, ${liste(DE_SERVICE)})
  select r.id, ${liste(DE_SERVICE, "r.")} from jsonb_populate_recordset(null::offre_insertion.service, $1::jsonb) r
  on conflict (id) do update set (${liste(DE_SERVICE)}) = (${liste(DE_SERVICE, "excluded.")})`;

const DE_PDIE = [
  ...["departement", "code", "programme", "axe", "fiche_action", "marche", "parcours", "nature_activite", "compte_dans_les_15_heures"],
  ...["public_cible", "volume_horaire_total", "places_par_an", "places_financees", "exercice", "cout_unitaire_centimes", "budget_centimes"],
];
const EXTENSIONS = `insert into offre_insertion.pdie as x (offre, empreinte, ${liste(DE_PDIE)})
  select r.offre, r.empreinte, ${liste(DE_PDIE, "r.")} from jsonb_populate_recordset(null::offre_insertion.pdie, $1::jsonb) r
  on conflict (offre) do update set empreinte = excluded.empreinte, absente_le = null, (${liste(DE_PDIE)}) = (${liste(DE_PDIE, "excluded.")})`;

const ANNEES = `with dite as (
    insert into offre_insertion.places_exercice as e (departement, offre, exercice, places_financees)
    select $1, r.offre, r.exercice, r.places from jsonb_to_recordset($2::jsonb) r(offre text, exercice int, places int)
    on conflict (departement, offre, exercice) do update set places_financees = excluded.places_financees)
  delete from offre_insertion.places_exercice e where e.departement = $1 and e.offre = any ($3) and e.clos_le is null
    and not exists (select from jsonb_to_recordset($2::jsonb) r(offre text, exercice int) where r.offre = e.offre and r.exercice = e.exercice)`;

const DIRE = `insert into journal.evenement (type, departement, donnees, survenu_le)
  select 'OffreModifiee', $1, jsonb_build_object('offre', id, 'source', $3::text), $4::timestamptz from unnest($2::text[]) id order by id`;

const empreinteDeLOffre = ({ dateMaj: _, ...offre }: OffreLue): string => empreinteDe(offre);

/** Writes offers; those that say the same as before are left. Returns how many changed. */
export async function ecrireOffres(client: pg.ClientBase, lues: readonly OffreLue[], depot: Depot): Promise<number> {
  const { departement } = depot;
  const empreintes = lues.map((offre) => ({ code: offre.code, empreinte: empreinteDeLOffre(offre), dateMaj: offre.dateMaj }));
  const { rows } = await client.query<{ code: string }>(CHANGEES, [departement, JSON.stringify(empreintes)]);
  const changees = new Set(rows.map(({ code }) => code));
  const aEcrire = lues.filter(({ code }) => changees.has(code));
  if (aEcrire.length === 0) return 0;
  const ids = aEcrire.map(({ code }) => idDe(departement, code));
  await client.query(SERVICES, [JSON.stringify(aEcrire.map((offre) => service(offre, depot)))]);
  await client.query(EXTENSIONS, [JSON.stringify(aEcrire.map((offre) => extension(offre, depot)))]);
  const annees = aEcrire.flatMap(({ code, placesParExercice }) => placesParExercice.map((p) => ({ offre: idDe(departement, code), ...p })));
  await client.query(ANNEES, [departement, JSON.stringify(annees), ids]);
  await client.query(DIRE, [departement, ids, sourceDe(departement), depot.le]);
  await client.query("select offre_insertion.indexer($1)", [ids]);
  return aEcrire.length;
}

function service(offre: OffreLue, { departement, le, jour }: Depot): Record<string, unknown> {
  const fiche = {
    id: idDe(departement, offre.code),
    structure_id: idDe(departement, offre.structure),
    source: sourceDe(departement),
    date_maj: offre.dateMaj ?? jour,
    ...offre.service,
  };
  const { origine, mode, dispositif, valideDu: valide_du, valideAu: valide_au } = offre;
  return { ...ficheDe("service", fiche, le, jour).colonnes, departement, origine, mode, dispositif, valide_du, valide_au };
}

function extension(offre: OffreLue, { departement, jour }: Depot): Record<string, unknown> {
  const exercice = Number(jour.slice(0, 4));
  return {
    offre: idDe(departement, offre.code),
    departement,
    code: offre.code,
    empreinte: `\\x${empreinteDeLOffre(offre)}`,
    programme: offre.programme,
    axe: offre.axe,
    fiche_action: offre.ficheAction,
    marche: offre.marche,
    parcours: offre.parcours,
    nature_activite: offre.natureActivite,
    compte_dans_les_15_heures: offre.compteDansLes15Heures,
    public_cible: offre.publicCible,
    volume_horaire_total: offre.volumeHoraireTotal,
    places_par_an: offre.placesParAn,
    places_financees: placesDe(offre, exercice),
    exercice,
    cout_unitaire_centimes: offre.coutUnitaireCentimes,
    budget_centimes: offre.budgetCentimes,
  };
}
