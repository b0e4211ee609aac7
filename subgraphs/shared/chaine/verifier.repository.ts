import type pg from "pg";
import { type Anomalie, Constat } from "./anomalie";
import { ABSENTE, empreinteDeLigne, empreinteDeLot, OCTETS, ORIGINE, sha256 } from "./empreinte";
import {
  compterNonScellees,
  type LigneLue,
  type LotLu,
  lignesEnTrop,
  lireLignes,
  lireLots,
  lirePurges,
  plusRecentePurgee,
} from "./lignes.repository";
import { REGISTRES, type RegistreScelle } from "./registres";
import { joursDeLaRegle } from "./regle";

/** A head of the chain that was written outside. */
export interface TeteAncree {
  numero: number | null;
  /** Hexadecimal. */
  empreinte: string;
}

export interface OptionsDeVerification {
  /** Rows of batches closed before are not read again; the chain itself is walked whole. */
  depuis?: Date;
  ancres?: readonly TeteAncree[];
  avancement?: (etape: string, fait: number, total: number | null) => void;
}

/** What the verification found. */
export interface Verification {
  intact: boolean;
  /** Rows read and found as they were sealed, or wrong. */
  lignes: number;
  lots: number;
  purgees: number;
  /** Rows that no batch covers yet. */
  nonScellees: number;
  tete: { numero: number; empreinte: string; closLe: string } | null;
  /** At most 1 000, the first ones; `nombreAnomalies` counts all. */
  anomalies: Anomalie[];
  nombreAnomalies: number;
}

/** Batches, and rows, that are held at a time. */
const LOTS_A_LA_FOIS = 500;
const LIGNES_A_LA_FOIS = 20_000;

const cle = ({ registre, nature }: { registre: string; nature: string }) => (nature ? `${registre}/${nature}` : registre);

/** Walks the whole chain and every row that it seals, as they are at one instant. The hashes are computed here, never by the database that is checked.
 * @param client a connection that may read the schema `journal` whole (the owner), in no transaction. */
export async function verifierJournal(client: pg.ClientBase, options: OptionsDeVerification = {}): Promise<Verification> {
  await client.query("begin isolation level repeatable read read only");
  try {
    return await new Verificateur(client, options).parcourir();
  } finally {
    await client.query("rollback").catch(() => undefined);
  }
}

class Verificateur {
  private readonly constat = new Constat();
  private readonly fins = new Map<string, number>();
  private readonly purges = new Map<string, number>();
  private readonly ancres: Set<TeteAncree>;
  private lignes = 0;
  private lots = 0;
  private purgees = 0;
  private tete: LotLu | null = null;

  constructor(
    private readonly client: pg.ClientBase,
    private readonly options: OptionsDeVerification,
  ) {
    this.ancres = new Set(options.ancres);
  }

  async parcourir(): Promise<Verification> {
    const { rows } = await this.client.query("select count(*)::int as lots from journal.lot");
    for (const purge of await lirePurges(this.client)) this.purges.set(cle(purge), purge.au);
    for (;;) {
      const lots = await lireLots(this.client, this.tete?.numero ?? 0, LOTS_A_LA_FOIS);
      if (lots.length === 0) break;
      for (const lot of lots) await this.suivre(lot);
      for (const groupe of groupes(lots.filter((lot) => this.aLire(lot)))) await this.comparer(groupe);
      this.options.avancement?.("vérification du journal", this.lots, rows[0].lots);
    }
    await this.chercherEnTrop();
    this.direAncresPerdues();
    return this.dire((await compterNonScellees(this.client)).nombre);
  }

  /** The link of a batch with the one before it, and its own words. */
  private async suivre(lot: LotLu): Promise<void> {
    const attendu = (this.tete?.numero ?? 0) + 1;
    if (lot.numero !== attendu) this.constat.ajouter({ quoi: "LOT_ABSENT", lot: attendu, precision: jusqu(attendu, lot.numero - 1) });
    else if (!lot.precedent.equals(this.tete?.empreinte ?? ORIGINE)) this.constat.ajouter({ quoi: "CHAINE_ROMPUE", lot: lot.numero });
    const racine = lot.empreintes === null || sha256(lot.empreintes).equals(lot.racine);
    const du = (this.fins.get(cle(lot)) ?? 0) + 1;
    const suite = lot.genre === "PURGE" || lot.du === du || lot.numero !== attendu;
    if (!empreinteDeLot(lot).equals(lot.empreinte) || !racine || !suite) {
      this.constat.ajouter({ quoi: "LOT_MODIFIE", lot: lot.numero, registre: cle(lot), position: lot.du, jusque: lot.au });
    }
    if (lot.genre === "PURGE") await this.controlerPurge(lot);
    else this.fins.set(cle(lot), Math.max(lot.au, this.fins.get(cle(lot)) ?? 0));
    this.comparerAncres(lot);
    this.tete = lot;
    this.lots++;
  }

  /** A purge took whole batches, and only rows that its rule no longer kept when it ran. */
  private async controlerPurge(lot: LotLu): Promise<void> {
    this.purgees += lot.nombre;
    const recente = await plusRecentePurgee(this.client, lot);
    const limite = Date.parse(lot.closLe) - joursDeLaRegle(lot.regle) * 86_400_000;
    if (recente !== null && Date.parse(recente) > limite) {
      this.constat.ajouter({ quoi: "PURGE_EN_AVANCE", lot: lot.numero, registre: cle(lot), position: lot.du, jusque: lot.au });
    }
  }

