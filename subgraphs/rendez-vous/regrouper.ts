import { zoneOf } from "../shared/time-zone";
import { fusionner, type RendezVousEffectif, UNEFOIS } from "./declaration";
import { type Fiche, grouper } from "./memes-rendez-vous";
import { cleDistinction, cleHeure, cleLien, type Dire, ditsDe, type Monde, type Noeud, nouveauNoeud } from "./monde";
import { noterChangements, type Origine, quitter } from "./noter-changements";
import { presenceAnticipee, type StatutEnregistre } from "./statut-participation";

/** Puts an appointment that a tool has just told, and all those that it may be one with, into nodes: joins what is one, tells apart what no longer is.
 * The state that results depends on what was said, not on the order in which it came. */
export function regrouper(monde: Monde, cle: string, message: Origine, nouvelId: () => string): void {
  if (!monde.liens.has(cle)) return;
  const region = voisinage(monde, cle);
  const tous = grouper(
    region.map((key) => fiche(monde, key)),
    (a, b) => monde.distinctions.has(cleDistinction(a, b)),
  );
  const groupes = tous.filter((keys) => keys.some((key) => monde.declarations.has(key)));
  const avant = new Map(region.flatMap((key) => noeudDe(monde, key)).map((n) => [n.id, n.effectif]));
  const places = repartir(monde, groupes, nouvelId);
  for (const keys of tous) if (!groupes.includes(keys)) oublier(monde, keys);
  for (const { id, keys } of places) placer(monde, id, keys);
  const gardes = new Set(places.map((p) => p.id));
  for (const [id] of avant) if (!gardes.has(id)) absorber(monde, id, places, message);
  for (const { id } of places) actualiser(monde, monde.noeuds.get(id)!, avant.get(id) ?? null, message);
}

const noeudDe = (monde: Monde, key: string): Noeud[] => {
  const id = monde.liens.get(key)?.rendezVous;
  const noeud = id ? monde.noeuds.get(id) : undefined;
  return noeud ? [noeud] : [];
};

function fiche(monde: Monde, key: string): Fiche {
  const lien = monde.liens.get(key)!;
  const { systeme, departement } = lien;
  return { cle: key, systeme, departement, solidarites: nommee(monde, key), dits: ditsDe(monde, key) };
}

/** The appointment of RDV-Solidarités that a link names. */
function nommee(monde: Monde, key: string): string | null {
  const lien = monde.liens.get(key);
  const declaration = lien && monde.declarations.get(key);
  return declaration?.solidarites ? cleLien("RENDEZ_VOUS_SOLIDARITES", declaration.solidarites) : null;
}

/** Keys of every link that could be one with this one: same node, named by id, or one person at the same hour. */
function voisinage(monde: Monde, cle: string): string[] {
  const seen = new Set([cle]);
  for (const key of seen) {
    const near = new Set<string>();
    for (const noeud of noeudDe(monde, key)) for (const other of monde.clesDuNoeud.get(noeud.id) ?? []) near.add(other);
    const named = nommee(monde, key);
    if (named) near.add(named);
    for (const dire of monde.dires.get(key) ?? []) for (const other of monde.parHeure.get(cleHeure(monde, dire)) ?? []) near.add(other);
    for (const other of near) if (monde.liens.has(other)) seen.add(other);
  }
  return [...seen].sort();
}

interface Place {
  id: string;
  keys: string[];
}

/** Which node each group takes: the one taken in the hub, else the one that holds what professionals entered, else the smallest id among those it owns;
 * a group that leaves its node takes back the one it had before they were made one. */
function repartir(monde: Monde, groupes: readonly string[][], nouvelId: () => string): Place[] {
  const proprietaires = new Map<string, { keys: string[]; natif: boolean }>();
  for (const keys of groupes) {
    for (const key of keys) {
      const [noeud] = noeudDe(monde, key);
      if (!noeud) continue;
      const natif = key === cleLien(UNEFOIS, noeud.id);
      const owner = proprietaires.get(noeud.id);
      if (!owner || (natif && !owner.natif) || (natif === owner.natif && keys[0]! < owner.keys[0]!))
        proprietaires.set(noeud.id, { keys, natif });
    }
  }
  return groupes.map((keys) => {
    const owned = [...proprietaires].filter(([, owner]) => owner.keys === keys).map(([id]) => monde.noeuds.get(id)!);
    const [kept] = owned.sort((a, b) => Number(b.natif) - Number(a.natif) || b.saisies.size - a.saisies.size || (a.id < b.id ? -1 : 1));
    if (kept) return { id: kept.id, keys };
    const former = keys.map((key) => monde.anciens.get(key)).find((id) => id !== undefined && !proprietaires.has(id));
    return { id: former ?? nouvelId(), keys };
  });
}

