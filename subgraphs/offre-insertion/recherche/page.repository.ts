import type { Transaction } from "../../shared/database";
import type { Offre } from "../offre/offre";
import { COLONNES_OFFRE } from "../offre/offre.repository";
import { DISTANCE, LIGNE, type Valeurs } from "./conditions";
import { DEBUT, type Depart } from "./curseur";
import { type Enonce, enonce } from "./enonce";
import type { Tri } from "./filtre-offres";
import { type Anneau, anneaux } from "./jetons";
import type { RequeteDeMots } from "./mots-cherches";

/** An offer found, at its place in the order. */
export interface Trouvee extends Offre {
  description: string;
  niveau: number;
  valeur: number;
  distanceKm: number | null;
  /** For each word: 3 in the name, 2 in the rest of the title, 1 elsewhere. */
  ou: number[];
  placesDisponibles: number | null;
}

/** How many rows are read in the order of the list before the index of the filters is asked instead. A filter that keeps one offer in forty finds
 * its page there; a narrower one has few enough offers to be sorted. Both ways give the same page. */
const TETE = 800;

const COLONNES = "r.offre, r.presentiel, r.longitude, r.latitude, r.titre";
const FILTRES = (mots: string) => `r.jetons @@ :jetons::tsquery and ${LIGNE}${mots}`;
const PARTOUT = " and r.mots @@ :partout::tsquery";

/** A page in the order of an index: two ways, the second only when the first falls short. `nom` prefixes the names; `manque`: how many are wanted. */
function enOrdre(nom: string, colonne: string, niveau: number, condition: string, depart: [string, string], manque: string): string {
  const apres = `(r.${colonne}, r.offre) > (${depart[0]}, ${depart[1]})`;
  const dans = `from offre_insertion.recherche r where ${apres}`;
  const page = `order by r.${colonne}, r.offre limit :nombre::int`;
  const choisies = `select ${COLONNES}, ${niveau} as niveau, r.${colonne} as valeur`;
  return `${nom}_tete as materialized (
    ${choisies} from (select r.* ${dans} and ${manque} > 0 order by r.${colonne}, r.offre limit ${TETE}) r where ${condition} ${page}),
  ${nom}_court as materialized (select (select count(*) from ${nom}_tete) < ${manque}
    and exists (select ${dans} order by r.${colonne}, r.offre offset ${TETE} limit 1) as oui),
  ${nom}_suite as materialized (${choisies} from (
    select r.* from offre_insertion.recherche r where (select oui from ${nom}_court) and ${condition} offset 0) r where ${apres} ${page}),
  ${nom} as materialized (select * from ${nom}_tete where not (select oui from ${nom}_court) union all select * from ${nom}_suite)`;
}

const SORTIE = `select t.niveau, t.valeur, t.distance as "distanceKm", t.ou, x.places_financees - x.places_occupees as "placesDisponibles",
  ${COLONNES_OFFRE}, s.description
  from (select r.*, case when :longitude::float8 is not null then round((${DISTANCE})::numeric, 1)::float8 end as distance,
    array(select case when r.titre @@ m.nom then 3 when r.titre @@ m.titre then 2 else 1 end
      from unnest(:dansNom::tsquery[], :dansTitre::tsquery[]) with ordinality m(nom, titre, rang) order by m.rang) as ou from page r) t
  join offre_insertion.service s on s.id = t.offre
  left join offre_insertion.pdie x on x.offre = s.id and s.departement is not null
  order by -t.niveau, t.valeur, t.offre`;

const parOrdre = (colonne: string, mots: string) =>
  enonce<Parametres>(`with ${enOrdre("tri", colonne, 0, FILTRES(mots), [":valeur::float8", ":id::text"], ":nombre::int")},
  page as (select * from tri) ${SORTIE}`);

/** Few offers carry the words: all of them are ranked. */
const RARES = enonce<Parametres>(`with trouvee as materialized (
    select ${COLONNES}, case when r.titre @@ :nom::tsquery then 4 when r.titre @@ :mixte::tsquery then 3 when r.titre @@ :titre::tsquery then 2
      else 1 end as niveau, r.ordre_qualite as valeur
    from offre_insertion.recherche r where ${FILTRES(PARTOUT)} offset 0),
  page as (select * from trouvee where (-niveau, valeur, offre) > (-:niveau::int, :valeur::float8, :id::text)
    order by -niveau, valeur, offre limit :nombre::int)
  ${SORTIE}`);

/** Many offers carry the words: level after level, until the page is full. */
const FREQUENTS = (() => {
  const conditions: [number, string][] = [
    [4, "r.titre @@ :nom::tsquery"],
    [3, "r.titre @@ :mixte::tsquery and not r.titre @@ :nom::tsquery"],
    [2, "r.titre @@ :titre::tsquery and not r.titre @@ :mixte::tsquery"],
    [1, "not r.titre @@ :titre::tsquery"],
  ];
  const blocs = conditions.map(([niveau, condition], i) => {
    const avant = conditions.slice(0, i).map(([n]) => ` - (select count(*) from n${n})`);
    const depart: [string, string] = [
      `case when :niveau::int = ${niveau} then :valeur::float8 when :niveau::int > ${niveau} then '-infinity' else 'infinity' end`,
      `case when :niveau::int = ${niveau} then :id::text else '' end`,
    ];
    const dedans = niveau === 1 ? `${FILTRES(PARTOUT)} and ${condition}` : `${condition} and ${FILTRES(":exclus")}`;
    return enOrdre(`n${niveau}`, "ordre_qualite", niveau, dedans, depart, `(:nombre::int${avant.join("")})`);
  });
  const tout = conditions.map(([n]) => `select * from n${n}`).join(" union all ");
  return (exclus: string) =>
    enonce<Parametres>(
      `with ${blocs.join(",\n")}, page as (select * from (${tout}) r order by -niveau, valeur, offre limit :nombre::int)
    ${SORTIE}`.replaceAll(":exclus", exclus),
    );
})();

