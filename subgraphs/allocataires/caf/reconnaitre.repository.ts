import type pg from "pg";
import type { NirCipher } from "../../shared/nir-cipher";
import * as stockage from "../identite/candidats.repository";
import { sexeLu } from "../identite/candidats.repository";
import type { Identite, Numero, Resultat } from "../identite/identite";
import { reconnaitre } from "../identite/reconnaitre";

/** People whom neither NIR nor foyer named for sure, shown to the engine that knows errors, homonyms and twins. By packets: memory does not grow. */
const PAQUET = 1_000;

/** Whom the flow would create, in a département where people are already known. $1, $2: after this place in the file. */
const NOUVELLES = `
  select c.ordre, c.rang, c.departement, p.nom, p.nom_usage as "nomUsage", p.prenoms, p.date_naissance::text as "dateNaissance", p.rang_naissance as "rangNaissance", p.sexe,
    p.donnees->>'lieuNaissance' as "communeNaissance", coalesce(p.donnees->>'typeDateNaissance', 'N') = 'N' as "dateCertaine", f.code_insee as "codeInsee",
    p.role, f.numero, p.precedent, p.nir_chiffre as nir, p.numero_ft as "numeroFt", f.matricule, f.matricule_chiffre as "matriculeChiffre", d.organisme
  from caf_personne c
  join caf_attente p on p.genre = 'P' and p.ordre = c.ordre and p.rang = c.rang
  join caf_attente f on f.genre = 'F' and f.ordre = c.ordre
  join caf_dossier d on d.ordre = c.ordre
  where c.nouveau and (c.ordre, c.rang) > ($1, $2)
    and (select true from allocataires.allocataire a where a.departement = c.departement limit 1)
  order by c.ordre, c.rang limit ${PAQUET}`;

interface Nouvelle extends Omit<Identite, "sexe" | "numeros" | "foyers" | "telephone" | "courriel"> {
  ordre: number;
  rang: number;
  departement: string;
  sexe: string | null;
  role: string;
  numero: string;
  precedent: string | null;
  nir: Buffer | null;
  numeroFt: string | null;
  matricule: string | null;
  matriculeChiffre: Buffer | null;
  organisme: string;
}

/** UNIQUE attaches, unless someone of the same foyer is already that person; a doubt keeps the new person, with whom she may be. */
const RECONNUES = `
  update caf_personne c set
    allocataire = case when r.unique_id is not null and not pris.deja then r.unique_id else c.allocataire end,
    nouveau = r.unique_id is null or pris.deja,
    resultat = case when r.unique_id is not null and pris.deja then 'PLUSIEURS' else r.resultat end,
    candidats = case when r.unique_id is not null and not pris.deja then null else r.candidats end,
    scores = r.scores
  from jsonb_to_recordset($1::jsonb) as r (ordre int, rang int, resultat text, unique_id uuid, candidats uuid[], scores jsonb)
  cross join lateral (
    select exists (select from caf_personne v where v.ordre = r.ordre and v.rang <> r.rang and v.allocataire = r.unique_id) as deja
  ) pris
  where c.ordre = r.ordre and c.rang = r.rang`;

/** Asks the engine who the people that the flow would create are. */
export async function reconnaitreNouvelles(client: pg.Client, cipher: NirCipher): Promise<void> {
  const lecteur: stockage.Lecteur = { rows: async (sql, values) => (await client.query(sql, values)).rows };
  let dernier = { ordre: -1, rang: -1 };
  for (;;) {
    const { rows } = await client.query<Nouvelle>(NOUVELLES, [dernier.ordre, dernier.rang]);
    if (rows.length === 0) return;
    const demandees = rows.map((n) => ({ ref: `${n.ordre} ${n.rang}`, departement: n.departement, identite: identiteDe(n, cipher) }));
    const resultats = await reconnaitre(lecteur, stockage, demandees, cipher);
    const reconnues = rows.flatMap((n) => enLigne(n, resultats.get(`${n.ordre} ${n.rang}`)));
    if (reconnues.length > 0) await client.query(RECONNUES, [JSON.stringify(reconnues)]);
    if (rows.length < PAQUET) return;
    dernier = rows.at(-1)!;
  }
}

function identiteDe(n: Nouvelle, cipher: NirCipher): Identite {
  const { nom, nomUsage, prenoms, dateNaissance, dateCertaine, rangNaissance, communeNaissance, codeInsee } = n;
  const numeros: (Numero | null)[] = [
    n.nir && { type: "NIR", valeur: cipher.decrypt(n.nir), organisme: null },
    n.numeroFt === null ? null : { type: "NUMERO_FRANCE_TRAVAIL", valeur: n.numeroFt, organisme: null },
    n.matricule === null ? null : { type: "MATRICULE_CAF", valeur: n.matricule, organisme: n.organisme },
    n.matriculeChiffre && { type: "MATRICULE_MSA", valeur: cipher.decrypt(n.matriculeChiffre), organisme: n.organisme },
  ];
  return {
    ...{ nom, nomUsage, prenoms, dateNaissance, dateCertaine, rangNaissance, communeNaissance, codeInsee },
    sexe: sexeLu(n.sexe),
    telephone: null,
    courriel: null,
    numeros: numeros.filter((numero) => numero !== null),
    foyers: [{ numeroDemande: n.numero, role: n.role }, ...(n.precedent === null ? [] : [{ numeroDemande: n.precedent, role: n.role }])],
  };
}

function enLigne({ ordre, rang }: Nouvelle, resultat: Resultat | undefined): object[] {
  if (!resultat || resultat.resultat === "AUCUN") return [{ ordre, rang, resultat: null, candidats: null, scores: [] }];
  const scores = resultat.candidats.map(({ id, score, raisons }) => ({ allocataire: id, score, raisons }));
  const seule = resultat.resultat === "UNIQUE" ? resultat.allocataire : null;
  const candidats = seule ? [seule] : scores.map((s) => s.allocataire);
  return [{ ordre, rang, resultat: seule ? null : resultat.resultat, unique_id: seule, candidats, scores }];
}
