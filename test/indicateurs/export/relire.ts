import { inflateRawSync } from "node:zlib";
import { SaxesParser } from "saxes";

/** Reads files back by other means than those that wrote them: the ZIP from its central directory, the XML by a parser. */

/** The entries of a ZIP, in their order. */
export function decompresser(zip: Buffer): Map<string, { contenu: string; compresse: boolean; date: number }> {
  const fin = zip.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]));
  const entrees = new Map<string, { contenu: string; compresse: boolean; date: number }>();
  let ici = zip.readUInt32LE(fin + 16);
  for (let reste = zip.readUInt16LE(fin + 10); reste > 0; reste--) {
    if (zip.readUInt32LE(ici) !== 0x02014b50) throw new Error("répertoire central invalide");
    const [methode, taille, nom, extra, commentaire] = [10, 20, 28, 30, 32].map((o) =>
      o === 20 ? zip.readUInt32LE(ici + o) : zip.readUInt16LE(ici + o),
    );
    const local = zip.readUInt32LE(ici + 42);
    const debut = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
    const octets = zip.subarray(debut, debut + taille!);
    const contenu = methode === 8 ? inflateRawSync(octets) : octets;
    entrees.set(zip.toString("utf8", ici + 46, ici + 46 + nom!), {
      contenu: contenu.toString("utf8"),
      compresse: methode === 8,
      date: zip.readUInt32LE(ici + 12),
    });
    ici += 46 + nom! + extra! + commentaire!;
  }
  return entrees;
}

export interface Noeud {
  nom: string;
  attributs: Record<string, string>;
  enfants: Noeud[];
  texte: string;
}

/** The root of an XML document; throws when it is not well formed. */
export function lireXml(source: string): Noeud {
  const racine: Noeud = { nom: "", attributs: {}, enfants: [], texte: "" };
  const pile = [racine];
  const parser = new SaxesParser();
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", ({ name, attributes }) => {
    const noeud: Noeud = { nom: name, attributs: attributes as Record<string, string>, enfants: [], texte: "" };
    pile.at(-1)!.enfants.push(noeud);
    pile.push(noeud);
  });
  parser.on("text", (texte) => {
    pile.at(-1)!.texte += texte;
  });
  parser.on("closetag", () => pile.pop());
  parser.write(source).close();
  return racine.enfants[0]!;
}

export const tous = (noeud: Noeud, nom: string): Noeud[] =>
  noeud.enfants.flatMap((enfant) => [...(enfant.nom === nom ? [enfant] : []), ...tous(enfant, nom)]);

/** A cell as a spreadsheet holds it. */
export type Lue = string | number | { date: string };

const ORIGINE = Date.UTC(1899, 11, 30);

/** The sheets of an XLSX: name → rows of cells. A number whose style is that of a date is a date. */
export function lireXlsx(fichier: Buffer): Map<string, Lue[][]> {
  const entrees = decompresser(fichier);
  const piece = (nom: string) => lireXml(entrees.get(nom)!.contenu);
  const formats = tous(piece("xl/styles.xml"), "cellXfs")[0]!.enfants.map(({ attributs }) => attributs.numFmtId);
  const liens = new Map(piece("xl/_rels/workbook.xml.rels").enfants.map(({ attributs }) => [attributs.Id!, attributs.Target!]));
  const cellule = ({ attributs, enfants }: Noeud): Lue => {
    if (attributs.t === "inlineStr") return tous(enfants[0]!, "t")[0]!.texte;
    const valeur = Number(enfants[0]!.texte);
    return formats[Number(attributs.s)] === "166" ? { date: new Date(ORIGINE + valeur * 86_400_000).toISOString().slice(0, 10) } : valeur;
  };
  return new Map(
    tous(piece("xl/workbook.xml"), "sheet").map(({ attributs }) => [
      attributs.name!,
      tous(piece(`xl/${liens.get(attributs["r:id"]!)}`), "row").map(({ enfants }) => enfants.map(cellule)),
    ]),
  );
}

/** The sheets of an ODS. */
export function lireOds(fichier: Buffer): Map<string, Lue[][]> {
  const contenu = lireXml(decompresser(fichier).get("content.xml")!.contenu);
  const cellule = (noeud: Noeud): Lue => {
    const { "office:value-type": type, "office:value": valeur, "office:date-value": date } = noeud.attributs;
    if (type === "date") return { date: date! };
    return type === "string"
      ? tous(noeud, "text:p")
          .map(({ texte }) => texte)
          .join("\n")
      : Number(valeur);
  };
  return new Map(
    tous(contenu, "table:table").map((table) => [
      table.attributs["table:name"]!,
      tous(table, "table:table-row").map(({ enfants }) => enfants.map(cellule)),
    ]),
  );
}
