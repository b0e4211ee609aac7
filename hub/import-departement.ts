import type pg from "pg";
import { enJsonLine } from "../subgraphs/allocataires/fichier-departement/ecrire";
import type { Enregistrement } from "../subgraphs/allocataires/fichier-departement/format";
import { defautDe } from "../subgraphs/allocataires/fichier-departement/valider";
import { analyzeFilled } from "../subgraphs/shared/analyze-filled";
import { compteurs, type ResultatImport } from "../subgraphs/shared/import";
import { scellerOriginal } from "../subgraphs/shared/original-garde";
import { type DecisionsContext, mutationIndex } from "./decision";
import { appelantsDuDepartement, appliquer, type Issue } from "./departement-appliquer";
import { type FichierLu, lireDepot } from "./departement-depot";
import {
  type Applique,
  baseDuDepartement,
  cleDuRejet,
  dejaConnus,
  empreinteDeLEnregistrement,
  garderRejets,
  noterAppliques,
  type RejetDuDepartement,
} from "./departement-registre";
import { simuler } from "./departement-simuler";

/** Outcomes kept in memory before they are written together. */
const LOT = 500;

/** Applies a deposit of the software of a Département through the use cases, each record at the instant it was collected, as ORIAS's.
 * `simuler`: nothing is written, and the rules are not played.
 * The same record again changes nothing; a rejected one is kept whole and replayable.
 * Errors: ImportRefuse FICHIER_INTROUVABLE, FICHIER_INVALIDE, MANIFESTE_FAUX, DEPARTEMENT_INCONNU. */
export async function importerDepartement(
  chemin: string,
  departement: string,
  context: DecisionsContext & { simuler?: boolean },
): Promise<ResultatImport[]> {
  const depot = lireDepot(chemin);
  const owner = baseDuDepartement(context.ownerUrl);
  try {
    const callers = await appelantsDuDepartement(owner, departement);
    const bilan = new Bilan(owner, departement, context, depot);
    const nouveaux = await bilan.trier();
    const index = mutationIndex(context.subgraphs);
    const application = {
      owner,
      departement,
      callers,
      index,
      now: context.now,
      fait: (e: Enregistrement, issue: Issue) => bilan.noter(e, issue),
    };
    await (context.simuler ? simuler(nouveaux, application) : appliquer(nouveaux, application));
    await bilan.ecrire();
    if (!context.simuler) await analyser(owner);
    return bilan.resultats;
  } finally {
    await owner.end();
  }
}

/** A file can change most of a territory: the next queries are planned with what is there now. */
async function analyser(owner: pg.Pool): Promise<void> {
  const client = await owner.connect();
  try {
    await analyzeFilled(client);
  } finally {
    client.release();
  }
}

/** Where a record stands in its deposit. */
interface Place {
  resultat: ResultatImport;
  ligne: number;
}

/** What became of each line of a deposit. */
class Bilan {
  readonly resultats: ResultatImport[];
  private readonly places = new Map<Enregistrement, Place>();
  private appliques: Applique[] = [];
  private rejets: RejetDuDepartement[] = [];
  private faits = 0;

  constructor(
    private readonly owner: pg.Pool,
    private readonly departement: string,
    private readonly context: DecisionsContext & { simuler?: boolean },
    private readonly depot: FichierLu[],
  ) {
    const suite = context.simuler ? " (simulation, rien n’est écrit)" : "";
    this.resultats = depot.map(({ fichier }) => ({ fichier: `${fichier}${suite}`, compteurs: compteurs(), signalements: [] }));
  }

  /** Sorts the lines out: unreadable and wrong ones are rejected, known ones are unchanged, the others are given back. */
  async trier(): Promise<Enregistrement[]> {
    const valides: Enregistrement[] = [];
    for (const [i, { fichier, lignes }] of this.depot.entries()) {
      const resultat = this.resultats[i]!;
      for (const lue of lignes) {
        resultat.compteurs.lus++;
        if ("texte" in lue) {
          const cle = cleDuRejet(this.departement, fichier, String(lue.ligne));
          this.rejeter(
            { resultat, ligne: lue.ligne },
            { objet: "DEPARTEMENT_LIGNE", cle, code: "LIGNE_ILLISIBLE", message: lue.message, original: lue.texte },
          );
        } else this.valider(lue.enregistrement, { resultat, ligne: lue.ligne }, valides);
      }
    }
    return this.nouveaux(valides);
  }