function placer(monde: Monde, id: string, keys: readonly string[]): void {
  const { departement } = monde.liens.get(keys[0]!)!;
  const noeud = monde.noeuds.get(id) ?? nouveauNoeud(departement, id);
  const declarations = new Map(
    keys.flatMap((key) => {
      const declaration = monde.declarations.get(key);
      return declaration ? [[key, declaration] as const] : [];
    }),
  );
  monde.noeuds.set(id, noeud);
  noeud.declarations = declarations;
  monde.clesDuNoeud.set(id, new Set(keys));
  for (const key of keys) {
    const lien = monde.liens.get(key)!;
    if (lien.rendezVous === id && (lien.systeme !== UNEFOIS || keys.length === 1)) continue;
    lien.rendezVous = id;
    monde.ecrits.liens.add(key);
  }
}

/** A link that no tool names any more, and that never said anything itself. */
function oublier(monde: Monde, keys: readonly string[]): void {
  for (const key of keys) {
    monde.liens.delete(key);
    monde.ecrits.liens.delete(key);
    monde.ecrits.liensRetires.add(key);
  }
}

/** A node that has no link left goes into the one that took its links, with what professionals entered in it. */
function absorber(monde: Monde, id: string, places: readonly Place[], message: Origine): void {
  const ancien = monde.noeuds.get(id)!;
  const liens = [...(monde.clesDuNoeud.get(id) ?? [])];
  const vers = places.find((p) => p.keys.includes(liens[0]!))!;
  const actuel = monde.noeuds.get(vers.id)!;
  if (ancien.saisie && (!actuel.saisie || ancien.saisie.le > actuel.saisie.le)) actuel.saisie = ancien.saisie;
  for (const [person, saisi] of ancien.saisies) {
    const other = actuel.saisies.get(person);
    if (!other || saisi.le > other.le) actuel.saisies.set(person, saisi);
  }
  quitter(monde, ancien, actuel, message);
  monde.noeuds.delete(id);
  monde.clesDuNoeud.delete(id);
  monde.ecrits.noeuds.delete(id);
  for (const key of [...monde.ecrits.participations.keys()]) if (key.startsWith(id)) monde.ecrits.participations.delete(key);
  for (const key of liens) monde.anciens.set(key, id);
  monde.ecrits.reunions.push({ departement: ancien.departement, ancien: id, actuel: actuel.id, liens, le: message.horodatage });
}

/** Works out again what a node says, and notes what changed. */
function actualiser(monde: Monde, noeud: Noeud, avant: RendezVousEffectif | null, message: Origine): void {
  for (const declaration of noeud.declarations.values()) resoudreStatuts(monde, declaration, noeud.departement);
  noeud.effectif = fusionner([...noeud.declarations.values()], noeud.saisie, noeud.saisies);
  monde.ecrits.noeuds.add(noeud.id);
  noterChangements(monde, noeud, avant, message);
}

type Declaree = NonNullable<RendezVousEffectif["origine"]>;

/** A status that no table knows leaves the last one that could be read, whichever message brought it. */
function resoudreStatuts(monde: Monde, declaration: Declaree, departement: string): void {
  const dires = monde.dires.get(cleLien(declaration.systeme, declaration.identifiant)) ?? [];
  for (const p of declaration.participants) {
    if (p.statutSource === undefined || p.statutSource === null) continue;
    const lu = statutDit(monde, { ...declaration, departement, debut: declaration.etat.debut, code: p.statutSource });
    const known = lu ?? dernierLu(monde, dires, p.allocataire, declaration.le);
    if (lu === null) p.statutInconnu = true;
    else delete p.statutInconnu;
    p.statut = declaration.supprime && known === "PREVU" ? "ANNULE_SERVICE" : known;
  }
}

function dernierLu(monde: Monde, dires: readonly Dire[], allocataire: string, jusque: string) {
  const read = dires
    .filter((d) => d.allocataire === allocataire && d.le <= jusque)
    .sort((a, b) => (a.le > b.le ? -1 : 1))
    .map((d) => statutDit(monde, d));
  return read.find((statut) => statut !== null) ?? "PREVU";
}

/** What a code says; a presence told before the day of the appointment is not one: the person is expected. Null when no table knows the code. */
function statutDit(
  monde: Monde,
  { systeme, departement, code, debut, le }: Pick<Dire, "systeme" | "departement" | "code" | "debut" | "le">,
): StatutEnregistre | null {
  const lu = monde.lireStatut(systeme, departement, code);
  return lu !== null && presenceAnticipee(lu, new Date(debut), new Date(le), zoneOf(departement)) ? "PREVU" : lu;
}
