import { LecteurFlux } from "../../subgraphs/allocataires/caf/lire-flux";
import { texte } from "../../subgraphs/allocataires/caf/noeud";
import { ImportRefuse } from "../../subgraphs/shared/import";
import { DossierDeFlux, enWindows1252, type FluxDeTest, flux } from "./fabriquer-flux";

const dossier = new DossierDeFlux();
afterAll(() => dossier.supprimer());

async function lire(contenu: FluxDeTest | string | Buffer) {
  const lecteur = await LecteurFlux.ouvrir(dossier.ecrire(contenu));
  const foyers = [];
  for await (const foyer of lecteur.foyers()) foyers.push(foyer);
  return { lecteur, foyers };
}

const refus = async (contenu: FluxDeTest | string | Buffer): Promise<ImportRefuse> => {
  const erreur = await lire(contenu).then(
    () => null,
    (e: unknown) => e,
  );
  expect(erreur).toBeInstanceOf(ImportRefuse);
  return erreur as ImportRefuse;
};

const UN = flux({ foyers: [{}] });

describe("lire un flux bénéficiaire", () => {
  it("rend l’en-tête, les compteurs et les foyers, en windows-1252 avec Œ et Ÿ", async () => {
    const { lecteur, foyers } = await lire({ cree: "2026-07-01", foyers: [{ personnes: [{ nom: "LEBŒUF-ŸVERT" }] }, {}] });
    expect(lecteur.entete).toEqual({
      typeFlux: "I",
      natureFlux: "D",
      creeLe: new Date("2026-06-30T23:18:36Z"),
      dateCreation: "2026-07-01",
      dateReference: "2026-01-09",
    });
    expect([lecteur.annonces, lecteur.lus, foyers.map((f) => f.ordre)]).toEqual([2, 2, [1, 2]]);
    expect(texte(foyers[0]!.noeud, "Personne", "Identification", "NOM")).toBe("LEBŒUF-ŸVERT");
  });

  it.each([
    ["windows-1252", enWindows1252(UN.replace("BENALI", "ŒŸ’"))],
    ["ISO-8859-1, lu comme windows-1252", enWindows1252(UN.replace("windows-1252", "ISO-8859-1").replace("BENALI", "ŒŸ’"))],
    ["sans déclaration", enWindows1252(UN.replace(/<\?xml.*\?>\n/, "").replace("BENALI", "ŒŸ’"))],
    ["UTF-8", Buffer.from(UN.replace("windows-1252", "UTF-8").replace("BENALI", "ŒŸ’"))],
    ["UTF-8 avec marque", Buffer.from(`\ufeff${UN.replace("windows-1252", "UTF-8").replace("BENALI", "ŒŸ’")}`)],
  ])("lit l’encodage %s", async (_nom, octets) => {
    const { foyers } = await lire(octets);
    expect(texte(foyers[0]!.noeud, "Personne", "Identification", "NOM")).toBe("ŒŸ’");
  });

  it("garde le XML du foyer sans mise en forme, caractères échappés", async () => {
    const { foyers } = await lire(UN.replace("BENALI", "A &amp; B &lt;"));
    expect(foyers[0]!.xml).toMatch(/^<InfosFoyerRSA><IdentificationRSA><Organisme><FONORG>CAF<\/FONORG>/);
    expect(foyers[0]!.xml).toContain("<NOM>A &amp; B &lt;</NOM>");
    expect(foyers[0]!.xml).toContain("<TYPEPARTE>CG  </TYPEPARTE>");
  });

  const BOMBE = '<!DOCTYPE Racine [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>';
  it.each<[string, FluxDeTest | string | Buffer, string]>([
    ["tronqué dans un dossier", UN.slice(0, UN.indexOf("</Personne>")), "FLUX_TRONQUE"],
    ["tronqué au milieu d’une balise", UN.slice(0, UN.indexOf("<NOMNAI>") + 4), "FLUX_TRONQUE"],
    ["tronqué entre deux dossiers", UN.slice(0, UN.indexOf("<TransmissionFlux>")), "FLUX_TRONQUE"],
    ["sans fin TransmissionFlux", UN.replace(/<TransmissionFlux>.*<\/TransmissionFlux>/, ""), "FLUX_TRONQUE"],
    ["vide", "", "FLUX_TRONQUE"],
    ["aux balises croisées", UN.replace("</NOMNAI>", "</NOM>"), "XML_MAL_FORME"],
    ["qui n’est pas du XML", "NUMDEMRSA;NOM\n1;X\n", "XML_MAL_FORME"],
    [
      "dans un autre encodage que le sien",
      Buffer.concat([Buffer.from(UN.replace("windows-1252", "utf-8").slice(0, 900)), Buffer.of(0xff)]),
      "XML_MAL_FORME",
    ],
    ["d’un encodage inconnu", UN.replace("windows-1252", "utf-16"), "XML_MAL_FORME"],
    ["avec une DTD", UN.replace("<Racine>", '<!DOCTYPE Racine SYSTEM "http://127.0.0.1/x.dtd"><Racine>'), "DTD_INTERDITE"],
    ["avec une bombe d’entités", UN.replace("<Racine>", `${BOMBE}<Racine>`).replace("BENALI", "&b;"), "DTD_INTERDITE"],
    ["avec une entité inconnue", UN.replace("BENALI", "&inconnue;"), "DTD_INTERDITE"],
    ["d’une autre version", { version: "7000", foyers: [{}] }, "VERSION_INCONNUE"],
    ["d’une autre application", { appli: "XXX", foyers: [{}] }, "VERSION_INCONNUE"],
    ["sans en-tête", UN.replace(/<IdentificationFlux>.*<\/IdentificationFlux>/, ""), "VERSION_INCONNUE"],
    ["d’un type inconnu", { type: "Q", foyers: [{}] }, "ENTETE_INVALIDE"],
    ["créé un jour qui n’existe pas", { cree: "2026-02-30", foyers: [{}] }, "ENTETE_INVALIDE"],
    ["qui annonce plus de dossiers", { annonces: 2, foyers: [{}] }, "COMPTEURS_FAUX"],
    ["qui annonce moins de dossiers", { annonces: 0, foyers: [{}] }, "COMPTEURS_FAUX"],
    ["d’une autre racine", UN.replaceAll("Racine", "Racines"), "RACINE_INATTENDUE"],
    ["d’un autre flux", UN.replaceAll("InfosFoyerRSA", "InfoDemandeRSA"), "RACINE_INATTENDUE"],
  ])("refuse un fichier %s", async (_nom, contenu, code) => {
    const erreur = await refus(contenu);
    expect(erreur.code).toBe(code);
    expect(erreur.message).toMatch(/^RSABEI_\d+\.xml : .*Rien n’a été appliqué\.$/s);
  });

  it("dit à quelle ligne", async () => {
    const ligne = UN.slice(0, UN.indexOf("</NOMNAI>")).split("\n").length;
    expect((await refus(UN.replace("</NOMNAI>", "</NOM>"))).message).toContain(`ligne ${ligne},`);
  });

  it("refuse un fichier absent ou un dossier", async () => {
    await expect(LecteurFlux.ouvrir("/absent/RSABEM.xml")).rejects.toMatchObject({ code: "FICHIER_INTROUVABLE" });
    await expect(LecteurFlux.ouvrir(dossier.chemin)).rejects.toMatchObject({ code: "FICHIER_INTROUVABLE" });
  });

  it("refuse un dossier qui ne se ferme jamais avant qu’il remplisse la mémoire", async () => {
    const erreur = await refus(UN.replace("BENALI", "A".repeat(3_000_000)));
    expect([erreur.code, erreur.message]).toEqual(["XML_MAL_FORME", expect.stringContaining("dépasse")]);
  });
});
