import type { Dit, Histoire, Jour, Profil } from "./histoire";
import { type Donnees, entreeDite, REGLES } from "./regles";
import type { Presence, Vue } from "./vue";

const INCONNU: Profil = { naissance: null, sexe: null, situationFamiliale: null, niveauEtude: null };

const vide = (id: string, profil: Profil): Vue => ({
  id,
  profil,
  communeActuelle: null,
  soumise: false,
  lieux: [],
  droits: [],
  entrees: [],
  orientations: [],
  presences: [],
  contrats: [],
  activites: [],
  sorties: [],
  reorientations: [],
  interventions: [],
  diagnostics: [],
  prescriptions: [],
  inscriptions: [],
  reprises: [],
  manquements: [],
  sanctions: [],
});

/** What is known at the end of a day of the people of a journal (in order of knowledge), one view a person. */
export function vues(histoires: readonly Histoire[], journal: readonly Dit[], connuLe: Jour): Vue[] {
  const monde = new Monde(new Map(histoires.map((h) => [h.id, h.profil])));
  for (const dit of journal) if (dit.connuLe <= connuLe) monde.entendre(dit);
  return [...monde.personnes.values()];
}

class Monde {
  readonly personnes = new Map<string, Vue>();
  private rang = 0;
  /** What a merge moved, to be given back. */
  private readonly deplaces = new Map<string, Set<object>>();
  constructor(private readonly profils: ReadonlyMap<string, Profil>) {}

  entendre(dit: Dit): void {
    this.rang += 1;
    const regle = REGLES[dit.type];
    if (dit.type === "AllocatairesFusionnes") this.reunir(dit);
    else if (dit.type === "AllocatairesSepares") this.separer(dit);
    else if (regle && dit.allocataire) regle(this.porteur(dit) ?? this.de(dit.allocataire), dit.donnees, dit.connuLe, this.rang);
  }

  /** A merge closes the orientation of who goes before it says that she goes. */
  private porteur({ type, donnees }: Dit): Vue | undefined {
    if (type !== "OrientationClose") return undefined;
    return [...this.personnes.values()].find((v) => v.orientations.some((o) => o.id === donnees.orientation));
  }

  private de(id: string): Vue {
    const vue = this.personnes.get(id) ?? vide(id, this.profils.get(id) ?? INCONNU);
    this.personnes.set(id, vue);
    return vue;
  }

  /** All that was done of `fusionnee` is of who stays; her entries and her state are those that the event tells. */
  private reunir({ allocataire, donnees: d }: Dit): void {
    const [reste, part] = [this.de(allocataire!), this.de(d.fusionnee as string)];
    const deplaces = new Set<object>();
    for (const liste of PORTEES) {
      for (const fait of part[liste] as object[]) {
        const deja = liste === "presences" && reste.presences.some((p) => p.rendezVous === (fait as Presence).rendezVous);
        if (deja) continue;
        deplaces.add(fait);
        (reste[liste] as object[]).push(fait);
      }
    }
    // Where each lived, and what the right of each was, stays said, under a name of its own.
    for (const liste of ["lieux", "droits"] as const)
      for (const dit of part[liste] as { origine: string }[]) {
        dit.origine = `${d.fusion} ${dit.origine}`;
        deplaces.add(dit);
        (reste[liste] as object[]).push(dit);
      }
    this.deplaces.set(d.fusion as string, deplaces);
    this.personnes.delete(part.id);
    this.rendre(reste, d);
  }

  private separer({ allocataire, donnees: d }: Dit): void {
    const [reste, rendue] = [this.de(allocataire!), this.de(d.fusionnee as string)];
    const deplaces = this.deplaces.get(d.fusion as string) ?? new Set<object>();
    for (const liste of [reste.orientations, reste.contrats, reste.sorties])
      for (const fait of liste) if ((d.rendus as string[]).includes(fait.id)) deplaces.add(fait);
    for (const liste of PORTEES) {
      (rendue[liste] as object[]).push(...(reste[liste] as object[]).filter((fait) => deplaces.has(fait)));
      (reste[liste] as object[]) = (reste[liste] as object[]).filter((fait) => !deplaces.has(fait));
    }
    for (const liste of ["lieux", "droits"] as const) {
      (rendue[liste] as object[]).push(...(reste[liste] as object[]).filter((dit) => deplaces.has(dit)));
      (reste[liste] as object[]) = (reste[liste] as object[]).filter((dit) => !deplaces.has(dit));
      for (const dit of rendue[liste] as { origine: string }[]) dit.origine = dit.origine.replace(`${d.fusion} `, "");
    }
    for (const o of [...reste.orientations, ...rendue.orientations]) {
      if ((d.rouvertes as string[]).includes(o.id)) Object.assign(o, { closeLe: null, motifFin: null });
    }
    for (const vue of [reste, rendue]) this.rendre(vue, d);
  }

  private rendre(vue: Vue, d: Donnees): void {
    vue.entrees = [];
    vue.communeActuelle = null;
    vue.soumise = false;
    for (const e of d.entrees as Donnees[]) if (e.allocataire === vue.id) vue.entrees.push(entreeDite(e));
    for (const p of d.personnes as Donnees[])
      if (p.allocataire === vue.id) Object.assign(vue, { communeActuelle: p.codeInsee ?? null, soumise: p.soumisDroitsDevoirs ?? false });
  }
}

/** Facts that keep their id and change person. */
const PORTEES = [
  "orientations",
  "presences",
  "contrats",
  "activites",
  "sorties",
  "reorientations",
  "interventions",
  "diagnostics",
  "prescriptions",
  "inscriptions",
  "reprises",
  "manquements",
  "sanctions",
] as const satisfies readonly (keyof Vue)[];
