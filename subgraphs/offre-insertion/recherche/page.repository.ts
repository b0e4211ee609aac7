import type { Transaction } from "../../shared/database";
import type { Offre } from "../offre/offre";
import { COLONNES_OFFRE } from "../offre/offre.repository";
import { DEBUT, type Depart } from "./curseur";
import { type Enonce, enonce } from "./enonce";
import { DISTANCE, demandeLeSuivi, ligne, type Valeurs } from "./filtre/conditions";
import type { Tri } from "./filtre/filtre-offres";
import { type Anneau, anneaux, classesApres, TOUT_CONVIENT } from "./filtre/jetons";
import type { RequeteDeMots } from "./mots/mots-cherches";

/** An offer found, at its place in the order. */
export interface Trouvee extends Offre {
  description: string;
  niveau: number;
  valeur: number;
  distanceKm: number | null;
  /** For each word: 3 in the name, 2 in the rest of the title, 1 elsewhere, 0 nowhere (when not all were asked). */
  ou: number[];
  placesDisponibles: number | null;
}

const COLONNES = "r.offre, r.presentiel, r.longitude, r.latitude, r.titre";
const PARTOUT = " and r.mots @@ :partout::tsquery";

/** What a statement of a page is made of: each answer is a constant fragment, so the texts are few. */
interface Forme {
  /** TETE: in the order of an index, its first rows only. TRI: all that the index of the filters gives, sorted. RANG: the same, with their level. */
  maniere: "TETE" | "TRI" | "RANG";
  colonne: "ordre_qualite" | "ordre_fraicheur";
  niveau: 0 | 1 | 2 | 3 | 4;
  partout: boolean;
  suivie: boolean;
}

const NIVEAUX = {
  0: "",
  4: " and r.titre @@ :nom::tsquery",
  3: " and r.titre @@ :mixte::tsquery and not r.titre @@ :nom::tsquery",
  2: " and r.titre @@ :titre::tsquery and not r.titre @@ :mixte::tsquery",
  1: " and not r.titre @@ :titre::tsquery",
} as const;
const NIVEAU_DE_LA_LIGNE =
  "case when r.titre @@ :nom::tsquery then 4 when r.titre @@ :mixte::tsquery then 3 when r.titre @@ :titre::tsquery then 2 else 1 end";

const SORTIE = `select t.niveau, t.valeur, t.distance as "distanceKm", t.ou, x.places_financees - x.places_occupees as "placesDisponibles",
  ${COLONNES_OFFRE}, s.description
  from (select r.*, case when :longitude::float8 is not null then round((${DISTANCE})::numeric, 1)::float8 end as distance,
    array(select case when r.titre @@ m.nom then 3 when r.titre @@ m.titre then 2
        when :partiel::boolean and not exists (select from offre_insertion.recherche q where q.offre = r.offre and q.mots @@ m.partout) then 0 else 1 end
      from unnest(:dansNom::tsquery[], :dansTitre::tsquery[], :dansTout::tsquery[]) with ordinality m(nom, titre, partout, rang) order by m.rang) as ou from page r) t
  join offre_insertion.service s on s.id = t.offre
  left join offre_insertion.pdie x on x.offre = s.id and s.departement is not null
  order by -t.niveau, t.valeur, t.offre`;

function texte({ maniere, colonne, niveau, partout, suivie }: Forme): string {
  const condition = `r.jetons @@ :jetons::tsquery${NIVEAUX[niveau]}${partout ? PARTOUT : ""} and ${ligne(suivie)}`;
  const apres = `(r.${colonne}, r.offre) > (:valeur::float8, :id::text)`;
  const ordre = `order by r.${colonne}, r.offre limit`;
  const source = {
    TETE: `(select r.* from offre_insertion.recherche r where ${apres} ${ordre} :tete::int) r where ${condition}`,
    TRI: `(select r.* from offre_insertion.recherche r where ${condition} offset 0) r where ${apres}`,
    RANG: `(select r.*, ${NIVEAU_DE_LA_LIGNE} as niveau from offre_insertion.recherche r where ${condition} offset 0) r
      where (-r.niveau, r.ordre_qualite, r.offre) > (-:niveau::int, :valeur::float8, :id::text)`,
  }[maniere];
  const choisi = maniere === "RANG" ? "r.niveau" : `${niveau} as niveau`;
  const tri = maniere === "RANG" ? `order by -r.niveau, r.${colonne}, r.offre limit` : ordre;
  return `with page as materialized (select ${COLONNES}, ${choisi}, r.${colonne} as valeur from ${source} ${tri} :nombre::int) ${SORTIE}`;
}

