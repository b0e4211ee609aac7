import { CLASSES, RELATIONS, suffit } from "../../subgraphs/shared/droits/classes";
import { cellule, classesOuvertes, estOuverte, nirEnClair, POLITIQUE, relationRequise } from "../../subgraphs/shared/droits/politique";
import { FINALITES, type Finalite } from "../../subgraphs/shared/identity";
import { CALLERS } from "../setup/subgraph";

const ouvertes = (finalite: Finalite | null) => [...classesOuvertes(finalite)].join(" ");

describe("la politique des droits", () => {
  it("dit, pour chaque finalité et chaque classe, la relation voulue ou le refus, et pourquoi", () => {
    for (const finalite of FINALITES)
      for (const classe of CLASSES) {
        const une = POLITIQUE[finalite][classe];
        expect((estOuverte(une) ? une.raison : une.jamais).length).toBeGreaterThan(40);
      }
  });

  it.each<[Finalite | null, string]>([
    ["ORIENTATION", "PUBLIQUE ORDINAIRE IDENTITE SOCIALE SANTE NIR"],
    ["ACCOMPAGNEMENT", "PUBLIQUE ORDINAIRE IDENTITE SOCIALE SANTE NIR"],
    ["DROITS_ET_DEVOIRS", "PUBLIQUE ORDINAIRE IDENTITE SOCIALE NIR"],
    ["GESTION_DU_DROIT", "PUBLIQUE ORDINAIRE IDENTITE SOCIALE NIR"],
    ["PILOTAGE_STATISTIQUE", "PUBLIQUE ORDINAIRE"],
    ["EVALUATION", "PUBLIQUE ORDINAIRE"],
    ["EXERCICE_DES_DROITS", "PUBLIQUE ORDINAIRE IDENTITE SOCIALE SANTE NIR"],
    ["SUPPORT", "PUBLIQUE ORDINAIRE"],
    [null, "PUBLIQUE"],
  ])("sous %s, les coordonnées qui se nomment", (finalite, attendues) => {
    expect(ouvertes(finalite)).toBe(attendues);
  });

  it("ne montre un NIR qu’à la gestion du droit, et à qui en porte le droit", () => {
    const habilitee = CALLERS.rapprochement;
    expect(nirEnClair(habilitee)).toBe(true);
    expect(nirEnClair({ ...habilitee, scopes: new Set(["allocataires.lire"]) })).toBe(false);
    for (const finalite of FINALITES.filter((une) => une !== "GESTION_DU_DROIT"))
      expect([finalite, nirEnClair({ ...habilitee, finalite })]).toEqual([finalite, false]);
    expect([nirEnClair({ ...habilitee, finalite: null }), nirEnClair(null)]).toEqual([false, false]);
  });

  it("ne donne à un agent que moins, jamais plus, que son organisme", () => {
    for (const finalite of FINALITES)
      for (const classe of CLASSES) {
        const [agent, systeme] = [relationRequise(finalite, classe, true), relationRequise(finalite, classe, false)];
        if (agent === null || systeme === null) expect(agent).toBe(systeme);
        else expect([finalite, classe, suffit(agent, systeme)]).toEqual([finalite, classe, true]);
      }
    expect(relationRequise("ACCOMPAGNEMENT", "SANTE", true)).toBe("ORGANISME");
  });

  it("range les relations de la plus proche à la plus lointaine", () => {
    expect(RELATIONS.map((relation) => suffit(relation, "ORGANISME"))).toEqual([true, true, false, false]);
    expect(cellule(null, "SOCIALE")).toHaveProperty("jamais");
  });
});
