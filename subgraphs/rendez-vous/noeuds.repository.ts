import type { Transaction } from "../shared/database";
import { type Declaration, fusionner, UNEFOIS } from "./declaration";
import { ajouterDire, cleDistinction, cleHeure, cleLien, type Dire, indexer, type Lien, type Monde, nouveauNoeud } from "./monde";
import type { StatutEnregistre } from "./statut-participation";

/** Rounds of search: what the messages name, what shares a person and an hour with it, and what shares those of the latter. */
const TOURS = 6;

interface Heure {
  allocataire: string;
  debut: string;
}

/** Loads the appointments that messages speak of, and all those that may be one with them. */
export class NoeudsRepository {
  constructor(private readonly tx: Transaction) {}

  /** @param keys keys of links.  @param heures people and starts that the messages tell.  Returns everyone who takes part. */
  async charger(monde: Monde, keys: readonly string[], heures: readonly Heure[]): Promise<Set<string>> {
    const people = new Set<string>();
    let [cles, aChercher]: [string[], Heure[]] = [[...keys], [...heures]];
    const cherchees = new Set<string>();
    for (let tour = 0; tour < TOURS && (cles.length > 0 || aChercher.length > 0); tour += 1) {
      await this.canoniques(monde, [...new Set(aChercher.map((h) => h.allocataire))]);
      for (const h of aChercher) cherchees.add(`${h.allocataire} ${h.debut}`);
      const [voisins, natifs] = [await this.voisins(aChercher), await this.natifs(aChercher)];
      const nouveaux = await this.liens([...cles, ...voisins].filter((key) => !monde.liens.has(key)));
      const noeuds = [...new Set([...nouveaux.map((l) => l.rendezVous), ...natifs])].filter((id) => !monde.noeuds.has(id));
      const dires = await this.noeuds(monde, noeuds, people);
      aChercher = dires.filter((d) => !cherchees.has(`${d.allocataire} ${d.debut}`));
      cles = [];
    }
    await this.anciens(monde);
    await this.distinctions(monde);
    return people;
  }

  private async liens(keys: readonly string[]): Promise<Lien[]> {
    if (keys.length === 0) return [];
    return this.tx.rows<Lien>(
      `select systeme, identifiant, departement, rendez_vous as "rendezVous", maj_le as "majLe", efface_le as "effaceLe" from rendez_vous.lien_externe
       where (systeme, identifiant) in (select split_part(c, ' ', 1), substr(c, strpos(c, ' ') + 1) from unnest($1::text[]) c)`,
      [keys],
    );
  }

  private async canoniques(monde: Monde, people: readonly string[]): Promise<void> {
    const wanted = people.filter((p) => !monde.canoniques.has(p));
    if (wanted.length === 0) return;
    const rows = await this.tx.rows<{ allocataire: string; canonique: string }>(
      `select distinct x.allocataire, e.canonique from unnest($1::uuid[]) d (id)
       join publie.perimetre e on e.allocataire = d.id join publie.perimetre x on x.departement = e.departement and x.canonique = e.canonique`,
      [wanted],
    );
    for (const { allocataire, canonique } of rows) monde.canoniques.set(allocataire, canonique);
  }

  /** Keys of the links that ever told one of these people at one of these hours, under any id that she had. */
  private async voisins(heures: readonly Heure[]): Promise<string[]> {
    if (heures.length === 0) return [];
    const rows = await this.tx.rows<{ systeme: string; identifiant: string }>(
      `select distinct x.systeme, x.identifiant from (${PERSONNES_ET_HEURES}) h
       join rendez_vous.dire x on x.allocataire = h.allocataire and x.debut = h.debut`,
      [heures.map((h) => h.allocataire), heures.map((h) => h.debut)],
    );
    return rows.map((row) => cleLien(row.systeme, row.identifiant));
  }

  /** Appointments taken in the hub for one of these people at one of these hours. */
  private async natifs(heures: readonly Heure[]): Promise<string[]> {
    if (heures.length === 0) return [];
    const rows = await this.tx.rows<{ id: string }>(
      `select distinct r.id from (${PERSONNES_ET_HEURES}) h
       join rendez_vous.participation p on p.allocataire = h.allocataire
       join rendez_vous.rendez_vous r on r.departement = p.departement and r.id = p.rendez_vous and r.natif and r.debut = h.debut`,
      [heures.map((h) => h.allocataire), heures.map((h) => h.debut)],
    );
    return rows.map((row) => row.id);
  }