  private aLire(lot: LotLu): boolean {
    if (lot.genre === "PURGE" || lot.au <= (this.purges.get(cle(lot)) ?? 0)) return false;
    return !this.options.depuis || Date.parse(lot.closLe) >= this.options.depuis.getTime();
  }

  /** The rows of batches that follow one another in a register, against the hashes that were sealed. */
  private async comparer(lots: readonly LotLu[]): Promise<void> {
    const registre = lots[0] as unknown as RegistreScelle;
    const lignes = await lireLignes(this.client, registre, lots[0]!.du, lots.at(-1)!.au);
    this.lignes += lignes.length;
    let rang = 0;
    for (const lot of lots) {
      for (let position = lot.du; position <= lot.au; position++) {
        const debut = (position - lot.du) * OCTETS;
        const attendue = lot.empreintes?.subarray(debut, debut + OCTETS) ?? null;
        const ici: LigneLue[] = [];
        while (rang < lignes.length && Number(lignes[rang]!.position) <= position) ici.push(lignes[rang++]!);
        this.comparerPlace(lot, position, attendue, ici);
      }
    }
  }

  private comparerPlace(lot: LotLu, position: number, attendue: Buffer | null, [ligne, ...autres]: LigneLue[]): void {
    const ou = { lot: lot.numero, registre: cle(lot), position };
    const registre = lot.registre as RegistreScelle["registre"];
    for (const autre of autres) this.constat.ajouter({ quoi: "LIGNE_AJOUTEE", ...ou, ligne: autre.id as string });
    if (attendue?.equals(ABSENTE)) {
      if (ligne) this.constat.ajouter({ quoi: "LIGNE_AJOUTEE", ...ou, ligne: ligne.id as string });
      else this.constat.ajouter({ quoi: "LIGNE_ABSENTE_AU_SCELLEMENT", ...ou });
    } else if (!ligne) this.constat.ajouter({ quoi: "LIGNE_EFFACEE", ...ou, attendue: attendue?.toString("hex") });
    else {
      const trouvee = empreinteDeLigne(registre, ligne);
      if (attendue?.equals(trouvee)) return;
      const hex = { attendue: attendue?.toString("hex"), trouvee: trouvee.toString("hex") };
      this.constat.ajouter({ quoi: "LIGNE_MODIFIEE", ...ou, ligne: ligne.id as string, ...hex });
    }
  }

  private async chercherEnTrop(): Promise<void> {
    for (const registre of REGISTRES) {
      for (const { position, id } of await lignesEnTrop(this.client, registre, this.purges.get(cle(registre)) ?? 0, 1_000)) {
        this.constat.ajouter({ quoi: "LIGNE_AJOUTEE", lot: null, registre: cle(registre), position: Number(position), ligne: id });
      }
    }
  }

  private comparerAncres({ numero, empreinte }: LotLu): void {
    for (const ancre of this.ancres) {
      const pareille = ancre.empreinte.toLowerCase() === empreinte.toString("hex");
      if (ancre.numero === null ? !pareille : ancre.numero !== numero) continue;
      this.ancres.delete(ancre);
      if (!pareille) this.constat.ajouter({ quoi: "CHAINE_REECRITE", lot: numero });
    }
  }

  /** Anchors that no batch answers. */
  private direAncresPerdues(): void {
    for (const { numero } of this.ancres) {
      const tete = this.tete?.numero ?? 0;
      const precision = numero === null ? "aucun lot n’a l’empreinte de l’ancre" : `ancre : lot ${numero} ; la chaîne finit au lot ${tete}`;
      this.constat.ajouter({ quoi: "CHAINE_TRONQUEE", lot: numero, precision });
    }
  }

  private dire(nonScellees: number): Verification {
    const { constat, lignes, lots, purgees, tete } = this;
    const anomalies = constat.dire();
    return {
      intact: constat.nombre === 0,
      lignes,
      lots,
      purgees,
      nonScellees,
      tete: tete && { numero: tete.numero, empreinte: tete.empreinte.toString("hex"), closLe: tete.closLe },
      anomalies,
      nombreAnomalies: constat.nombre,
    };
  }
}

const jusqu = (du: number, au: number) => (au > du ? `jusqu’au lot ${au}` : undefined);

/** Batches of one register that follow one another, by so many rows that they fit in memory. */
function groupes(lots: readonly LotLu[]): LotLu[][] {
  const parRegistre = Map.groupBy(lots, cle);
  return [...parRegistre.values()].flatMap((siens) => {
    const suites: LotLu[][] = [];
    let lignes = 0;
    for (const lot of siens) {
      const suite = suites.at(-1);
      if (suite && suite.at(-1)!.au + 1 === lot.du && lignes + lot.nombre <= LIGNES_A_LA_FOIS) {
        suite.push(lot);
        lignes += lot.nombre;
      } else {
        suites.push([lot]);
        lignes = lot.nombre;
      }
    }
    return suites;
  });
}
