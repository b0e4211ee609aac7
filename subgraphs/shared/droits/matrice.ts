import type { Caller, Portee } from "../identity";
import { type ClasseDonnee, type Relation, suffit } from "./classes";
import { classesOuvertes, nirEnClair, relationRequise } from "./politique";

/** What a caller reads of a class, about a person with whom it has a relation.
 * LU; MASQUE: the line is there, its value is not; REFUSE: FORBIDDEN, or nothing where the relation is too far; INCONNUE: the person does not exist for it. */
export type Lecture = "LU" | "MASQUE" | "REFUSE" | "INCONNUE";

/** The farthest relation that each reach knows people by. */
const LIMITE: Record<Portee, Relation | null> = { departement: "TERRITOIRE", organisme: "ORGANISME", referent: "REFERENT", aucune: null };

/** One cell of the matrix client × class × relation. Scopes come on top: they can only refuse more. */
export function lecture(caller: Caller, portee: Portee, classe: ClasseDonnee, relation: Relation): Lecture {
  if (classe === "PUBLIQUE") return "LU";
  if (!classesOuvertes(caller.finalite).has(classe)) return "REFUSE";
  const limite = LIMITE[portee];
  if (limite === null || !suffit(relation, limite)) return "INCONNUE";
  if (classe === "NIR") return nirEnClair(caller) ? "LU" : "MASQUE";
  const requise = relationRequise(caller.finalite, classe, caller.agent !== null);
  return requise !== null && suffit(relation, requise) ? "LU" : "REFUSE";
}