  /** Nodes, locked, with what each tool says of them and what was entered. Returns what was ever said of their hours. */
  private async noeuds(monde: Monde, ids: readonly string[], people: Set<string>): Promise<Dire[]> {
    if (ids.length === 0) return [];
    const rows = await this.tx.rows<NoeudRow>(NOEUDS, [ids]);
    for (const row of rows) {
      const noeud = nouveauNoeud(row.departement, row.id, row.natif);
      const { debutSaisi, dureeSaisie, saisiLe } = row;
      if (debutSaisi && dureeSaisie && saisiLe)
        noeud.saisie = { debut: debutSaisi.toISOString(), dureeMinutes: dureeSaisie, le: saisiLe.toISOString() };
      monde.noeuds.set(row.id, noeud);
    }
    await this.declarations(monde, ids);
    const participants = await this.tx.rows<ParticipantRow>(PARTICIPANTS, [ids]);
    for (const p of participants) {
      people.add(p.allocataire);
      if (p.saisi) monde.noeuds.get(p.rendezVous)!.saisies.set(p.allocataire, { statut: p.saisi, le: p.saisiLe!.toISOString() });
    }
    for (const row of rows)
      if (row.natif)
        this.natif(
          monde,
          row,
          participants.filter((p) => p.rendezVous === row.id),
        );
    for (const row of rows) {
      const noeud = monde.noeuds.get(row.id)!;
      if (noeud.declarations.size > 0) noeud.effectif = fusionner([...noeud.declarations.values()], noeud.saisie, noeud.saisies);
    }
    const dires = await this.dires(monde, ids);
    await this.canoniques(monde, [...new Set([...dires.map((d) => d.allocataire), ...people])]);
    for (const dire of dires) indexer(monde, cleHeure(monde, dire), cleLien(dire.systeme, dire.identifiant));
    return dires;
  }

  private async declarations(monde: Monde, ids: readonly string[]): Promise<void> {
    const links = await this.tx.rows<Lien & { declare: Declaration | null }>(
      `select l.systeme, l.identifiant, l.departement, l.rendez_vous as "rendezVous", l.maj_le as "majLe", l.efface_le as "effaceLe", l.declare
       from rendez_vous.rendez_vous r join rendez_vous.lien_externe l on l.departement = r.departement and l.rendez_vous = r.id where r.id = any($1)`,
      [ids],
    );
    for (const { declare, ...lien } of links) {
      const key = cleLien(lien.systeme, lien.identifiant);
      monde.liens.set(key, lien);
      monde.clesDuNoeud.set(lien.rendezVous, (monde.clesDuNoeud.get(lien.rendezVous) ?? new Set()).add(key));
      if (!declare) continue;
      monde.declarations.set(key, declare);
      monde.noeuds.get(lien.rendezVous)!.declarations.set(key, declare);
    }
  }

  /** What the hub says of an appointment taken in it: as it was taken, and whoever was added to it since. */
  private natif(monde: Monde, row: NoeudRow, participants: readonly ParticipantRow[]): void {
    const noeud = monde.noeuds.get(row.id)!;
    const key = cleLien(UNEFOIS, row.id);
    const kept = monde.declarations.get(key);
    const dits = new Set([...noeud.declarations.values()].flatMap((d) => d.participants.map((p) => p.allocataire)));
    const ajoutes = participants
      .filter((p) => !dits.has(p.allocataire))
      .map((p) => ({
        allocataire: p.allocataire,
        statut: p.statut,
        convocation: p.envoyeeLe && { envoyeeLe: p.envoyeeLe.toISOString(), canal: p.canal! },
      }));
    const { departement, dureeMinutes, modalite, famille, motif, lieu, organisme, collectif, capacite } = row;
    const etat = {
      debut: row.debut.toISOString(),
      dureeMinutes,
      modalite,
      famille,
      motif,
      lieu,
      organisme,
      collectif,
      capacite,
      inconnus: 0,
    };
    const declaration: Declaration = kept
      ? { ...kept, participants: [...kept.participants, ...ajoutes] }
      : { systeme: UNEFOIS, identifiant: row.id, le: row.collecteeLe.toISOString(), etat, participants: ajoutes };
    noeud.declarations.set(key, declaration);
    monde.declarations.set(key, declaration);
    monde.liens.set(
      key,
      monde.liens.get(key) ?? {
        systeme: UNEFOIS,
        identifiant: row.id,
        departement,
        rendezVous: row.id,
        majLe: row.collecteeLe,
        effaceLe: null,
      },
    );
    monde.clesDuNoeud.set(row.id, (monde.clesDuNoeud.get(row.id) ?? new Set()).add(key));
    for (const { allocataire } of declaration.participants)
      for (const debut of new Set([declaration.etat.debut, row.debut.toISOString()]))
        ajouterDire(
          monde,
          {
            departement,
            systeme: UNEFOIS,
            identifiant: row.id,
            allocataire,
            le: debut,
            debut,
            organisme,
            collectif,
            famille,
            code: "",
            supprime: false,
          },
          false,
        );
    monde.ecrits.dires = monde.ecrits.dires.filter((d) => d.systeme !== UNEFOIS);
  }