/** The nearest first: a near ring, a wider one, then everything; remote offers come last. */
function texteParDistance(partout: boolean, suivie: boolean): string {
  const anneau = (nom: string, jetons: string, km: string, manque: string) => `${nom} as materialized (
    select * from (select ${COLONNES}, 0 as niveau, coalesce(${DISTANCE}, 'infinity') as valeur from offre_insertion.recherche r
      where ${manque} and r.jetons @@ ${jetons}${partout ? PARTOUT : ""} and ${ligne(suivie)} offset 0) r
    where (r.valeur, r.offre) > (:valeur::float8, :id::text) and r.valeur <= ${km} order by r.valeur, r.offre limit :nombre::int)`;
  const pleine = (nom: string) => `(select count(*) from ${nom}) >= :nombre::int`;
  return `with
    ${anneau("pres", ":pres::tsquery", ":presKm::float8", ":presKm::float8 > :valeur::float8")},
    ${anneau("loin", ":loin::tsquery", ":loinKm::float8", `(:loinKm::float8 > :valeur::float8 and not ${pleine("pres")})`)},
    ${anneau("tout", ":jetons::tsquery", "'infinity'::float8", `not ${pleine("pres")} and not ${pleine("loin")}`)},
    trouvee as (select * from tout union all select * from loin where ${pleine("loin")} union all select * from pres where ${pleine("pres")}),
    page as (select * from trouvee order by valeur, offre limit :nombre::int)
    ${SORTIE}`;
}

const enonces = new Map<string, Enonce<Parametres>>();
/** Each text is made once. */
function unEnonce(cle: string, faire: () => string): Enonce<Parametres> {
  const connu = enonces.get(cle) ?? enonce<Parametres>(faire());
  enonces.set(cle, connu);
  return connu;
}

interface Parametres extends Valeurs, Depart {
  nombre: number;
  /** Rows of the order to read at most; null: all. */
  tete: number | null;
  partout: string;
  nom: string;
  mixte: string;
  titre: string;
  dansNom: string[];
  dansTitre: string[];
  dansTout: string[];
  /** Not all the words were asked. */
  partiel: boolean;
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
  /** How many of the words are enough; null: all. */
  auMoins: number | null;
  nombre: number;
  depart: Depart | null;
  /** About how many offers fit: it only chooses the way. */
  attendues: number;
}

/** How many rows are read in the order of the list before the index of the filters is asked instead: a filter that keeps one offer in forty
 * finds its page there. */
const TETE = 800;
/** Up to about that many offers, all those that fit are sorted. */
const PEU = 2_500;
/** Above, offers are so many that a longer head costs less than sorting them. */
const BEAUCOUP = 15_000;
const LONGUE_TETE = 6_000;
/** Classes of quality, of a twentieth, that are sorted first when the head of the list did not fill the page: a few, then more. */
const CLASSES = [3, 6];

/** Offers that fit, in the order asked, after a place of it. One statement when the way was well chosen, a few at most; every way gives the same page. */
export function chercher(tx: Transaction, demande: DemandeDePage): Promise<Trouvee[]> {
  const { tri, mots, valeurs, attendues } = demande;
  const suivie = demandeLeSuivi(valeurs);
  const partout = mots !== undefined;
  if (tri === "DISTANCE")
    return lire(
      tx,
      demande,
      unEnonce(`D ${partout} ${suivie}`, () => texteParDistance(partout, suivie)),
    );
  const colonne = tri === "FRAICHEUR" ? "ordre_fraicheur" : "ordre_qualite";
  const forme = { colonne, niveau: 0, partout, suivie } as const;
  const parMots = tri === "PERTINENCE" && mots !== undefined && mots.mots.length > 0;
  if (parMots) return attendues <= PEU ? parForme(tx, demande, { ...forme, maniere: "RANG" }) : niveauParNiveau(tx, demande, forme);
  return attendues <= PEU ? parForme(tx, demande, { ...forme, maniere: "TRI" }) : enOrdre(tx, demande, forme);
}

type FormeLibre = Omit<Forme, "maniere">;

