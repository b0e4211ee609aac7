import type pg from "pg";
import { addDays } from "../../shared/civil-date";
import { defineLoader } from "../../shared/context";
import type { Formulaire } from "../vocabulaire";
import { type VersionDeFormulaire, versionUtilisee } from "./formulaire";

interface CleFormulaire {
  departement: string;
  formulaire: Formulaire;
}
const cle = ({ departement, formulaire }: CleFormulaire) => `${departement} ${formulaire}`;

/** The version of a form that a département uses today. */
export const versionDuFormulaire = defineLoader<CleFormulaire, VersionDeFormulaire | null>(async (cles, tx, ctx) => {
  const versions = await tx.rows<VersionDeFormulaire>(
    `select f.departement, f.formulaire, f.du,
       jsonb_agg(jsonb_build_object('code', f.code, 'fraicheurJours', f.fraicheur_jours, 'libelle', f.libelle) order by f.ordre) as donnees
     from allocataires.formulaire_donnee f
     where (f.departement = '*' or f.departement = any ($1::text[])) and f.formulaire = any ($2::text[]) and f.du <= $3::date and (f.au is null or f.au >= $3::date)
     group by f.departement, f.formulaire, f.du`,
    [cles.map((c) => c.departement), cles.map((c) => c.formulaire), ctx.today()],
  );
  return cles.map(({ departement, formulaire }) =>
    versionUtilisee(
      versions.filter((v) => v.formulaire === formulaire),
      departement,
    ),
  );
}, cle);

export interface LigneDeFormulaire {
  code: string;
  ordre: number;
  fraicheurJours: number | null;
  libelle: string;
  source: string;
}

/** Puts a département's list of a form in use from the day `du`: the version before ends the day before; versions planned from that day on give way.
 * Returns false when the list in use that day already says the same. */
export async function remplacerFormulaire(
  owner: pg.ClientBase,
  { departement, formulaire, du }: CleFormulaire & { du: string },
  lignes: readonly LigneDeFormulaire[],
): Promise<boolean> {
  const { rows } = await owner.query<LigneDeFormulaire>(
    `select f.code, f.ordre, f.fraicheur_jours as "fraicheurJours", f.libelle, f.source from allocataires.formulaire_donnee f
     where f.departement = $1 and f.formulaire = $2 and f.du <= $3 and f.au is null order by f.ordre`,
    [departement, formulaire, du],
  );
  const ordonnees = [...lignes].sort((a, b) => a.ordre - b.ordre);
  const texte = (l: LigneDeFormulaire) => JSON.stringify([l.code, l.ordre, l.fraicheurJours, l.libelle, l.source]);
  if (rows.map(texte).join() === ordonnees.map(texte).join()) return false;
  await owner.query("delete from allocataires.formulaire_donnee where departement = $1 and formulaire = $2 and du >= $3", [
    departement,
    formulaire,
    du,
  ]);
  await owner.query(
    "update allocataires.formulaire_donnee set au = $4 where departement = $1 and formulaire = $2 and du < $3 and (au is null or au >= $3)",
    [departement, formulaire, du, addDays(du, -1)],
  );
  await owner.query(
    `insert into allocataires.formulaire_donnee (departement, formulaire, du, code, ordre, fraicheur_jours, libelle, source)
     select $1, $2, $3, l.code, l.ordre, l."fraicheurJours", l.libelle, l.source
     from jsonb_to_recordset($4::jsonb) l (code text, ordre int, "fraicheurJours" int, libelle text, source text)`,
    [departement, formulaire, du, JSON.stringify(ordonnees)],
  );
  return true;
}