  private async dires(monde: Monde, ids: readonly string[]): Promise<Dire[]> {
    const rows = await this.tx.rows<Omit<Dire, "le" | "debut"> & { le: Date; debut: Date }>(
      `select d.departement, d.systeme, d.identifiant, d.allocataire, d.le, d.debut, d.organisme, d.collectif, d.famille, d.code, d.supprime
       from rendez_vous.rendez_vous r join rendez_vous.lien_externe l on l.departement = r.departement and l.rendez_vous = r.id
       join rendez_vous.dire d on d.departement = l.departement and d.systeme = l.systeme and d.identifiant = l.identifiant where r.id = any($1)`,
      [ids],
    );
    const dires = rows.map((row) => ({ ...row, le: row.le.toISOString(), debut: row.debut.toISOString() }));
    for (const dire of dires) {
      const key = cleLien(dire.systeme, dire.identifiant);
      monde.dires.set(key, [...(monde.dires.get(key) ?? []), dire]);
    }
    return dires;
  }

  /** The ids that links had before their nodes were made one. */
  private async anciens(monde: Monde): Promise<void> {
    if (monde.noeuds.size === 0) return;
    const rows = await this.tx.rows<{ ancien: string; liens: string[] }>(
      "select ancien, liens from rendez_vous.rendez_vous_reuni where actuel = any($1) order by le, ancien",
      [[...monde.noeuds.keys()]],
    );
    for (const { ancien, liens } of rows) for (const key of liens) monde.anciens.set(key, ancien);
  }

  private async distinctions(monde: Monde): Promise<void> {
    if (monde.liens.size === 0) return;
    const rows = await this.tx.rows<{ un: string; autre: string }>(
      "select un, autre from rendez_vous.distinction where un = any($1) or autre = any($1)",
      [[...monde.liens.keys()]],
    );
    for (const { un, autre } of rows) monde.distinctions.add(cleDistinction(un, autre));
  }
}

/** $1 people, $2 starts: the same people under every id that they had. */
const PERSONNES_ET_HEURES = `select distinct coalesce(x.allocataire, d.allocataire) as allocataire, d.debut
  from unnest($1::uuid[], $2::timestamptz[]) d (allocataire, debut)
  left join publie.perimetre e on e.allocataire = d.allocataire
  left join publie.perimetre x on x.departement = e.departement and x.canonique = e.canonique`;

interface NoeudRow {
  departement: string;
  id: string;
  natif: boolean;
  debutSaisi: Date | null;
  dureeSaisie: number | null;
  saisiLe: Date | null;
  collecteeLe: Date;
  debut: Date;
  dureeMinutes: number;
  modalite: Declaration["etat"]["modalite"];
  famille: Declaration["etat"]["famille"];
  motif: string;
  lieu: string | null;
  organisme: string | null;
  collectif: boolean;
  capacite: number | null;
}
const NOEUDS = `select departement, id, natif, debut_saisi as "debutSaisi", duree_saisie as "dureeSaisie", saisi_le as "saisiLe", collectee_le as "collecteeLe",
    debut, duree_minutes as "dureeMinutes", modalite, famille, motif, lieu, organisme, collectif, capacite
  from rendez_vous.rendez_vous where id = any($1) order by id for update`;

interface ParticipantRow {
  rendezVous: string;
  allocataire: string;
  statut: StatutEnregistre;
  saisi: StatutEnregistre | null;
  saisiLe: Date | null;
  envoyeeLe: Date | null;
  canal: string | null;
}
const PARTICIPANTS = `select p.rendez_vous as "rendezVous", p.allocataire, p.statut, p.statut_saisi as saisi, p.statut_saisi_le as "saisiLe",
    c.envoyee_le as "envoyeeLe", c.canal
  from rendez_vous.rendez_vous r join rendez_vous.participation p on p.departement = r.departement and p.rendez_vous = r.id
  left join rendez_vous.convocation c on c.departement = p.departement and c.rendez_vous = p.rendez_vous and c.allocataire = p.allocataire
  where r.id = any($1)`;
