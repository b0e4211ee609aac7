import { SaxesParser } from "saxes";
import type { Noeud } from "./noeud";

/** Reads one foyer kept as XML (a reject): the same tree as in its file. */
export function lireFoyerGarde(xml: string): Noeud {
  const racine: Noeud = { nom: "", texte: "", enfants: [] };
  const pile = [racine];
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on("opentag", (tag) => {
    const noeud: Noeud = { nom: tag.name, texte: "", enfants: [] };
    pile.at(-1)!.enfants.push(noeud);
    pile.push(noeud);
  });
  parser.on("closetag", () => void pile.pop());
  parser.on("text", (t) => {
    pile.at(-1)!.texte += t;
  });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
  return racine.enfants[0]!;
}
