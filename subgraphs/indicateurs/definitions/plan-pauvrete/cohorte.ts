import type { Calcul, Definition } from "../../mesure/calcul";
import type { Faits } from "../../projection/faits";
import { COHORTE, orientees } from "./orientees";
import { base, COLONNES, enVariantes, type Ligne, type Regle } from "./variante";

type Tableau = Ligne["tableau"];
type Joindre = (f: Faits) => string;

/** Lines of a table that counts the events that follow a first orientation, in the month of that orientation. */
export function lignesDe(tableau: Tableau, joindre: Joindre, coupe: Calcul["coupe"] = null) {
  const compter =
    (numerateur: string, denominateur: string, ou: string, plus: Partial<Calcul>, delai?: string) =>
    (regle: Regle): Calcul => ({
      ...base,
      ...plus,
      coupe,
      ...(delai && { donne: [...base.donne!, "delai"] }),
      lignes: (
        f,
      ) => `select x.allocataire, x.le, ${numerateur} as numerateur, ${denominateur} as denominateur, ${COLONNES} ${delai ? `, ${delai} as delai` : ""}
        from ${orientees(f, regle)}
        left join publie.organisme g on g.departement = $1 and g.id = x.organisme
        ${joindre(f)}
        where ${ou}`,
    });
  const ecrire = (rang: number, libelle: string, texte: Pick<Definition, "numerateur"> & Partial<Definition>): Ligne => ({
    tableau,
    rang,
    libelle,
    texte: { regleCohorte: COHORTE, ...texte },
  });
  return {
    /** @param etat class of each row, when other lines are read in this one. */
    nombre: (rang: number, libelle: string, numerateur: string, ou: string, etat: string | null = null) =>
      enVariantes(ecrire(rang, libelle, { numerateur }), compter("1", "null::int", ou, {}), etat && `${etat} || '_' || x.suspension`),
    /** @param ou who makes the denominator. */
    part: (rang: number, libelle: string, mots: { numerateur: string; denominateur: string }, condition: string, ou = "true") =>
      enVariantes(
        ecrire(rang, libelle, { unite: "%", ...mots }),
        compter(`coalesce((${condition})::int, 0)`, "1", ou, { valeur: "pourcentage", parts: "pourcentage" }),
      ),
    /** @param jours delay in days; one that is not known, or negative, is left out. */
    delai: (rang: number, libelle: string, quoi: string, origineDelai: string, jours: string, ou = "true") =>
      enVariantes(
        ecrire(rang, libelle, {
          unite: "jours",
          numerateur: `Somme, en jours, des délais ${quoi}.`,
          denominateur: `Premières orientations dont le délai ${quoi} est connu et n’est pas négatif.`,
          origineDelai,
        }),
        compter(jours, "1", `${jours} >= 0 and ${ou}`, { compte: "sommes", valeur: "moyenne", parts: "moyenne" }, jours),
      ),
  };
}
