import type { Caller } from "../identity";
import { CLASSES, type ClasseDonnee } from "./classes";
import type { Demand, FieldError } from "./demand";
import { cellule, classesOuvertes, estOuverte } from "./politique";

/** A class that the purpose of the token must open. */
export class ClassDemand implements Demand {
  readonly id: string;

  private constructor(readonly classe: ClasseDonnee) {
    this.id = `donnee:${classe}`;
  }

  static readonly of = new Map<ClasseDonnee, ClassDemand>(CLASSES.map((classe) => [classe, new ClassDemand(classe)]));

  meets(caller: Caller): boolean {
    return classesOuvertes(caller.finalite).has(this.classe);
  }

  error({ finalite }: Caller, coordinate: string): FieldError {
    const why = raisonDuRefus(this.classe, finalite);
    const said = finalite === null ? "un jeton sans finalité ne l’ouvre pas" : `la finalité ${finalite} ne l’ouvre pas`;
    return {
      message: `« ${coordinate} » est une donnée de classe ${this.classe} : ${said}. ${why}`,
      extensions: { code: "FORBIDDEN", classe: this.classe, finalite, coordonnee: coordinate },
    };
  }
}

/** Why a purpose does not open a class; of a coordinate that may carry a NIR, why it does not open the identity. */
function raisonDuRefus(classe: ClasseDonnee, finalite: Caller["finalite"]): string {
  const une = cellule(finalite, classe === "NIR" ? "IDENTITE" : classe);
  return estOuverte(une) ? "" : une.jamais;
}
