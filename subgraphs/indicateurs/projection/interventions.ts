import { type Ligne, TOUS } from "./ligne";

/** Interventions to write, then ends that close what is open after them. */
export interface Niveau {
  dites: Ligne[];
  fins: Ligne[];
}

/** An end that is told without its first day closes what is open when it comes: the order counts, but of one orientation only.
 * Gives as few steps as that order asks: each writes rows, one a key, then ends. */
export function niveauxDe(lignes: Iterable<Ligne>): Niveau[] {
  const niveaux: { dites: Map<string, Ligne>; fins: Ligne[] }[] = [];
  const atteints = new Map<unknown, { niveau: number; finie: boolean }>();
  for (const ligne of lignes) {
    const fin = ligne.du == null;
    const atteint = atteints.get(ligne.orientation) ?? { niveau: 0, finie: false };
    const niveau = atteint.finie && !fin ? atteint.niveau + 1 : atteint.niveau;
    atteints.set(ligne.orientation, { niveau, finie: fin });
    niveaux[niveau] ??= { dites: new Map(), fins: [] };
    if (fin) niveaux[niveau].fins.push(ligne);
    else dire(niveaux[niveau].dites, ligne);
  }
  return niveaux.map(({ dites, fins }) => ({ dites: [...dites.values()], fins }));
}

function dire(dites: Map<string, Ligne>, ligne: Ligne): void {
  const cle = [ligne.departement, ligne.orientation, ligne.referent, ligne.role, ligne.du].join(" ");
  const connue = dites.get(cle);
  if (!connue) dites.set(cle, { ...ligne });
  else for (const [colonne, valeur] of Object.entries(ligne)) if (valeur != null) connue[colonne] = valeur;
}

/** $1 ends in their order, $2 day of knowledge: the first that closes an intervention is the one that counts. */
export const finirSql = (lieu: string) => `update ${lieu}.intervention t set fin_dite = f.fin_dite, connu_depuis = $2::date from (
    select distinct on (i.departement, i.orientation, i.referent, i.role, i.du) i.departement, i.orientation, i.referent, i.role, i.du, (x.e->>'fin_dite')::date as fin_dite
    from jsonb_array_elements($1::jsonb) with ordinality as x (e, n)
    join ${lieu}.intervention i on i.departement = x.e->>'departement' and i.orientation = (x.e->>'orientation')::uuid and i.fin_dite is null
      and case when x.e->>'role' = '${TOUS}' then starts_with(i.referent, x.e->>'referent') else i.referent = x.e->>'referent' and i.role = x.e->>'role' end
    order by i.departement, i.orientation, i.referent, i.role, i.du, x.n
  ) f
  where t.departement = f.departement and t.orientation = f.orientation and t.referent = f.referent and t.role = f.role and t.du = f.du`;