  private valider(recu: Record<string, unknown>, place: Place, valides: Enregistrement[]): void {
    const defaut = defautDe(recu);
    if (defaut === null) {
      this.places.set(recu as Enregistrement, place);
      valides.push(recu as Enregistrement);
      return;
    }
    const type = typeof recu.type === "string" && /^[a-z]{1,20}$/.test(recu.type) ? recu.type : "ligne";
    const cle = cleDuRejet(
      this.departement,
      type,
      typeof recu.cle === "string" ? recu.cle.slice(0, 120) : `${place.resultat.fichier}:${place.ligne}`,
    );
    const original = JSON.stringify(recu);
    this.rejeter(
      place,
      { objet: `DEPARTEMENT_${type.toUpperCase()}`, cle, code: defaut.code, message: defaut.message, original },
      defaut.champ,
    );
  }

  private async nouveaux(valides: Enregistrement[]): Promise<Enregistrement[]> {
    const connus = await dejaConnus(this.owner, this.departement, valides);
    const vus = new Map<string, Buffer>();
    const nouveaux: Enregistrement[] = [];
    for (const e of valides) {
      const cle = `${e.type} ${e.cle}`;
      const empreinte = empreinteDeLEnregistrement(e);
      const vu = vus.get(cle);
      vus.set(cle, vu ?? empreinte);
      if (vu && !vu.equals(empreinte))
        await this.noter(e, { code: "CLE_EN_DOUBLE", message: "La même clé est donnée plus haut avec un autre contenu." });
      else if (vu || connus.get(cle)?.some((connue) => connue.equals(empreinte))) this.compter(e, false);
      else nouveaux.push(e);
    }
    return nouveaux;
  }

  async noter(e: Enregistrement, issue: Issue): Promise<void> {
    const place = this.places.get(e)!;
    if ("code" in issue) {
      const objet = `DEPARTEMENT_${e.type.toUpperCase()}`;
      this.rejeter(place, { objet, cle: cleDuRejet(this.departement, e.type, e.cle), ...issue, original: enJsonLine(e) });
    } else {
      this.compter(e, issue.applique);
      this.appliques.push({ enregistrement: e, objet: issue.objet ?? null });
    }
    this.context.avancement?.("Fichier du Département", ++this.faits, this.places.size);
    if (this.appliques.length + this.rejets.length >= LOT) await this.ecrire();
  }

  private compter(e: Enregistrement, applique: boolean): void {
    this.places.get(e)!.resultat.compteurs[applique ? "appliques" : "inchanges"]++;
  }

  private rejeter({ resultat, ligne }: Place, rejet: RejetDuDepartement, champ?: string): void {
    const message = `Ligne ${ligne}. ${rejet.message}`;
    resultat.compteurs.rejetes++;
    resultat.signalements.push({ cle: rejet.cle, code: rejet.code, message, ligne, ...(champ ? { champ } : {}), applique: false });
    this.rejets.push({ ...rejet, message: `${resultat.fichier}, ligne ${ligne}. ${rejet.message}` });
  }

  /** Writes what is noted: what was applied, and what was rejected. */
  async ecrire(): Promise<void> {
    const [appliques, rejets] = [this.appliques.splice(0), this.rejets.splice(0)];
    if (this.context.simuler) return;
    const le = this.context.now();
    await noterAppliques(this.owner, this.departement, appliques, le);
    const scelles = parCle(rejets).map((rejet) => ({ ...rejet, original: scellerOriginal(this.context.nirCipher, rejet.original) }));
    await garderRejets(this.owner, this.departement, scelles, le);
  }
}

/** One row a key: the last one counts. */
const parCle = (rejets: RejetDuDepartement[]): RejetDuDepartement[] => [...new Map(rejets.map((rejet) => [rejet.cle, rejet])).values()];
