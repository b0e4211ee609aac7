import type { Command } from "commander";
import { createProgram } from "../../hub/cli";

/** What a command writes to the error stream when its line is wrong. */
async function dit(...args: string[]): Promise<string> {
  let texte = "";
  const ecrire = jest.spyOn(process.stderr, "write").mockImplementation((morceau) => {
    texte += String(morceau);
    return true;
  });
  try {
    await createProgram()
      .parseAsync(["node", "unefois", ...args])
      .catch(() => undefined);
  } finally {
    ecrire.mockRestore();
  }
  return texte.trim();
}

describe("une commande mal écrite", () => {
  it.each<[string[], string]>([
    [["import", "data-inclusion", "--format", "xml"], "L’option « --format <json|csv> » ne peut pas valoir « xml » : attend json ou csv."],
    [["import", "data-inclusion", "--zut"], "Option inconnue : « --zut »."],
    [["zut"], "Commande inconnue : « zut »."],
  ])("%j se dit en français", async (args, phrase) => expect(await dit(...args)).toContain(phrase));
});

describe("l’aide", () => {
  it("dit en français ce que vaut une option par défaut, quand elle vaut quelque chose", () => {
    const commande = createProgram()
      .commands.find((c) => c.name() === "export")!
      .commands.find((c) => c.name() === "data-inclusion")!;
    const aide = commande.helpInformation();
    expect(aide).toContain("(par défaut : json)");
    expect(aide).not.toContain("default:");
  });

  it("ne garde un mot de Commander sur aucune commande, arguments compris", () => {
    const toutes = (commande: Command): Command[] => [commande, ...commande.commands.flatMap((fille) => toutes(fille as Command))];
    const aides = toutes(createProgram()).map((commande) => commande.helpInformation());
    expect(aides.filter((aide) => /default:|choices:|Usage:|Options:|Arguments:|display help/.test(aide))).toEqual([]);
    expect(aides.join("")).toContain("up ou down (par défaut : up)");
  });
});
