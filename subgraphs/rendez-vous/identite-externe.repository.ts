import type { Transaction } from "../shared/database";
import { formesDuMatricule, sansAccents } from "./correspondances-rdv";
import type { UsagerDe, UsagerRecu } from "./message/message";
import { empreintesMasquees, PREFIXE_NIR } from "./message/nir";
import type { Monde, PersonneCandidate } from "./monde";

/** THE ONE BYPASS OF THIS SUBGRAPH. A webhook names a person by her matricule and civil status, which the role of this subgraph
 * cannot read: the receiver, which acts for the system and not for a caller, resolves her as the owner of the database.
 * It takes ids out and nothing else. Found by: grep "from allocataires\\." subgraphs/rendez-vous. */
export class IdentiteExterneRepository {
  constructor(private readonly tx: Transaction) {}

  /** People by the id that the tool gives them where the CAF or the Département has told it, else by matricule (that of the MSA, which is a NIR, by its keyed hash), birth date
   * and name (birth name or name in use; accents and case do not count), canonical after a merge. One statement for all users; returns the look-up. */
  async candidats(usagers: readonly UsagerDe[]): Promise<Monde["candidats"]> {
    const complets = usagers.filter(({ usager }) => identifiable(usager));
    const matricules = [...new Set(complets.flatMap(({ usager }) => formesDuMatricule(usager.matricule!)))];
    const empreintes = complets.flatMap(({ usager }) => empreinteDe(usager.matricule!));
    const rows = await this.tx.rows<Trouve>(CANDIDATS, [
      matricules,
      usagers.map((u) => u.systeme),
      usagers.map((u) => u.usager.identifiant),
      empreintes,
    ]);
    const found = new Map<string, PersonneCandidate[]>();
    for (const row of rows) {
      const parNumero = NUMEROS.includes(row.type);
      if (parNumero) for (const nom of [row.nom, row.usage]) if (nom !== null) add(found, key(row.valeur, row.naissance, nom), row);
      if (!parNumero) add(found, `${row.type} ${row.valeur}`, row);
    }
    return (u, systeme) => {
      const direct = found.get(`${systeme} ${u.identifiant}`);
      if (direct) return direct;
      if (!identifiable(u)) return [];
      const connues = numerosDe(u.matricule!).flatMap((numero) => found.get(key(numero, u.dateNaissance!, u.nom!)) ?? []);
      return [...new Map(connues.map((c) => [`${c.departement} ${c.allocataire}`, c])).values()];
    };
  }

  /** Every organisme, by name without accents. */
  async organismes(): Promise<Map<string, { departement: string; organisme: string }[]>> {
    const rows = await this.tx.rows<{ id: string; departement: string; nom: string }>(
      "select id, departement, nom from allocataires.organisme",
    );
    const byName = new Map<string, { departement: string; organisme: string }[]>();
    for (const { id, departement, nom } of rows) {
      const name = sansAccents(nom);
      byName.set(name, [...(byName.get(name) ?? []), { departement, organisme: id }]);
    }
    return byName;
  }
}

interface Trouve extends PersonneCandidate {
  type: string;
  valeur: string;
  naissance: string;
  nom: string;
  usage: string | null;
}

const PERSONNE = `i.type, i.departement, coalesce(a.canonique, a.id) as allocataire, i.valeur, a.date_naissance as naissance, a.nom, a.nom_usage as usage
  from allocataires.identifiant i join allocataires.allocataire a on a.departement = i.departement and a.id = i.allocataire`;
const PARTOUT = "i.departement = any(array(select distinct departement from allocataires.organisme))";
const CANDIDATS = `select ${PERSONNE} where ${PARTOUT} and i.type = 'MATRICULE_CAF' and i.valeur = any($1)
  union select ${PERSONNE} where ${PARTOUT} and i.type = any($2) and i.valeur = any($3) and (i.type, i.valeur) in (select * from unnest($2::text[], $3::text[]))
  union select i.type, i.departement, coalesce(a.canonique, a.id), '${PREFIXE_NIR}' || encode(i.empreinte, 'hex'), a.date_naissance, a.nom, a.nom_usage
    from allocataires.identifiant i join allocataires.allocataire a on a.departement = i.departement and a.id = i.allocataire
    where ${PARTOUT} and i.type in ('MATRICULE_MSA', 'NIR') and i.empreinte = any($4::bytea[])`;

/** Kinds of number that go with a civil status. */
const NUMEROS: readonly string[] = ["MATRICULE_CAF", "MATRICULE_MSA", "NIR"];
const empreinteDe = (matricule: string): Buffer[] => empreintesMasquees(matricule).map((hex) => Buffer.from(hex, "hex"));

/** A masked NIR may carry two hashes while the key turns; any other number is one. */
function numerosDe(matricule: string): string[] {
  const empreintes = empreintesMasquees(matricule);
  return empreintes.length > 0 ? empreintes.map((hex) => PREFIXE_NIR + hex) : [matricule];
}

const identifiable = (u: UsagerRecu): boolean => u.matricule !== null && u.dateNaissance !== null && u.nom !== null;

const key = (matricule: string, naissance: string, nom: string) => `${matricule.replace(/^0+/, "")} ${naissance} ${sansAccents(nom)}`;

function add(found: Map<string, PersonneCandidate[]>, at: string, { departement, allocataire }: PersonneCandidate): void {
  const known = found.get(at) ?? [];
  if (!known.some((c) => c.departement === departement && c.allocataire === allocataire))
    found.set(at, [...known, { departement, allocataire }]);
}
