import { demandesDesFluxSql } from "../orientation/demande.repository";
import { REPLIER_DOSSIERS } from "./replier-dossier.repository";
import { REPLIER_ENTREES } from "./replier-entree.repository";
import { RACONTER } from "./replier-histoire.repository";
import { REPLIER_PERSONNES } from "./replier-personne.repository";

/** The state of a dossier, and of its people, is a fold over what the flows said of it, in the order of their creation: late, repeated or in
 * disorder, the same flows end in the same state. Only the dossiers of caf_repli, and the people of caf_touchee, are folded. */
export const REPLIER: readonly string[] = [
  ...RACONTER,
  ...REPLIER_DOSSIERS,
  ...REPLIER_PERSONNES,
  ...REPLIER_ENTREES,
  demandesDesFluxSql("caf_touchee"),
];

const JOINTES =
  `dossier allocataire contenu_dossier contenu_personne mention_dossier identifiant etat_dossier membre entree ligne_droit decision_dossier
  declaration orientation`.split(/\s+/);

/** Measures the tables that have grown by half since the planner last looked at them, by one big file or by many small ones: on tables that it takes for
 * empty, it multiplies the foyers of the file by those of the base. In PL/pgSQL, as a block of its own. */
export const MESURER_GRANDIES = `declare grandie text; begin
  for grandie in select o.relname from pg_class o
    where o.oid = any ('{${JOINTES.map((table) => `allocataires.${table}`).join(",")}}'::regclass[]) and pg_relation_size(o.oid) / 8192 > o.relpages * 1.5
  loop execute 'analyze allocataires.' || grandie; end loop;
end`;
