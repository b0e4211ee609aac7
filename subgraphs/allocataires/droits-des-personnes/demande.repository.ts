import type { Transaction } from "../../shared/database";
import { isUuid } from "../../shared/page";
import type { DonneeRectifiable, NatureDemande, StatutDemande, TraitementOpposable } from "../vocabulaire";

export interface DemandeLue {
  id: string;
  departement: string;
  allocataire: string;
  nature: NatureDemande;
  statut: StatutDemande;
  donnee: DonneeRectifiable | null;
  champs: string[];
  coordonnees: string[];
  /** What the person says is true, as `DonneesDeclareesInput` is given. */
  valeur: Record<string, unknown> | null;
  traitements: TraitementOpposable[];
  precisions: string | null;
  recueLe: string;
  limite: string;
  prolongeeLe: string | null;
  statueeLe: string | null;
  motifDecision: string | null;
  /** When the file that asks the payer was left, and which payer. */
  envoyeeLe: Date | null;
  envoyeeA: string | null;
  creeLe: Date;
}

const COLONNES = `d.id, d.departement, d.allocataire, d.nature, d.statut, d.donnee, d.champs, d.coordonnees, d.valeur, d.traitements, d.precisions,
  d.recue_le as "recueLe", d.limite, d.prolongee_le as "prolongeeLe", d.statuee_le as "statueeLe", d.motif_decision as "motifDecision",
  d.envoyee_le as "envoyeeLe", d.envoyee_a as "envoyeeA", d.cree_le as "creeLe"`;

export const demandeParId = async (tx: Transaction, id: string): Promise<DemandeLue | null> =>
  isUuid(id) ? tx.row<DemandeLue>(`select ${COLONNES} from allocataires.demande_de_droits d where d.id = $1::uuid`, [id]) : null;

export async function deposer(tx: Transaction, d: DemandeLue, par: string): Promise<void> {
  await tx.execute(
    `insert into allocataires.demande_de_droits (departement, id, allocataire, nature, statut, donnee, champs, coordonnees, valeur, traitements, precisions,
       recue_le, limite, cree_le, cree_par) values ($1, $2, $3, $4, 'RECUE', $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [d.departement, d.id, d.allocataire, d.nature, d.donnee, d.champs, d.coordonnees, d.valeur && JSON.stringify(d.valeur)].concat([
      d.traitements,
      d.precisions,
      d.recueLe,
      d.limite,
      d.creeLe,
      par,
    ] as never[]),
  );
}

/** Writes an answer. A delay keeps the request open, with its new limit. */
export async function statuer(
  tx: Transaction,
  { departement, id }: DemandeLue,
  r: { statut: StatutDemande; motif: string | null; le: string; limite: string; par: string | null },
): Promise<void> {
  await tx.execute(
    `update allocataires.demande_de_droits set statut = $3, motif_decision = coalesce($4, motif_decision), limite = $6, statuee_par = $7,
       prolongee_le = case when $3 = 'PROLONGEE' then $5::date else prolongee_le end,
       statuee_le = case when $3 in ('RECUE', 'PROLONGEE') then null else $5::date end
     where departement = $1 and id = $2::uuid`,
    [departement, id, r.statut, r.motif, r.le, r.limite, r.par],
  );
}

/** Keeps what the source says of the contested fields: another value closes the request. */
export async function contester(tx: Transaction, { departement, id }: DemandeLue, valeurs: Record<string, unknown>): Promise<void> {
  await tx.execute("update allocataires.demande_de_droits set contestees = $3 where departement = $1 and id = $2::uuid", [
    departement,
    id,
    JSON.stringify(valeurs),
  ]);
}

/** What an accepted opposition stops, until it is lifted. */
export async function opposer(tx: Transaction, { departement, allocataire, id, traitements }: DemandeLue, le: string): Promise<void> {
  await tx.execute(
    `insert into allocataires.opposition (departement, allocataire, traitement, depuis, demande)
     select $1, $2::uuid, t.t, $4::date, $3::uuid from unnest($5::text[]) t (t) on conflict do nothing`,
    [departement, allocataire, id, le, traitements],
  );
}

/** What an accepted limitation keeps without serving, until it is lifted. */
export async function limiter(tx: Transaction, { departement, allocataire, id }: DemandeLue, champs: readonly string[], le: string) {
  await tx.execute(
    "insert into allocataires.limitation (departement, allocataire, demande, champs, depuis) values ($1, $2::uuid, $3::uuid, $4, $5)",
    [departement, allocataire, id, champs, le],
  );
}

export async function lever(tx: Transaction, { departement, id }: DemandeLue): Promise<void> {
  await tx.execute("delete from allocataires.opposition where departement = $1 and demande = $2::uuid", [departement, id]);
  await tx.execute("delete from allocataires.limitation where departement = $1 and demande = $2::uuid", [departement, id]);
}

export interface FiltreDemandes {
  allocataire: string | null;
  nature: string | null;
  statut: string | null;
  enRetard: boolean | null;
}

/** Requests, the nearest limit first; `apres`: `<limite>:<id>` of the last one read. A late one has no answer, and its limit is past. */
export function lireDemandes(tx: Transaction, f: FiltreDemandes, page: { limite: number; apres: string | null; aujourdhui: string }) {
  const [limite, id] = page.apres?.split(":") ?? [null, null];
  return tx.rows<DemandeLue>(
    `select ${COLONNES} from allocataires.demande_de_droits d
     where ($1::uuid is null or d.allocataire in (select x.allocataire from publie.perimetre x where x.departement = d.departement
         and x.canonique = (select y.canonique from publie.perimetre y where y.departement = d.departement and y.allocataire = $1 limit 1)))
       and ($2::text is null or d.nature = $2) and ($3::text is null or d.statut = $3)
       and ($4::boolean is null or $4 = (d.statut in ('RECUE', 'PROLONGEE') and d.limite < $5::date))
       and ($6::date is null or (d.limite, d.id) > ($6, $7::uuid))
     order by d.limite, d.id limit $8`,
    [f.allocataire, f.nature, f.statut, f.enRetard, page.aujourdhui, limite, id, page.limite],
  );
}

export interface ExportPrepare {
  contenu: Buffer;
  empreinteJson: string;
  empreinteHtml: string;
  faitLe: Date;
  expireLe: Date;
}

/** The file made for a request of access, while it is kept. */
export const exportDe = (tx: Transaction, demande: DemandeLue, maintenant: Date): Promise<ExportPrepare | null> =>
  tx.row<ExportPrepare>(
    `select e.contenu, e.empreinte_json as "empreinteJson", e.empreinte_html as "empreinteHtml", e.fait_le as "faitLe", e.expire_le as "expireLe"
     from allocataires.export_personne e where e.departement = $1 and e.demande = $2::uuid and e.expire_le > $3`,
    [demande.departement, demande.id, maintenant],
  );