/** Many offers fit: the head of the list, else the next classes of quality, else all. */
async function enOrdre(tx: Transaction, demande: DemandeDePage, forme: FormeLibre): Promise<Trouvee[]> {
  const sansFiltre = demande.valeurs.jetons === TOUT_CONVIENT && forme.niveau === 0 && !forme.partout;
  const longueur = demande.attendues > BEAUCOUP ? LONGUE_TETE : TETE;
  const tete = await parForme(tx, demande, { ...forme, maniere: "TETE" }, { tete: sansFiltre ? null : longueur });
  if (sansFiltre || tete.length === demande.nombre) return tete;
  const { jetons } = demande.valeurs;
  for (const nombre of forme.colonne === "ordre_qualite" ? CLASSES : []) {
    const classes = classesApres(demande.depart, nombre);
    const meilleures = await parForme(tx, demande, { ...forme, maniere: "TRI" }, { jetons: `${jetons}&${classes}` });
    if (meilleures.length === demande.nombre) return meilleures;
  }
  return parForme(tx, demande, { ...forme, maniere: "TRI" });
}

/** Many offers carry the words: those that have them in their name, then level after level until the page is full. */
async function niveauParNiveau(tx: Transaction, demande: DemandeDePage, forme: FormeLibre): Promise<Trouvee[]> {
  const trouvees: Trouvee[] = [];
  const mots = demande.mots!.mots;
  const part = demande.attendues / Math.max(1, Math.min(...mots.map((m) => m.nombre)));
  const dansLeNom = part * Math.min(...mots.map((m) => m.nombreNom));
  for (const niveau of [4, 3, 2, 1] as const) {
    const depart = demande.depart;
    if (depart && depart.niveau < niveau) continue;
    const reste = { ...demande, nombre: demande.nombre - trouvees.length, depart: depart?.niveau === niveau ? depart : null };
    // Only the name is counted apart: of the other levels, a short head is read before the index is asked.
    reste.attendues = niveau === 4 ? dansLeNom : Math.min(demande.attendues, BEAUCOUP);
    // The words of a title are all the words of the offer but for those left out.
    const partout = niveau === 1 || demande.mots!.partout.includes("!");
    const formeDuNiveau = { ...forme, niveau, partout };
    const trouvable = reste.attendues > PEU ? enOrdre(tx, reste, formeDuNiveau) : parForme(tx, reste, { ...formeDuNiveau, maniere: "TRI" });
    trouvees.push(...(await trouvable));
    if (trouvees.length === demande.nombre) break;
  }
  return trouvees;
}

function parForme(tx: Transaction, demande: DemandeDePage, forme: Forme, plus: Partial<Parametres> = {}): Promise<Trouvee[]> {
  return lire(
    tx,
    demande,
    unEnonce(JSON.stringify(forme), () => texte(forme)),
    plus,
  );
}

function lire(
  tx: Transaction,
  demande: DemandeDePage,
  { texte, valeurs }: Enonce<Parametres>,
  plus: Partial<Parametres> = {},
): Promise<Trouvee[]> {
  const { valeurs: filtres, mots, nombre } = demande;
  const { niveau, valeur, id } = demande.depart ?? DEBUT;
  const { longitude, latitude } = filtres;
  const autour = longitude === null ? [HORS, HORS] : anneaux({ longitude, latitude: latitude! }).map(dansLAnneau(filtres.jetons));
  const parametres: Parametres = {
    ...filtres,
    niveau,
    valeur,
    id,
    nombre,
    tete: TETE,
    partout: mots?.partout ?? "",
    ...(mots?.niveaux ?? { nom: "", mixte: "", titre: "" }),
    dansNom: mots?.parMot.nom ?? [],
    dansTitre: mots?.parMot.titre ?? [],
    dansTout: mots?.parMot.partout ?? [],
    partiel: demande.auMoins !== null,
    pres: autour[0]!.jetons,
    presKm: autour[0]!.km,
    loin: autour[1]!.jetons,
    loinKm: autour[1]!.km,
    ...plus,
  };
  return tx.rows<Trouvee>(texte, valeurs(parametres));
}

const HORS: Anneau = { jetons: TOUT_CONVIENT, km: Number.NEGATIVE_INFINITY };
const dansLAnneau =
  (jetons: string) =>
  (a: Anneau): Anneau => ({ jetons: `${jetons}&${a.jetons}`, km: a.km });