/** The nearest first: a near ring, a wider one, then everything; remote offers come last. */
const parDistance = (mots: string) => {
  const anneau = (nom: string, jetons: string, km: string, manque: string) => `${nom} as materialized (
    select * from (select ${COLONNES}, 0 as niveau, coalesce(${DISTANCE}, 'infinity') as valeur from offre_insertion.recherche r
      where ${manque} and r.jetons @@ ${jetons} and ${LIGNE}${mots} offset 0) r
    where (r.valeur, r.offre) > (:valeur::float8, :id::text) and r.valeur <= ${km} order by r.valeur, r.offre limit :nombre::int)`;
  return enonce<Parametres>(`with
    ${anneau("pres", ":pres::tsquery", ":presKm::float8", ":presKm::float8 > :valeur::float8")},
    ${anneau("loin", ":loin::tsquery", ":loinKm::float8", "(:loinKm::float8 > :valeur::float8 and (select count(*) from pres) < :nombre::int)")},
    ${anneau("tout", ":jetons::tsquery", "'infinity'::float8", "((select count(*) from pres) < :nombre::int and (select count(*) from loin) < :nombre::int)")},
    trouvee as (select * from tout union all select * from loin where (select count(*) from loin) >= :nombre::int
      union all select * from pres where (select count(*) from pres) >= :nombre::int),
    page as (select * from trouvee order by valeur, offre limit :nombre::int)
    ${SORTIE}`);
};

type Textes = Record<"QUALITE" | "FRAICHEUR" | "DISTANCE", Enonce<Parametres>>;
const TEXTES = (mots: string): Textes => ({
  QUALITE: parOrdre("ordre_qualite", mots),
  FRAICHEUR: parOrdre("ordre_fraicheur", mots),
  DISTANCE: parDistance(mots),
});
const SANS_MOTS = TEXTES("");
const AVEC_MOTS = TEXTES(PARTOUT);
const FREQUENTS_SANS_EXCLUS = FREQUENTS("");
const FREQUENTS_AVEC_EXCLUS = FREQUENTS(PARTOUT);

interface Parametres extends Valeurs, Depart {
  nombre: number;
  partout: string;
  nom: string;
  mixte: string;
  titre: string;
  dansNom: string[];
  dansTitre: string[];
  pres: string;
  presKm: number;
  loin: string;
  loinKm: number;
}

/** What a page is asked. */
export interface DemandeDePage {
  valeurs: Valeurs;
  tri: Tri;
  mots: RequeteDeMots | undefined;
  nombre: number;
  depart: Depart | null;
}

/** Below that many offers that carry the rarest word, they are all ranked. */
const RARE = 1_500;

function texteDe({ tri, mots }: DemandeDePage): Enonce<Parametres> {
  if (!mots) return SANS_MOTS[tri === "PERTINENCE" ? "QUALITE" : tri];
  if (tri !== "PERTINENCE" || mots.mots.length === 0) return AVEC_MOTS[tri === "PERTINENCE" ? "QUALITE" : tri];
  if (Math.min(...mots.mots.map((m) => m.nombre)) <= RARE) return RARES;
  return mots.partout.includes("!") ? FREQUENTS_AVEC_EXCLUS : FREQUENTS_SANS_EXCLUS;
}

/** Offers that fit, in the order asked, after a place of it. One statement. */
export function chercher(tx: Transaction, demande: DemandeDePage): Promise<Trouvee[]> {
  const { valeurs, mots, nombre, depart } = demande;
  const autour =
    valeurs.longitude === null
      ? null
      : anneaux({ longitude: valeurs.longitude, latitude: valeurs.latitude! }).map(dansLAnneau(valeurs.jetons));
  const [pres, loin] = autour ?? [HORS, HORS];
  const texte = texteDe(demande);
  return tx.rows<Trouvee>(
    texte.texte,
    texte.valeurs({
      ...valeurs,
      ...(depart ?? DEBUT),
      nombre,
      partout: mots?.partout ?? "",
      ...(mots?.niveaux ?? { nom: "", mixte: "", titre: "" }),
      dansNom: mots?.parMot.nom ?? [],
      dansTitre: mots?.parMot.titre ?? [],
      pres: pres!.jetons,
      presKm: pres!.km,
      loin: loin!.jetons,
      loinKm: loin!.km,
    }),
  );
}

const HORS: Anneau = { jetons: "'*'", km: Number.NEGATIVE_INFINITY };
const dansLAnneau =
  (jetons: string) =>
  (a: Anneau): Anneau => ({ jetons: `${jetons}&${a.jetons}`, km: a.km });
