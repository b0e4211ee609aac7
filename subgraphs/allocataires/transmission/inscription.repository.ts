import type { CategorieParcours } from "../../shared/contrat/enums";
import type { Transaction } from "../../shared/database";
import type { NirCipher } from "../../shared/nir-cipher";
import { servi } from "../droits-des-personnes/limitation.repository";
import { type NatureInscription, natureInscription, type SituationInscription } from "./nature-inscription";

/** Whom the weekly list asks for: codes only. */
export interface PersonneAInscrire {
  /** Canonical id. */
  allocataire: string;
  /** Rank of her entry. */
  entree: number;
  nature: NatureInscription;
}

// $1 département. The orientation that runs, the last entry, the last status known, the number in force.
const SITUATIONS = `select a.id as allocataire, e.rang as entree, a.soumis_droits_devoirs as "soumisDroitsDevoirs",
    e.droits_clos_le is null and e.sortie is null as "droitsOuverts", e.flux as "nouvelEntrant", p.categorie, i.statut, n.connu as "numeroConnu",
    o.decidee_le as "decideeLe"
  from allocataires.allocataire a
  cross join lateral (select * from allocataires.entree f where f.departement = a.departement and f.allocataire = a.id order by f.rang desc limit 1) e
  left join allocataires.orientation o on o.departement = a.departement and o.allocataire = a.id and o.statut = 'DECIDEE' and o.close_le is null
  left join allocataires.parcours_local p on p.departement = o.departement and p.code = o.parcours
  left join lateral (select x.statut from allocataires.inscription_france_travail x where x.departement = a.departement and x.allocataire = a.id
    order by x.date_effet desc limit 1) i on true
  cross join lateral (select exists (select from allocataires.identifiant x where x.departement = a.departement and x.allocataire = a.id
    and x.type = 'NUMERO_FRANCE_TRAVAIL' and x.valide_au is null) as connu) n
  where a.departement = $1 and a.canonique is null`;

/** The same rule as natureInscription, for everyone at once; a property test holds them together. */
const NATURE = `case
    when not (s."soumisDroitsDevoirs" and s."droitsOuverts" and s."nouvelEntrant") or s.categorie is null then null
    when s.categorie = 'REMOBILISATION' then case when s.statut is null and not s."numeroConnu" then 'A_IDENTIFIER' end
    when s.statut is distinct from 'INSCRIT' then 'A_INSCRIRE' end`;

const A_INSCRIRE = `select allocataire, entree, nature from (select s.*, ${NATURE} as nature from (${SITUATIONS}) s) t
  where nature is not null and ($2::date is null or "decideeLe" >= $2) order by allocataire`;

/** Everyone whom the rule asks to register or to identify, told already or not. One statement.
 * @param depuis civil date: orientations decided before are not told. */
export const personnesAInscrire = (tx: Transaction, departement: string, depuis: string | null): Promise<PersonneAInscrire[]> =>
  tx.rows(A_INSCRIRE, [departement, depuis]);

/** How a person is presented to France Travail: what it needs to know her and register her, and no more. The NIR is in clear in memory only. */
export interface IdentiteAInscrire extends PersonneAInscrire {
  categorie: CategorieParcours;
  nir: string | null;
  /** Its form of 11 characters: the shorter one of other systems designates nobody there. */
  numeroFranceTravail: string | null;
  dateNaissance: string;
  civilite: string | null;
  nom: string;
  nomUsage: string | null;
  prenoms: string[];
  adresse: string | null;
  codeInsee: string | null;
  commune: string | null;
}

type Ligne = Omit<IdentiteAInscrire, "nature" | "nir"> & SituationInscription & { nirChiffre: Buffer | null };

const IDENTITES = `select s.*, a.date_naissance as "dateNaissance", a.civilite, a.nom, ${servi("nomUsage", "a.nom_usage")} as "nomUsage", a.prenoms,
    ${servi("adresse", "a.adresse")} as adresse, ${servi("adresse", "a.code_insee")} as "codeInsee", ${servi("adresse", "a.commune_nom")} as commune, v.valeur as "numeroFranceTravail", nir.valeur_chiffree as "nirChiffre"
  from (${SITUATIONS} and a.id = any ($2::uuid[])) s
  join allocataires.allocataire a on a.departement = $1 and a.id = s.allocataire
  left join lateral (select i.valeur from allocataires.identifiant i where i.departement = $1 and i.allocataire = a.id
    and i.type = 'NUMERO_FRANCE_TRAVAIL' and i.valide_au is null and i.valeur ~ '^[0-9]{10}[0-9A-Z]$' order by i.certifiee desc, i.collectee_le desc, i.id limit 1) v on true
  left join lateral (select n.valeur_chiffree from allocataires.identifiant i
    join allocataires.identifiant_nir n on n.departement = i.departement and n.id = i.id and n.valeur_chiffree is not null
    where i.departement = $1 and i.allocataire = a.id and i.type = 'NIR' and i.valide_au is null
    order by i.certifiee desc, i.collectee_le desc, i.id limit 1) nir on true
  order by s.allocataire`;

/** Who is still to be told, as she is now: whom the rule no longer asks for is absent. One statement. */
export async function identitesAInscrire(
  tx: Transaction,
  cipher: NirCipher,
  departement: string,
  allocataires: readonly string[],
): Promise<IdentiteAInscrire[]> {
  const lignes = await tx.rows<Ligne>(IDENTITES, [departement, allocataires]);
  return lignes.flatMap(({ nirChiffre, ...ligne }) => {
    const nature = natureInscription(ligne);
    return nature === null ? [] : [{ ...ligne, nature, nir: nirChiffre && cipher.decrypt(nirChiffre) }];
  });
}
